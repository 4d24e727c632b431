#!/usr/bin/python3
"""Prints what a screen reader finds in the shown windows of a process: one line of JSON for each control that takes focus.

    accessible.py PID     exit 2 when the process is not known to the accessibility bus
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi  # noqa: E402

CELLS = 20  # of a table or list, which may have very many


def has(one, state):
    return one.get_state_set().contains(state)


def walk(one, path):
    role = one.get_role_name()
    name = one.get_name() or ""
    path = path + [f"{role}({name})"]
    if role != "application" and not has(one, Atspi.StateType.SHOWING):
        return
    if has(one, Atspi.StateType.FOCUSABLE):
        print(json.dumps({"role": role, "name": name, "description": one.get_description() or "", "path": " / ".join(path)}))
    for index in range(min(one.get_child_count(), CELLS)):
        child = one.get_child_at_index(index)
        if child:
            walk(child, path)


def main():
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application and application.get_process_id() == int(sys.argv[1]):
            return walk(application, [])
    return sys.exit(2)


if __name__ == "__main__":
    main()

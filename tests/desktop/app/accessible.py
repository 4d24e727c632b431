#!/usr/bin/python3
"""Prints what a screen reader finds in the shown windows of a process: one line of JSON for each control that takes focus.

    accessible.py PID     exit 2 when the process is not known to the accessibility bus, 3 when its windows change all the time
"""

import json
import sys

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

ANSWER_MS = 30_000  # what the app may take for one answer; the library gives it 800
TRIES = 20
CELLS = 20  # of a table or list, which may have very many


def has(one, state):
    return one.get_state_set().contains(state)


def walk(one, path, found):
    role = one.get_role_name()
    name = one.get_name() or ""
    path = path + [f"{role}({name})"]
    if role != "application" and not has(one, Atspi.StateType.SHOWING):
        return
    if has(one, Atspi.StateType.FOCUSABLE):
        found.append({"role": role, "name": name, "description": one.get_description() or "", "path": " / ".join(path)})
    for index in range(min(one.get_child_count(), CELLS)):
        child = one.get_child_at_index(index)
        if child:
            walk(child, path, found)


def application_of(pid):
    desktop = Atspi.get_desktop(0)
    for index in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(index)
        if application and application.get_process_id() == pid:
            return application
    return None


def main():
    Atspi.set_timeout(ANSWER_MS, ANSWER_MS)
    for _ in range(TRIES):
        try:
            application = application_of(int(sys.argv[1]))
            if not application:
                sys.exit(2)
            found = []
            walk(application, [], found)
            print("\n".join(json.dumps(one) for one in found))
            return
        except GLib.Error as error:  # what was asked for has gone meanwhile: a page was read anew
            print(error.message, file=sys.stderr)
    sys.exit(3)


if __name__ == "__main__":
    main()

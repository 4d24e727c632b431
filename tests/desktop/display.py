#!/usr/bin/env python3
"""Runs a program on a desktop of its own: an X server with a window manager, and what else it asks for.

    display.py [--bus] [--tray] [--accessibility] PROGRAM [ARGUMENT…]

--bus            a session bus on which nothing is started by itself
--accessibility  the same, with the bus of screen readers
--tray           a system tray (of XEmbed)

Ends as the program does. All of it ends with the program, and with this one, however that ends.
"""

import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

PACKAGES = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus-daemon",
    "trayer": "trayer",
    "/usr/libexec/at-spi-bus-launcher": "at-spi2-core",
}
BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:dir={folder}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>
"""
PR_SET_PDEATHSIG, PR_SET_CHILD_SUBREAPER = 1, 36
libc = ctypes.CDLL(None)


class Desktop:
    def __init__(self, folder):
        self.folder = folder
        self.started = []
        self.environment = dict(os.environ, QT_QPA_PLATFORM="xcb", XDG_RUNTIME_DIR=folder)
        # No bus: libdbus would start one that stays.
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = "disabled:"
        for name in ("WAYLAND_DISPLAY", "XAUTHORITY", "SESSION_MANAGER", "DESKTOP_SESSION", "XDG_CURRENT_DESKTOP", "KDE_FULL_SESSION"):
            self.environment.pop(name, None)

    def start(self, *command, **more):
        if not shutil.which(command[0]):
            name = os.path.basename(command[0])
            sys.exit(f"display.py: {name} is missing, and without it windows cannot be tested. "
                     f"Install the package {PACKAGES.get(command[0], name)}, or all with: installer/install-packages.sh test")
        process = subprocess.Popen(command, env=self.environment, preexec_fn=lambda: libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL), **more)
        self.started.append(process)
        return process

    def serve(self, *command, **more):
        """Started, with what it says kept for when it fails."""
        with open(self.log(command[0]), "wb") as log:
            return self.start(*command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)

    def says(self, process, descriptor):
        """The first line that comes from a descriptor; the end of a process that was to write it is an error."""
        ended = os.pidfd_open(process.pid)
        line = b""
        while not line.endswith(b"\n"):
            ready = select.select([descriptor, ended], [], [])[0]
            part = os.read(descriptor, 1024) if descriptor in ready else b""
            if not part:
                said = Path(self.log(process.args[0])).read_text(errors="replace")
                sys.exit(f"display.py: {process.args[0]} ended with {process.wait()} before it was ready: {said}")
            line += part
        os.close(ended)
        return line.decode().strip()

    def start_server(self):
        reader, writer = os.pipe()
        server = self.serve("Xvfb", "-displayfd", str(writer), "-screen", "0", "2560x1600x24", "-nolisten", "tcp", "-noreset",
                            "-dpi", "96", pass_fds=[writer])
        os.close(writer)
        self.environment["DISPLAY"] = ":" + self.says(server, reader)

    def start_window_manager(self):
        fifo = os.path.join(self.folder, "ready")
        os.mkfifo(fifo)
        descriptor = os.open(fifo, os.O_RDWR | os.O_NONBLOCK)
        manager = self.serve("openbox", "--sm-disable", "--startup", f"sh -c 'echo ready >{fifo}'")
        self.says(manager, descriptor)

    def start_bus(self):
        config = Path(self.folder, "bus.conf")
        config.write_text(BUS.format(folder=self.folder))
        reader, writer = os.pipe()
        bus = self.serve("dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", f"--print-address={writer}", pass_fds=[writer])
        os.close(writer)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.says(bus, reader)

    def log(self, name):
        return os.path.join(self.folder, os.path.basename(name) + ".log")

    def end(self):
        for process in reversed(self.started):
            process.kill()
            process.wait()
        # What they left behind has become a child of this process.
        while left := Path(f"/proc/self/task/{os.getpid()}/children").read_text().split():
            for pid in left:
                os.kill(int(pid), signal.SIGKILL)
                os.waitpid(int(pid), 0)


def run(folder, options, program):
    desktop = Desktop(folder)
    try:
        desktop.start_server()
        desktop.start_window_manager()
        if options & {"--bus", "--accessibility"}:
            desktop.start_bus()
        if "--accessibility" in options:
            desktop.environment["QT_LINUX_ACCESSIBILITY_ALWAYS_ON"] = "1"
            desktop.serve("/usr/libexec/at-spi-bus-launcher", "--launch-immediately")
        if "--tray" in options:
            desktop.serve("trayer", "--edge", "bottom", "--widthtype", "request")
        code = desktop.start(*program).wait()
        return code if code >= 0 else 128 - code
    finally:
        desktop.end()


def main():
    options = set()
    arguments = sys.argv[1:]
    while arguments and arguments[0].startswith("-"):
        options.add(arguments.pop(0))
    if not arguments or options - {"--bus", "--tray", "--accessibility"}:
        sys.exit(__doc__)
    # A process of its own puts things in order: it hears of it when this one is killed.
    keeper = os.fork()
    if keeper == 0:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: sys.exit(1))
        libc.prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
        libc.prctl(PR_SET_CHILD_SUBREAPER, 1)
        with tempfile.TemporaryDirectory(prefix="mergeloom-display.") as folder:
            sys.exit(run(folder, options, arguments))
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: os.kill(keeper, signal.SIGTERM))
    sys.exit(os.waitstatus_to_exitcode(os.waitpid(keeper, 0)[1]))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""P11: opens two files with 100,000 changed lines in our diff viewer and in Meld, KDiff3 and Kompare, in turn, on one X server.

Needs the programs of NEEDS. Run by measure.py too; alone:
    diff_viewer.py --build build/release [--rounds 3] [--lines 100000] [--json FILE]

How opening is measured, alike for all: Xvfb keeps its screen in a file. From the start of the program the screen is looked at
every 20 ms. The diff counts as drawn at the first look after which the screen stays as it is in the end (up to 0.2 % of
its pixels: a caret that blinks), the end being when the program has used no processor time to speak of for 5 s. So each must
have drawn its diff and be ready to be used. Our own program is measured so too; besides, it says itself when it first painted
the lines, and how long frames take.
"""
import argparse
import json
import mmap
import os
import random
import shutil
import signal
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

WIDTH, HEIGHT = 1600, 1000
LOOK_EVERY = 0.02
QUIET = 5.0  # seconds without work: Kompare pauses while its diff runs
ALIKE = 0.002
LIMIT = 120.0
NEEDS = "Xvfb", "openbox", "dbus-daemon"
TICKS = os.sysconf("SC_CLK_TCK")


def make_files(folder, changed):
    """Source-like lines, twice as many as are changed: blocks of ten changed, ten equal."""
    seed = random.Random(7)
    words = "lease queue store executor job ticket run state clock limit value result branch commit".split()

    def line(number):
        a, b, c = (seed.choice(words) for _ in range(3))
        return f"    const auto {a}{number} = m_{b}.{c}({number % 97}, \"{a} of {b}\"); // {c} {number}\n"

    before = [line(number) for number in range(2 * changed)]
    after = [text.replace("const auto", "auto", 1).replace(" of ", " for ", 1) if number // 10 % 2 else text
             for number, text in enumerate(before)]
    paths = folder / "before.cpp", folder / "after.cpp"
    for path, lines in zip(paths, (before, after)):
        path.write_text("".join(lines))
    return paths


def processor_time(pid):
    """Seconds of the process and of all that it started."""
    children = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rsplit(")", 1)[1].split()
            except OSError:
                continue
            children.setdefault(int(fields[1]), []).append((int(entry.name), sum(map(int, fields[11:13]))))
            if int(entry.name) == pid:
                own = sum(map(int, fields[11:13]))
    total, open_ = locals().get("own", 0), [pid]
    while open_:
        for child, used in children.get(open_.pop(), []):
            total += used
            open_.append(child)
    return total / TICKS


def memory(pid):
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0


class Screen:
    def __init__(self, folder):
        self.display = f":{random.randint(200, 900)}"
        self.server = subprocess.Popen(["Xvfb", self.display, "-screen", "0", f"{WIDTH}x{HEIGHT}x24", "-fbdir", folder, "-nolisten", "tcp"],
                                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        frame = Path(folder) / "Xvfb_screen0"
        while not frame.exists() or frame.stat().st_size < WIDTH * HEIGHT * 4:
            time.sleep(0.05)
        time.sleep(0.5)
        with open(frame, "rb") as file:
            self.pixels = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        self.start = len(self.pixels) - WIDTH * HEIGHT * 4
        environment = {name: value for name, value in os.environ.items() if not name.startswith(("WAYLAND", "QT_QPA"))}
        self.environment = environment | {"DISPLAY": self.display, "HOME": folder, "XDG_CONFIG_HOME": f"{folder}/config",
                                          "XDG_RUNTIME_DIR": folder, "NO_AT_BRIDGE": "1", "GSETTINGS_BACKEND": "memory"}
        os.chmod(folder, 0o700)
        # Kompare shows an empty window where there is no session bus.
        self.bus = subprocess.Popen(["dbus-daemon", "--session", "--nofork", "--print-address"], env=self.environment,
                                    stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.environment["DBUS_SESSION_BUS_ADDRESS"] = self.bus.stdout.readline().strip()
        self.manager = subprocess.Popen(["openbox"], env=self.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(1)

    def look(self):
        """One byte of every third pixel of every second line."""
        row = WIDTH * 4
        return b"".join(self.pixels[self.start + y * row + 1:self.start + (y + 1) * row:12] for y in range(0, HEIGHT, 2))

    def close(self):
        for program in (self.manager, self.bus, self.server):
            program.terminate()
            program.wait()


def differs(one, other):
    if one == other:
        return 0.0
    return sum(a != b for a, b in zip(one, other)) / len(one)


def drawn(screen, command, picture=None):
    """Seconds until `command` has drawn its last picture, with the processor time and memory that it took."""
    empty = screen.look()
    begun = time.monotonic()
    process = subprocess.Popen(command, env=screen.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               start_new_session=True)
    looks, works = [], []  # (time, picture where it is another one); (time, seconds of processor time)
    last = empty
    while True:
        now = time.monotonic() - begun
        seen = screen.look()
        if seen != last:
            looks.append((now, seen))
            last = seen
        if not works or now > works[-1][0] + 0.25:
            works.append((now, processor_time(process.pid)))
        recent = [used for when, used in works if when >= now - QUIET - 0.3]
        if looks and now > QUIET + 1 and recent[-1] - recent[0] < 0.06 * QUIET:
            break
        if process.poll() is not None or now > LIMIT:
            break
        time.sleep(LOOK_EVERY)
    ended = process.poll() is not None
    result = {"seconds": None, "processor": works[-1][1], "rss_mib": 0 if ended else memory(process.pid), "in_time": not ended and now <= LIMIT}
    if looks and result["in_time"]:
        final = looks[-1][1]
        for when, seen in reversed(looks):
            if differs(seen, final) >= ALIKE:
                break
            result["seconds"] = when
    if picture and not ended:
        subprocess.run(["import", "-window", "root", picture], env=screen.environment, check=False)
    os.killpg(process.pid, signal.SIGKILL)  # Meld leaves a worker behind that keeps its window
    process.wait()
    time.sleep(1)
    return result


def own_figures(screen, build, before, after):
    command = [str(build / "tests/bench/diff-view-bench"), str(before), str(after), str(time.monotonic() * 1000)]
    done = subprocess.run(command, env=screen.environment, capture_output=True, text=True, timeout=LIMIT, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def measure(build, rounds=3, lines=100_000, pictures=None):
    folder = tempfile.mkdtemp(prefix="diff-viewer-")
    before, after = make_files(Path(folder), lines)
    programs = {"mergeloom-desktop": [str(build / "desktop/mergeloom-desktop"), "diff"]}
    programs |= {name: [name] for name in ("meld", "kdiff3", "kompare") if shutil.which(name)}
    screen = Screen(folder)
    figures = {"load": [], "own": []} | {name: [] for name in programs}
    try:
        for _ in range(rounds):
            figures["load"].append(os.getloadavg()[0])
            figures["own"].append(own_figures(screen, build, before, after))
            for name, command in programs.items():
                picture = f"{pictures}/{name}.png" if pictures else None
                figures[name].append(drawn(screen, [*command, str(before), str(after)], picture))
    finally:
        screen.close()
        shutil.rmtree(folder, ignore_errors=True)
    return figures


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lines", type=int, default=100_000)
    parser.add_argument("--pictures")
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    figures = measure(options.build.resolve(), options.rounds, options.lines, options.pictures)
    if options.json:
        options.json.write_text(json.dumps(figures, indent=1))
    print(f"load {min(figures['load']):.1f} to {max(figures['load']):.1f}")
    print("own: " + json.dumps(figures["own"][-1]))
    print("own open_ms: " + ", ".join(f"{one['open_ms']:.0f}" for one in figures["own"]))
    for name in figures.keys() - {"load", "own"}:
        seconds = [one["seconds"] for one in figures[name] if one["seconds"] is not None]
        middle = f"{statistics.median(seconds):.2f} s ({min(seconds):.2f} to {max(seconds):.2f})" if seconds else "never"
        print(f"{name}: drawn after {middle}, processor {figures[name][-1]['processor']:.1f} s, {figures[name][-1]['rss_mib']:.0f} MiB"
              + ("" if all(one["in_time"] for one in figures[name]) else f"; still at work after {LIMIT:.0f} s"))


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Checks that the house is tidy: floors, include circles, fences, names, sizes, and words that have no place here.

    check.py [ROOT]     prints one line for each breach, `file:line: what (remedy)`; exit 1 if there is any

The rules are those of CONTRIBUTING.md, "Floors" and "Conventions". Only the standard library is used.
"""

import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

# A file may include its own room and lower floors. service/app is the composition root and stands on top of all.
FLOORS = {
    "shared/core": 0, "service/sandbox": 0,
    "shared/domain": 1, "shared/diff": 1,
    "service/platform": 2, "shared/api": 2,
    "service/ledger": 2.5,
    "service/network": 3, "service/storage": 3, "service/journal": 3, "service/attribution": 3, "service/models": 3,
    "service/credentials": 3, "service/tools": 3, "service/integrations": 3, "service/controlplane": 3,
    "shared/client": 3,
    "service/providers": 4, "service/context": 4,
    "service/pipeline": 5, "service/controller": 5, "desktop/workers": 5,
    "desktop/widgets": 5.5,
    "service/executor": 6, "service/gateway": 6, "service/metrics": 6, "desktop/diff": 6,
    "service/http": 7, "desktop/pages": 7,
    "service/cli": 8, "desktop/app": 8,
    "service/app": 9,
}
HOUSE = ("service", "shared", "desktop")
CODE = (".cpp", ".h")
POSIX = r"(unistd|fcntl|signal|csignal|dirent|poll|pwd|grp|termios|dlfcn|syslog|spawn|sched|pthread|netdb)(\.h)?"


@dataclass(frozen=True)
class Fence:
    """`pattern`, found in an include or in code, is allowed only (or never) at some places."""
    name: str
    pattern: re.Pattern
    in_includes: bool
    allowed: tuple = ()      # path prefixes that may; empty with `forbidden` set: everywhere else
    forbidden: tuple = HOUSE  # path prefixes that the fence is about


FENCES = (
    Fence("QAbstractHttpServer stays in service/http/HttpListener.cpp", re.compile(r"QAbstractHttpServer$"), True,
          ("service/http/HttpListener.cpp",)),
    Fence("QSql* stays in service/storage", re.compile(r"^(QtSql(/.*)?|QSql\w*)$"), True, ("service/storage/",)),
    Fence("libgit2 stays in service/platform, and its line diff in shared/diff/LineDiff.cpp",
          re.compile(r"^git2(\.h|/.*)$"), True, ("service/platform/", "shared/diff/LineDiff.cpp")),
    Fence("OpenSSL stays in service/platform", re.compile(r"^openssl/.*$"), True, ("service/platform/",)),
    Fence("libsodium stays in service/platform", re.compile(r"^sodium(\.h|/.*)$"), True, ("service/platform/",)),
    Fence("no POSIX in shared and desktop: the app is built for Windows and macOS too",
          re.compile(rf"^({POSIX}|sys/.*|arpa/.*|netinet/.*|linux/.*)$"), True, (), ("shared/", "desktop/")),
    Fence("QT_VERSION stays in service/http/HttpListener.cpp", re.compile(r"\bQT_VERSION(_CHECK)?\b"), False,
          ("service/http/HttpListener.cpp",)),
    Fence("no instance(): pass it to the constructor", re.compile(r"\binstance\s*\(\s*\)"), False),
)

BAD_SUFFIX = "Manager|Utils?|Utilities|Helpers?|Data|Info|Impl|Session|Core"
BAD_CLASS = re.compile(rf"\b(?:class|struct)\s+((?:\w*)(?:{BAD_SUFFIX}))\b(?:\s+final)?\s*(?=[:{{])")
BAD_FILE = re.compile(rf"({BAD_SUFFIX})\.(cpp|h|ts|tsx)$")
SIZED = (".cpp", ".h", ".ts", ".tsx", ".css", ".mjs", ".py", ".sh")
LONGEST = 400
GENERATED = "// Made from "
# Spelt in pieces, so that this file does not find itself.
MACHINE_PATH = re.compile(r"(?<![\w~.])/wo" + r"rk/(main|build|shared)\b|/home/" + r"(?!you\b|user\b)[a-z]\w*/|[A-Z]:\\Users")
REGISTRY = re.compile(r'"resolved"\s*:\s*"https?:')
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')


@dataclass(frozen=True, order=True)
class Breach:
    path: str
    line: int
    text: str

    def __str__(self):
        return f"{self.path}:{self.line}: {self.text}"


def room_of(path):
    """`service/http/Router.h` -> `service/http`."""
    return path.rsplit("/", 1)[0] if "/" in path else ""


def without_comments(text):
    """Comments and the insides of literals become blanks; line numbers stay."""
    token = re.compile(r'//[^\n]*|/\*.*?\*/|R"(\w*)\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])+\'', re.S)
    return token.sub(lambda found: re.sub(r"[^\n]", " ", found.group()), text)


def includes_of(text):
    """(line, opening sign, what) of each include that is not commented out."""
    no_blocks = re.sub(r"/\*.*?\*/", lambda found: "\n" * found.group().count("\n"), text, flags=re.S)
    for number, line in enumerate(no_blocks.split("\n"), 1):
        if found := INCLUDE.match(line):
            yield number, found.group(1), found.group(2)


def check_floor(path, line, included):
    own, other = room_of(path), room_of(included)
    if own == other:
        return
    if own not in FLOORS:
        return  # said once by check_room
    if other not in FLOORS:
        yield Breach(path, line, f"includes {included}, which is in no room of the house")
    elif own.startswith("desktop/") and other.startswith("service/"):
        yield Breach(path, line, f"desktop includes {included}; it talks to the service through shared/client only")
    elif own.startswith("service/") and other.startswith("desktop/"):
        yield Breach(path, line, f"service includes {included} of the desktop app")
    elif FLOORS[other] >= FLOORS[own]:
        way = "up" if FLOORS[other] > FLOORS[own] else "sideways"
        yield Breach(path, line, f"includes {way}: {included} is on floor {FLOORS[other]}, {own} on {FLOORS[own]}")


def check_includes(root, path, text):
    for line, sign, included in includes_of(text):
        if sign == "<":
            continue
        if included.endswith(".moc") or included.startswith("moc_"):
            continue
        if not included.startswith(tuple(f"{top}/" for top in HOUSE)):
            yield Breach(path, line, f'"{included}" is not a full path from the root')
        elif not (root / included).is_file():
            yield Breach(path, line, f'"{included}" does not exist')
        else:
            yield from check_floor(path, line, included)


def check_room(path):
    if room_of(path) not in FLOORS and path not in ("desktop/main.cpp",):
        yield Breach(path, 1, f"{room_of(path)} is in no row of the table of floors")


def check_fences(path, text):
    code = without_comments(text).split("\n")
    for fence in FENCES:
        if not path.startswith(tuple(fence.forbidden)) or path.startswith(tuple(fence.allowed) or ("\0",)):
            continue
        if fence.in_includes:
            for line, _, included in includes_of(text):
                if fence.pattern.search(included):
                    yield Breach(path, line, f"<{included}>: {fence.name}")
        else:
            for line, content in enumerate(code, 1):
                if fence.pattern.search(content):
                    yield Breach(path, line, fence.name)


def check_names(path, text):
    if found := BAD_FILE.search(path):
        yield Breach(path, 1, f"a file name that ends in {found.group(1)} says nothing; name what it does")
    if not path.endswith(CODE):
        return
    code = without_comments(text)
    for found in BAD_CLASS.finditer(code):
        line = code.count("\n", 0, found.start()) + 1
        yield Breach(path, line, f"class {found.group(1)}: name what it is or does")


def check_words(path, text):
    for line, content in enumerate(text.split("\n"), 1):
        if found := MACHINE_PATH.search(content):
            yield Breach(path, line, f"path of one machine: {found.group()}")
        if path.endswith("package-lock.json") and REGISTRY.search(content):
            yield Breach(path, line, "registry host in a lock file; run npm with --omit-lockfile-registry-resolved")


def check_size(path, text):
    lines = text.count("\n")
    # A .ts of Qt is no TypeScript.
    is_sized = path.endswith(SIZED) and not path.startswith("resources/translations/")
    if is_sized and lines > LONGEST and not text.startswith(GENERATED):
        yield Breach(path, LONGEST + 1, f"{lines} lines; a file over {LONGEST} wants splitting")


def check_circles(graph):
    """Depth first over `file -> files it includes`; each circle is told once, from its first file."""
    state, stack, breaches = {}, [], []

    def visit(node):
        state[node] = "open"
        stack.append(node)
        for target in sorted(graph.get(node, ())):
            if state.get(target) == "open":
                circle = stack[stack.index(target):] + [target]
                breaches.append(Breach(node, 1, "include circle: " + " -> ".join(circle)))
            elif target not in state:
                visit(target)
        stack.pop()
        state[node] = "done"

    for node in sorted(graph):
        if node not in state:
            visit(node)
    return breaches


def check_cmake(path, text):
    """`mergeloom_room(a/b … USES c/d)` may name lower floors only."""
    for found in re.finditer(r"mergeloom_room\(\s*([\w/]+)([^)]*)\)", text):
        room, rest = found.groups()
        line = text.count("\n", 0, found.start()) + 1
        if room not in FLOORS:
            yield Breach(path, line, f"{room} is in no row of the table of floors")
            continue
        uses = re.search(r"\bUSES\b(.*?)(\bLINKS\b|$)", rest, re.S)
        for used in (uses.group(1).split() if uses else ()):
            if FLOORS.get(used, 99) >= FLOORS[room]:
                yield Breach(path, line, f"{room} USES {used}, which is not on a lower floor")


def listed_files(root):
    """What git would commit; every file where the folder is no git work tree of its own (a release archive)."""
    listing = None
    if (root / ".git").exists():
        listing = subprocess.run(["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z", "--cached",
                                  "--others", "--exclude-standard"], capture_output=True, check=False)
    if listing and listing.returncode == 0 and listing.stdout:
        names = [name for name in listing.stdout.decode().split("\0") if name]
    else:
        skipped = re.compile(r"(^|/)(\.git|build[^/]*|node_modules|dist)/")
        names = [str(file.relative_to(root)) for file in root.rglob("*")]
        names = [name for name in names if not skipped.search(name)]
    return sorted(name for name in names if (root / name).is_file())


def check(root):
    root = Path(root)
    breaches, graph = [], {}
    for path in listed_files(root):
        try:
            text = (root / path).read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # an image
        breaches += [*check_names(path, text), *check_words(path, text), *check_size(path, text)]
        if path.endswith("CMakeLists.txt"):
            breaches += check_cmake(path, text)
        if path.startswith(tuple(f"{top}/" for top in HOUSE)) and path.endswith(CODE):
            breaches += [*check_room(path), *check_includes(root, path, text), *check_fences(path, text)]
            graph[path] = {included for _, sign, included in includes_of(text)
                           if sign == '"' and (root / included).is_file()}
    return sorted(breaches + check_circles(graph))


def main():
    root = Path(sys.argv[1] if len(sys.argv) > 1 else Path(__file__).resolve().parents[2])
    breaches = check(root)
    for breach in breaches:
        print(breach)
    print(f"architecture: {len(breaches)} breaches" if breaches else "architecture: tidy")
    return 1 if breaches else 0


if __name__ == "__main__":
    sys.exit(main())

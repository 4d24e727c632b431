#!/usr/bin/env python3
"""Runs the benchmark programs and their peers in turn, and prints one table. No time here is ever a test."""
import argparse
import json
import os
import platform
import shutil
import statistics
import subprocess
import tempfile
import time
import urllib.request
from pathlib import Path

import audit_at_size
import diff_viewer
import peers
import queue_latency

SOURCE = Path(__file__).resolve().parents[2]
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("JCA_")}
ENVIRONMENT |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1", "GIT_AUTHOR_NAME": "B", "GIT_AUTHOR_EMAIL": "b@example.org",
                "GIT_COMMITTER_NAME": "B", "GIT_COMMITTER_EMAIL": "b@example.org", "no_proxy": "127.0.0.1"}


def call(*command, cwd=None, extra=None):
    done = subprocess.run([str(part) for part in command], cwd=cwd, env=ENVIRONMENT | (extra or {}), capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
    return done.stdout


def milliseconds(work):
    start = time.monotonic()
    work()
    return (time.monotonic() - start) * 1000


def make_repository(folder, files):
    """A bare repository with so many files of some 2 KB in folders of 100."""
    work = folder / f"seed-{files}"
    for number in range(files):
        path = work / f"d{number // 5000}" / f"e{number // 100 % 50}" / f"f{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"file {number}\n" * 150)
    call("git", "init", "-q", "-b", "main", ".", cwd=work)
    call("git", "add", "-A", cwd=work)
    call("git", "commit", "-q", "-m", "seed", cwd=work)
    bare = folder / f"bare-{files}.git"
    call("git", "clone", "-q", "--bare", work, bare)
    shutil.rmtree(work)
    return bare


def recording(path):
    answers = [{"name": "write_file", "input": {"path": "d0/e0/f0.txt", "content": f"changed {time.monotonic_ns()}\n"}},
               {"name": "finish", "input": {"summary": "Changed one file."}}]
    path.write_text(json.dumps({"format": "mergeloom-recording/1", "model": "recorded", "answers": [
        {"content": [{"type": "tool_call", "id": f"c{n}"} | answer], "stop": "tool_use", "usage": {"input_tokens": 1, "output_tokens": 1}}
        for n, answer in enumerate(answers)]}))
    return path


def run_overhead(binary, folder, bare, number):
    """P01: a whole run on a warm mirror: from run.started to run.finished, less commands and provider."""
    ticket = folder / "ticket.md"
    ticket.write_text(f"# BENCH-{number}: Change one file\n")
    out = call(binary, "run", "--json", "--provider", "replay", "--recording", recording(folder / "recording.json"), "--repo", bare,
               "--ticket", ticket, extra={"JCA_WORKER_DATA_DIR": str(folder / "data")})
    events = [json.loads(line) for line in out.splitlines()]
    assert events[-1]["data"]["outcome"] == "completed", events[-1]
    seconds = lambda event: time.mktime(time.strptime(event["ts"][:19], "%Y-%m-%dT%H:%M:%S")) + float("0." + event["ts"][20:26])
    elsewhere = sum(event["data"].get("duration_ms", 0) for event in events if event["type"] == "command.finished")
    elsewhere += sum(event["data"].get("latency_ms", 0) for event in events if event["type"] == "provider.response")
    return (seconds(events[-1]) - seconds(events[0])) * 1000 - elsewhere


def git_overhead(folder, bare, number):
    clone = folder / f"clone-{number}"

    def work():
        call("git", "clone", "-q", "--shared", bare, clone)
        (clone / "d0/e0/f0.txt").write_text(f"changed by git {number}\n")
        call("git", "commit", "-q", "-a", "-m", "change", cwd=clone)
        call("git", "push", "-q", "origin", f"HEAD:refs/heads/peer-{number}", cwd=clone)
    taken = milliseconds(work)
    shutil.rmtree(clone)
    return taken


def memory_kilobytes(pid):
    fields = dict(line.split(":", 1) for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:])
    return {"rss": int(fields["Rss"].split()[0]), "pss": int(fields["Pss"].split()[0])}


def start_and_idle(binary, folder, port):
    """P10: start to ready on an existing data directory, and what idle processes hold."""
    environment = ENVIRONMENT | {"JCA_WORKER_DATA_DIR": str(folder / "idle"), "JCA_WORKER_PORT": str(port), "JCA_WORKER_NAME": "bench"}
    start = time.monotonic()
    worker = subprocess.Popen([str(binary), "serve"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        while True:
            try:
                opener.open(f"http://127.0.0.1:{port}/readyz", timeout=2).read()
                break
            except OSError:
                if worker.poll() is not None or time.monotonic() - start > 30:
                    raise SystemExit("the worker did not become ready")
                time.sleep(0.001)
        ready = (time.monotonic() - start) * 1000
        children = Path(f"/proc/{worker.pid}/task/{worker.pid}/children")
        token = (folder / "idle/admin_token").read_text().strip()
        request = urllib.request.Request(f"http://127.0.0.1:{port}/api/v1/dashboard", headers={"Authorization": f"Bearer {token}"})
        while not any(e["state"] == "idle" for e in json.load(opener.open(request))["executors"]):
            time.sleep(0.05)
        executor = int(children.read_text().split()[0])
        return ready, memory_kilobytes(worker.pid), memory_kilobytes(executor)
    finally:
        worker.terminate()
        worker.wait()


def window_start(binary, folder, number):
    """P10: from exec to the first painted window of the desktop app, with three workers that are not there; and its memory then."""
    settings = folder / f"desktop-{number}.json"
    settings.write_text(json.dumps({"connections": [
        {"id": f"W{one}", "name": f"worker {one}", "kind": "direct", "url": f"http://127.0.0.1:{one}"} for one in (1, 2, 3)]}))
    environment = ENVIRONMENT | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen"), "DISPLAY": os.environ.get("DISPLAY", "")}
    start = time.monotonic()
    window = subprocess.Popen([str(binary), "--settings", str(settings), "--measure-start"], env=environment, stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL)
    told = window.stdout.readline()
    painted = (time.monotonic() - start) * 1000
    memory = memory_kilobytes(window.pid)["rss"] / 1024
    if window.wait(30) != 0 or not told.startswith(b"first paint"):
        raise SystemExit("the desktop app did not start")
    return painted, memory


def row(rows, name, what, values, unit, wanted, ratio=None):
    rows.append({"id": name, "what": what, "minimum": round(min(values), 1), "median": round(statistics.median(values), 1),
                 "maximum": round(max(values), 1), "unit": unit, "wanted": wanted, "ratio": None if ratio is None else round(ratio, 2)})


def diff_rows(rows, build, rounds, lines):
    """P11: our window and those of the peers that are installed, on one screen in turn."""
    figures = diff_viewer.measure(build, rounds, lines)
    own = figures["own"]
    row(rows, "P11", f"diff viewer, {lines} changed lines: first complete paint", [o["open_ms"] for o in own], "ms", "< 1000")
    drawn = {name: [one["seconds"] * 1000 for one in figures[name] if one["seconds"] is not None]
             for name in figures.keys() - {"load", "own"}}
    ours = drawn.pop("mergeloom-desktop")
    peers_drawn = {name: times for name, times in sorted(drawn.items()) if times}
    for name, times in peers_drawn.items():
        row(rows, "P11", f"{name}: all drawn", times, "ms", "")
    best = min((statistics.median(times) for times in peers_drawn.values()), default=None)
    for name, what in (("pixels", "3 pixels"), ("lines", "3 lines"), ("pages", "a page")):
        row(rows, "P11", f"frames by {what}: p99", [o[name]["p99"] for o in own], "ms", "60 fps")
    row(rows, "P11", "resident when opened", [o["rss_open_mib"] for o in own], "MiB", "")
    row(rows, "P11", "resident when coloured and scrolled through", [o["rss_mib"] for o in own], "MiB", "")
    row(rows, "P11", "ours: all drawn", ours, "ms", "<= 0.2 x of the best", best and statistics.median(ours) / best)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--short", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--files", type=int, nargs="+", default=[10_000, 80_000], help="sizes of the repositories")
    parser.add_argument("--runs", type=int, default=100_000, help="of P07, 100 events each")
    parser.add_argument("--build", default="build/release")
    options = parser.parse_args()
    build = (SOURCE / options.build).resolve()
    binary = build / "service/mergeloom-worker"
    rounds = 1 if options.short else options.rounds
    sizes = [500] if options.short else options.files
    rows = []
    with tempfile.TemporaryDirectory(prefix="mergeloom-bench-", dir=os.environ.get("MERGELOOM_BENCH_DIR")) as scratch:
        folder = Path(scratch)
        for size in sizes:
            bare = make_repository(folder, size)
            commit = call("git", "rev-parse", "main", cwd=bare).strip()
            if size == sizes[0]:
                run_overhead(binary, folder, bare, 0)  # the mirror is warm from here on
                ours, theirs = [], []
                for number in range(1, rounds + 1):  # in turn, so that both see the same machine
                    theirs.append(git_overhead(folder, bare, number))
                    ours.append(run_overhead(binary, folder, bare, number))
                row(rows, "P01", f"git clone --shared, commit, push; {size} files", theirs, "ms", "")
                row(rows, "P01", f"run less provider and commands; {size} files", ours, "ms", "<= 1.0 x",
                    statistics.median(ours) / statistics.median(theirs))
            first, again, peer = [], [], []
            for number in range(rounds):
                tree = folder / "worktree"
                peer.append(milliseconds(lambda: call("git", "worktree", "add", "-q", "--detach", tree, commit, cwd=bare)))
                call("git", "worktree", "remove", "--force", tree, cwd=bare)
                root = folder / f"pool-{number}"
                taken = json.loads(call(build / "tests/bench/workspace-bench", bare, commit, root))
                first.append(taken["first_ms"])
                again.append(taken["again_ms"])
                shutil.rmtree(root, ignore_errors=True)
            row(rows, "P02", f"git worktree add; {size} files", peer, "ms", "")
            row(rows, "P02", f"workspace, first time; {size} files", first, "ms", "<= 1.0 x", statistics.median(first) / statistics.median(peer))
            row(rows, "P02", f"workspace, again; {size} files", again, "ms", "<= 0.2 x", statistics.median(again) / statistics.median(peer))

        calls = 5 if options.short else 50
        agents = [name for name in peers.AGENTS if peers.program(name)]
        loops, others = [], {name: [] for name in agents}
        for _ in range(rounds):  # in turn, so that all see the same machine
            loops.append(peers.measure_own(build / "tests/bench/agent-loop-bench", calls))
            for name in agents:
                others[name].append(peers.measure(name, calls))
        for part, what, unit, scale in (("wall_ms", "wall", "ms", 1), ("cpu_ms", "processor time, commands included", "ms", 1),
                                        ("peak_kb", "peak memory of the agent", "MiB", 1024)):
            for name in agents:
                row(rows, "P03", f"{peers.AGENTS[name][0]}, {calls} commands: {what}", [o[part] / scale for o in others[name]], unit, "")
            best = min((statistics.median(o[part] for o in others[name]) for name in agents), default=None)
            row(rows, "P03", f"agent loop, {calls} sandboxed commands: {what}", [l[part] / scale for l in loops], unit, "<= 0.2 x of the better",
                best and statistics.median(l[part] for l in loops) / best)

        redactions = [[json.loads(line) for line in call(build / "tests/bench/redaction-bench", "--megabytes", 2 if options.short else 300).splitlines()]
                      for _ in range(rounds)]
        for kind in range(len(redactions[0])):
            row(rows, "P09", f"redaction, 100 secrets in all spellings: {redactions[0][kind]['text']}",
                [r[kind]["megabytes_per_second"] for r in redactions], "MB/s a core", ">= 500")
        added = [json.loads(call(build / "tests/bench/sandbox-bench", calls)) for _ in range(rounds)]
        for name, what in (("bubblewrap_ms", "sandboxed command less plain command, bubblewrap"),
                           ("bubblewrap_paced_ms", "the same, 30 ms after the command before"),
                           ("landlock_ms", "sandboxed command less plain command, Landlock")):
            if name in added[0]:
                row(rows, "P03", what, [figures[name] for figures in added], "ms", "< 10")

        diffs = [[json.loads(line) for line in call(build / "tests/bench/diff-model-bench", "--rounds", 1, "--lines",
                                                    2000 if options.short else 100000).splitlines()] for _ in range(rounds)]
        for shape, first in enumerate(diffs[0]):
            figures = [diff[shape] for diff in diffs]
            what = f"{first['changed_lines']} changed lines, {first['change']}"
            row(rows, "P11", f"diff model, compare and lay out: {what}",
                [each["text_ms"] + each["line_diff_ms"] + each["side_by_side_ms"] for each in figures], "ms", "")
            row(rows, "P11", f"the same, moved lines: {what}", [each["moved_ms"] for each in figures], "ms", "")

        if (build / "desktop/mergeloom-desktop").exists() and all(map(shutil.which, diff_viewer.NEEDS)):
            diff_rows(rows, build, 1 if options.short else rounds, 2000 if options.short else 100_000)

        jobs = 50 if options.short else 1000
        waits = queue_latency.measure(binary, ENVIRONMENT | {"JCA_WORKER_DATA_DIR": str(folder / "queue")}, 8780, jobs, 8)
        row(rows, "P04", f"job put in the queue to executor start, {jobs} jobs, 8 executors", waits, "ms", "")
        row(rows, "P04", "the same: p99", [waits[len(waits) * 99 // 100]], "ms", "< 250")

        for batch in (200, 20):
            takes = []
            for number in range(rounds):
                place = folder / f"events-{batch}-{number}"
                place.mkdir()
                takes.append(json.loads(call(build / "tests/bench/event-bench", "--directory", place, "--batch", batch,
                                             "--runs", 2 if options.short else 100, "--events", 1000)))
                shutil.rmtree(place)
            row(rows, "P05", f"events stored and sealed, {batch} in a batch, SQLite", [t["events_per_second"] for t in takes], "events/s",
                ">= 20000" if batch == 200 else "")
            row(rows, "P05", f"the same: answer to a batch of {batch}, p99", [t["p99_ms"] for t in takes], "ms", "")

        viewers = ["--viewers", "20", "--stalled", "2", "--seconds", "2"] if options.short else []
        live = json.loads(call("node", SOURCE / "tests/bench/live-stream.mjs", binary, *viewers))
        watched = f"{live['viewers']} viewers, {live['events_per_second']:.0f} events/s"
        row(rows, "P06", f"event to the page, {watched}: p95", [live["p95_ms"]], "ms", "< 200")
        row(rows, "P06", f"the gateway's memory grows, {live['stalled']} readers stand still", [live["memory_growth_mib"]], "MiB", "flat")

        store = folder / "audited"
        store.mkdir()
        runs = 100 if options.short else options.runs
        call(build / "tests/bench/event-bench", "--directory", store, "--runs", runs, "--events", 100)
        for kind, what, times in audit_at_size.measure(binary, store, rounds=10 if options.short else 200):
            row(rows, "P07", f"{kind}, {runs} runs of 100 events, SQLite: {what}, p99", [times[len(times) * 99 // 100]], "ms",
                "< 100" if kind == "search" else "< 20")
        shutil.rmtree(store)

        start_and_idle(binary, folder, 8790)  # makes the data directory
        starts = [start_and_idle(binary, folder, 8791 + number) for number in range(rounds)]
        row(rows, "P10", "start to ready", [s[0] for s in starts], "ms", "< 150")
        for place, name, limit in ((1, "gateway", "< 60"), (2, "executor", "< 30")):
            row(rows, "P10", f"idle {name}: resident", [s[place]["rss"] / 1024 for s in starts], "MiB", limit)

        desktop = build / "desktop/mergeloom-desktop"
        if desktop.exists():
            windows = [window_start(desktop, folder, number) for number in range(rounds)]
            row(rows, "P10", "desktop app, exec to the first painted window", [w[0] for w in windows], "ms", "< 300")
            row(rows, "P10", "desktop app, then: resident", [w[1] for w in windows], "MiB", "")

    model = next((line.split(":", 1)[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "?")
    machine = f"{os.cpu_count()} x {model}, {platform.freedesktop_os_release().get('PRETTY_NAME')}, load {os.getloadavg()[0]:.1f}"
    print(f"\n{machine}\n\n| id | measured | min | median | max | unit | wanted | ratio to the peer |\n|---|---|---|---|---|---|---|---|")
    for r in rows:
        print(f"| {r['id']} | {r['what']} | {r['minimum']} | {r['median']} | {r['maximum']} | {r['unit']} | {r['wanted']} | {'' if r['ratio'] is None else r['ratio']} |")
    (SOURCE / "build").mkdir(exist_ok=True)
    (SOURCE / "build/bench.json").write_text(json.dumps({"machine": machine, "rows": rows}, indent=1) + "\n")


if __name__ == "__main__":
    main()

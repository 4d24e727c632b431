"""P03: our loop and the command line agents that it is compared with, on the same script: wall time, processor time, peak memory."""
import contextlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CODEX = """model = "scripted"
model_provider = "bench"
[model_providers.bench]
name = "bench"
base_url = "{url}/v1"
env_key = "BENCH_KEY"
wire_api = "responses"
"""


def program(name):
    """Where npm put it for this benchmark, or what PATH holds; None when there is none."""
    local = HERE / "node_modules/.bin" / name
    return str(local) if local.exists() else shutil.which(name)


def _codex(home, url):
    (home / "codex").mkdir()
    (home / "codex/config.toml").write_text(CODEX.format(url=url))
    arguments = ["exec", "--json", "--skip-git-repo-check", "--dangerously-bypass-approvals-and-sandbox", "Go."]
    return arguments, {"CODEX_HOME": str(home / "codex"), "BENCH_KEY": "none"}


def _claude(home, url):
    arguments = ["-p", "--output-format", "stream-json", "--verbose", "--dangerously-skip-permissions", "Go."]
    return arguments, {"ANTHROPIC_BASE_URL": url, "ANTHROPIC_API_KEY": "sk-ant-none", "IS_SANDBOX": "1", "DISABLE_AUTOUPDATER": "1",
                       "DISABLE_TELEMETRY": "1", "CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC": "1"}


AGENTS = {"codex": ("Codex CLI", _codex), "claude": ("Claude Code CLI", _claude)}


@contextlib.contextmanager
def model(calls):
    """The address of the scripted model server."""
    server = subprocess.Popen(["node", HERE / "peer-model.mjs", str(calls)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield json.loads(server.stdout.readline())["url"]
    finally:
        server.stdin.close()
        server.wait()


def measure_own(bench, calls):
    """The same of our loop, which a worker runs in a process that is there already."""
    with model(calls) as url:
        told = json.loads(subprocess.run([bench, url, str(calls)], capture_output=True, text=True, check=True).stdout)
    return {"wall_ms": told["wall_ms"], "cpu_ms": told["cpu_own_ms"] + told["cpu_commands_ms"], "peak_kb": told["peak_own_kb"]}


def measure(name, calls):
    """One run of an agent: {"wall_ms", "cpu_ms", "peak_kb"}; its commands are counted in, as ours are."""
    with tempfile.TemporaryDirectory(prefix="mergeloom-peer-", dir=Path.home()) as scratch, model(calls) as url:  # Codex refuses /tmp
        home = Path(scratch)
        (home / "work").mkdir()
        arguments, settings = AGENTS[name][1](home, url)
        kept = {key: os.environ[key] for key in ("PATH", "LANG", "LC_ALL") if key in os.environ}
        start = time.monotonic()
        with open(home / "out", "wb") as out:
            agent = subprocess.Popen([program(name), *arguments], cwd=home / "work", stdin=subprocess.DEVNULL, stdout=out, stderr=out,
                                     env=kept | {"HOME": str(home), "no_proxy": "127.0.0.1"} | settings)
            _, status, used = os.wait4(agent.pid, 0)
        agent.returncode = os.waitstatus_to_exitcode(status)
        wall = time.monotonic() - start
        said = (home / "out").read_text(errors="replace")
        if agent.returncode != 0 or f"step {calls - 1}" not in said:
            raise SystemExit(f"{name} did not do the {calls} steps (status {agent.returncode}):\n{said[-2000:]}")
        return {"wall_ms": wall * 1000, "cpu_ms": (used.ru_utime + used.ru_stime) * 1000, "peak_kb": used.ru_maxrss}


if __name__ == "__main__":
    if len(sys.argv) > 1:  # the path of agent-loop-bench
        print("ours", measure_own(sys.argv[1], 50))
    for agent in AGENTS:
        print(agent, measure(agent, 50) if program(agent) else "is not installed")

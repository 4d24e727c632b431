#!/usr/bin/env python3
"""P07: how long the API takes over a store of many runs, asked one call after the other on one connection.
    audit_at_size.py WORKER DIRECTORY [URL of PostgreSQL] [rounds]     the store is one that event-bench has made"""
import http.client
import json
import os
import subprocess
import sys
import time
import urllib.parse

TOKEN = "bench-admin-token-1"


class Api:
    def __init__(self, port):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)

    def timed(self, path):
        """The answer, and the milliseconds that it took. What was refused for coming too fast is asked again, and does not count."""
        while True:
            before = time.monotonic()
            self.connection.request("GET", "/api/v1" + path, headers={"Authorization": f"Bearer {TOKEN}"})
            answer = self.connection.getresponse()
            text = answer.read()
            took = (time.monotonic() - before) * 1000
            if answer.status == 200:
                return json.loads(text), took
            if answer.status != 429:
                raise SystemExit(f"{path} was answered with {answer.status}: {text.decode()[:500]}")
            time.sleep(int(answer.getheader("Retry-After", "1")))

    def get(self, path):
        return self.timed(path)[0]


def started(binary, directory, url):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("JCA_")}
    environment |= {"JCA_WORKER_ROLE": "gateway", "JCA_WORKER_PORT": "0", "JCA_WORKER_DATA_DIR": str(directory), "JCA_WORKER_UI_TOKEN": TOKEN}
    if url:
        environment["JCA_WORKER_DATABASE_URL"] = url
    gateway = subprocess.Popen([str(binary), "serve"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    for line in gateway.stdout:
        if "is ready at" in line:
            return gateway, urllib.parse.urlsplit(line.split("is ready at ")[1].split()[0]).port
    raise SystemExit("the gateway did not become ready")


def verified(api):
    """The verification at the start reads everything; figures beside it would be of both."""
    while "verified" not in api.get("/audit/log"):
        time.sleep(1)


def cases(api):
    """What is measured, its kind, and the path of each round."""
    first = api.get("/runs?limit=50")
    deep, pages = first.get("next_cursor", ""), 1
    while deep and pages < 100:
        further = api.get("/runs?limit=50&cursor=" + urllib.parse.quote(deep)).get("next_cursor")
        if not further:
            break
        deep, pages = further, pages + 1
    run = first["items"][0]

    def run_of(n):
        return first["items"][n % len(first["items"])]["id"]

    quoted = urllib.parse.quote
    yield "list", "first page", lambda n: "/runs?limit=50"
    yield "list", f"page {pages + 1}", lambda n: "/runs?limit=50&cursor=" + quoted(deep)
    for name, value in (("state", "failed"), ("state", "blocked"), ("repository", "repository-7"), ("requester", "person-3"),
                        ("provider", "scripted"), ("model", "small"), ("ticket", run["ticket_key"]),
                        ("reason", "internal"), ("branch", run["branch"]), ("pushed", "no"), ("min_cost_usd", "0.01"), ("min_tokens", "1000"),
                        ("since", run["started_at"][:10])):
        yield "filter", f"{name} {value}", lambda n, name=name, value=value: f"/runs?limit=50&{name}={quoted(value)}"
    yield "filter", "state, repository and requester", lambda n: "/runs?limit=50&state=failed&repository=repository-7&requester=person-7"
    yield "filter", "what none has", lambda n: "/runs?limit=50&repository=nowhere"
    yield "filter", "choices of the filters", lambda n: "/runs/choices"
    yield "search", "a word that half of them have", lambda n: "/runs?limit=50&q=faster"
    yield "search", "a word of one run", lambda n: f"/runs?limit=50&q=LOCAL-{1000 + 37 * n}"
    yield "search", "three words", lambda n: "/runs?limit=50&q=" + quoted(f"search part {100 + n}")
    yield "search", "the beginning of a word", lambda n: "/runs?limit=50&q=prof"
    yield "search", "a word and a filter", lambda n: "/runs?limit=50&q=start&state=failed"
    yield "search", "what none has", lambda n: "/runs?limit=50&q=zebra"
    yield "detail", "a run", lambda n: f"/runs/{run_of(n)}"
    yield "detail", "its events, 200", lambda n: f"/runs/{run_of(n)}/events?limit=200"
    yield "detail", "the dashboard", lambda n: "/dashboard"


def measure(binary, directory, url=None, rounds=200):
    """Gives (kind, what, sorted milliseconds)."""
    gateway, port = started(binary, directory, url)
    try:
        api = Api(port)
        verified(api)
        figures = []
        for kind, what, path in cases(api):
            times = []
            for n in range(rounds):
                times.append(api.timed(path(n))[1])
            figures.append((kind, what, sorted(times)))
        return figures
    finally:
        gateway.terminate()
        gateway.wait()


def main():
    binary, directory, *rest = sys.argv[1:]
    for kind, what, times in measure(binary, directory, rest[0] if rest else None, int(rest[1]) if len(rest) > 1 else 200):
        print(f"{kind:8} {what:36} p50 {times[len(times) // 2]:8.1f}   p99 {times[len(times) * 99 // 100]:8.1f}   max {times[-1]:8.1f} ms")


if __name__ == "__main__":
    main()

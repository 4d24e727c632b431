"""P04: from a job's being put into the queue to its being in an executor's hands, over HTTP. The executors are played: each waits
for a job as a real one does, and finishes it at once; so the queue and the gateway are measured, not the runs."""
import http.client
import json
import subprocess
import threading
import time


class Gateway:
    """One connection, kept open."""

    def __init__(self, port, token):
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self.token = token

    def post(self, path, body):
        self.connection.request("POST", path, json.dumps(body), {"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status >= 300:
            raise SystemExit(f"{path} was answered with {answer.status}: {text.decode()}")
        return json.loads(text) if text else None


def enrolled(port, cluster_token, number):
    answer = Gateway(port, cluster_token).post("/api/worker/v1/enroll", {"tenant": "local", "name": f"bench-{number}", "version": "0.1.0"})
    return answer["worker_id"], Gateway(port, answer["worker_token"])


def measure(binary, environment, port, jobs, executors):
    """Gives the milliseconds of each job, sorted. A job that comes twice, or not at all, ends the program."""
    tokens = {"JCA_WORKER_UI_TOKEN": "bench-admin-token-1", "JCA_WORKER_CLUSTER_TOKEN": "bench-cluster-token-1"}
    settings = {"JCA_WORKER_ROLE": "gateway", "JCA_WORKER_PORT": str(port)} | tokens
    gateway = subprocess.Popen([str(binary), "serve"], env=environment | settings, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        while "is ready at" not in gateway.stdout.readline():
            if gateway.poll() is not None:
                raise SystemExit("the gateway did not become ready")
        return sorted(latencies(port, *tokens.values(), jobs, executors))
    finally:
        gateway.terminate()
        gateway.wait()


def latencies(port, admin_token, cluster_token, jobs, executors):
    admin = Gateway(port, admin_token)
    for number in range(2 * executors):
        admin.post("/api/v1/repositories", {"alias": f"queue{number}", "clone_url": f"/nowhere/{number}.git"})
    started, lock, done = {}, threading.Lock(), threading.Event()

    def execute(number):
        worker, gateway = enrolled(port, cluster_token, number)
        request = 0
        while not done.is_set():
            request += 1
            job = gateway.post("/api/worker/v1/jobs/lease", {"executor_id": worker, "request_id": f"{number}-{request}", "wait_seconds": 5})
            now = time.monotonic()
            if job is None:
                continue
            with lock:
                if job["job_id"] in started:
                    raise SystemExit(f"job {job['job_id']} was given out twice")
                started[job["job_id"]] = now
            gateway.post(f"/api/worker/v1/jobs/{job['job_id']}/finish", {
                "lease_id": job["lease_id"], "run_id": job["run_id"],
                "result": {"outcome": "failed", "reason": "internal", "summary": "a benchmark"}})

    threads = [threading.Thread(target=execute, args=(number,), daemon=True) for number in range(executors)]
    for thread in threads:
        thread.start()
    time.sleep(1)  # all of them wait by then
    put = {}
    for number in range(jobs):
        before = time.monotonic()
        ticket = admin.post("/api/v1/tickets", {"title": f"Job {number}", "repository": f"queue{number % (2 * executors)}"})
        put[ticket["job"]["id"]] = before
        time.sleep(0.01)
    end = time.monotonic() + 60
    while len(started) < jobs:
        if time.monotonic() > end:
            raise SystemExit(f"{jobs - len(started)} of {jobs} jobs came to no executor")
        time.sleep(0.05)
    done.set()
    for thread in threads:
        thread.join()
    return [(started[job] - before) * 1000 for job, before in put.items()]

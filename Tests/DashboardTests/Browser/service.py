"""A service that a test starts, stops and kills, and requests to it."""

import json
import os
import signal
import subprocess
import tempfile
import urllib.request


class Service:
    """`tapedeck serve` on a free port of this machine."""

    def __init__(self, program, directory, *options, port=0, environment=None):
        command = [program, "serve", "--port", str(port), "--var", directory, *options]
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **(environment or {})})
        line = self.process.stdout.readline()
        assert line.startswith("Listening on "), f"the service did not start: {line!r}"
        self.url = line.split()[-1]
        self.port = int(self.url.rsplit(":", 1)[1])

    def end(self, number=signal.SIGTERM):
        """Ends it with a signal and waits until it has."""
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(30)

    def get(self, path):
        with urllib.request.urlopen(self.url + path, timeout=30) as answer:
            return json.load(answer)

    def start(self, **request):
        """Starts a scan and returns its name."""
        body = json.dumps(request).encode()
        with urllib.request.urlopen(self.url + "/market-scan/start", body, timeout=60) as answer:
            return json.load(answer)["job_id"]

    def start_sweep(self, **request):
        """Starts a sweep and returns its name."""
        body = json.dumps(request).encode()
        with urllib.request.urlopen(self.url + "/sweep/start", body, timeout=60) as answer:
            return json.load(answer)["job_id"]

    def run(self, **request):
        """Runs a scan to its end and returns its name."""
        body = json.dumps(request).encode()
        with urllib.request.urlopen(self.url + "/market-scan", body, timeout=120) as answer:
            return json.load(answer)["job_id"]

    def cancel(self, job):
        """Ends a scan before its time, so that no later service goes on with it."""
        request = urllib.request.Request(
            f"{self.url}/market-scan/cancel/{job}", method="POST")
        urllib.request.urlopen(request, timeout=30).close()

    def status(self, job, at=None):
        return self.get(f"/market-scan/status/{job}" + ("" if at is None else f"?at={at}"))

    def followers(self):
        """How many streams it serves."""
        with urllib.request.urlopen(self.url + "/metrics", timeout=30) as answer:
            for line in answer.read().decode().splitlines():
                if line.startswith("tapedeck_stream_followers "):
                    return int(line.split()[1])
        raise AssertionError("there is no metric of followers")


class Services:
    """Services with a directory of their own, all ended at the end."""

    def __init__(self, program):
        self.program = program
        self.started = []

    def __enter__(self):
        self.directory = tempfile.TemporaryDirectory(prefix="tapedeck-dashboard-")
        return self

    def start(self, *options, **settings):
        service = Service(self.program, f"{self.directory.name}/var", *options, **settings)
        self.started.append(service)
        return service

    def __exit__(self, *_):
        for service in self.started:
            service.end(signal.SIGKILL)
        self.directory.cleanup()

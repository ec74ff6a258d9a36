"""Ordinary clients of a besieged service, who must not notice.

They run in processes of their own: what besiegers cost is not theirs to wait for.
"""

import collections
import json
import random
import threading
import time

from wire import KeptConnection, request

ADDRESS = "127.0.0.3"
TICKERS = ["AAPL", "MSFT", "AMZN", "ABT", "XOM", "KO", "GE"]


class Inhabitants:
    """Clients in one process; `run` is its main function."""

    def __init__(self, service, yardstick, times, seed):
        self.service, self.yardstick = service, yardstick
        self.times, self.seed = times, seed
        self.wrong = []
        # By kind of request: during the siege, and at rest.
        self.late, self.rest = collections.defaultdict(list), collections.defaultdict(list)
        self.counts = collections.Counter()

    def run(self, visitors, results):
        """Lets so many visitors in, or, where there are none, one who asks for signs of life."""
        tasks = [(self.visit, (number,)) for number in range(visitors)] or [(self.poll, ())]
        threads = [threading.Thread(target=task, args=values) for task, values in tasks]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        results.put((self.wrong, self.late, self.rest, self.counts))

    def ask(self, kind, data, expected=200, exchange=None):
        """Asks until there is the answer; notes how late it is, unless the service is away."""
        exchange = exchange or (lambda data: self.service.exchange(ADDRESS, data))
        while not self.times.is_over.is_set():
            self.times.is_up.wait()
            begin = time.monotonic()
            status, answer = exchange(data)
            if status == expected:
                late = self.late if self.times.is_besieged.is_set() else self.rest
                late[kind].append((time.monotonic() - begin) * 1000)
                return answer
            # One who starts a scan is told to come back while the disk fails.
            if not self.times.excuse(begin, status == 503 and kind == "start"):
                self.wrong.append(f"{data[:60]!r} got {status}: {answer[:100]!r}")
            self.counts[f"{kind}: {status}"] += 1
            time.sleep(0.1)
        return b""

    def poll(self):
        kept = KeptConnection(self.service, ADDRESS)

        def measure(data):
            return self.yardstick.exchange(ADDRESS, data)

        while not self.times.is_over.is_set():
            self.ask("machine", request("GET", "/"), exchange=measure)
            if len(self.late["machine"]) % 5 == 0:
                self.ask("machine's disk", request("GET", "/disk"), exchange=measure)
            self.ask("health", request("GET", "/health"))
            self.ask("health, connection kept", request("GET", "/health"), exchange=kept.exchange)
            time.sleep(0.05)

    def visit(self, number):
        """Starts scans, follows each through whatever happens, and compares with the replay."""
        dice = random.Random(self.seed + number)
        while not self.times.is_over.is_set():
            answer = self.ask("start", self.start(dice), 202)
            if not answer:
                return
            job = json.loads(answer)["job_id"]
            got, whole = self.follow(job)
            if self.times.is_over.is_set():
                return
            if got != whole or not got or b'"log_sealed"' not in got[-1][1]:
                self.wrong.append(f"{job}: {len(got)} messages of {len(whole)}")
            self.ask("status", request("GET", f"/market-scan/status/{job}"))
            self.counts["scans"] += 1

    def start(self, dice):
        body = json.dumps({
            "strategy": "sma_cross", "source": f"bundled?delay={dice.choice([1, 50, 200])}ms",
            "tickers": dice.sample(TICKERS, 5)})
        key = b"Idempotency-Key: %d-%d\r\n" % (self.seed, dice.randrange(10**12))
        return request("POST", "/market-scan/start", body.encode(), key)

    def follow(self, job):
        """The messages of a scan as they came, through all that cut them off, and the replay."""
        path, got, whole = f"/market-scan/stream/{job}?view=events", [], []
        deadline = time.monotonic() + 180
        ended = False
        while not ended and not self.times.is_over.is_set() and time.monotonic() < deadline:
            self.times.is_up.wait()
            more, ended = self.messages(path, got[-1][0] if got else None)
            got += more
            ended = ended or bool(got) and b'"log_sealed"' in got[-1][1]
        while len(whole) < len(got) and not self.times.is_over.is_set() \
                and time.monotonic() < deadline:
            self.times.is_up.wait()
            whole, _ = self.messages(path, None)
        return got, whole

    def messages(self, path, last):
        """The messages of a stream from a place on; whether there are no more, or it broke."""
        place = b"Last-Event-ID: %s\r\n" % last if last else b""
        found = []
        try:
            with self.service.connect(ADDRESS) as peer:
                peer.sendall(request("GET", path, headers=place))
                file = peer.makefile("rb")
                status = int(file.readline().split()[1])
                while file.readline().strip():
                    pass
                if status == 204:
                    return found, True
                text = b""
                while size := int(file.readline() or b"0", 16):
                    text += file.read(size)
                    file.readline()
                    *whole, text = text.split(b"\n\n")
                    for block in whole:
                        fields = dict(
                            line.split(b": ", 1) for line in block.split(b"\n") if b": " in line)
                        if b"id" in fields:
                            found.append((fields[b"id"], fields[b"data"]))
        except (OSError, ValueError, IndexError):
            pass
        return found, False

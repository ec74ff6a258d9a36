"""Hostile clients, in a process of their own: each kind of attack, again and again."""

import collections
import json
import os
import random
import threading
import time

from wire import request

ADDRESS = "127.0.0.2"
# What one besieger holds open, of what it asked for and does not read.
MOST_HELD = 150


def large(shape):
    """A body as large as may be, of nothing that a scan can use."""
    head, piece = {
        "fields": (b'{"strategy":"rsi",', b'"u%x":1,'),
        "options": (b'{"strategy":"rsi","source":"bundled?', b"%x=&"),
        "tickers": (b'{"strategy":"rsi","tickers":[', b'"T%X",'),
    }[shape]
    return (head + b"".join(piece % n for n in range(40_000)))[:250_000]


# Made once: what they cost their sender is not the service's matter.
BODIES = [large(shape) for shape in ("fields", "options", "tickers")]


class Besiegers:
    """Hostile clients, who run while the siege lasts."""

    def __init__(self, service, times, seed, long_job):
        self.service, self.times, self.seed, self.long_job = service, times, seed, long_job
        self.counts = collections.Counter()

    def run(self, count, results):
        """The main function of a process of so many besiegers.

        They stand for other machines, so what they compute is not to be taken from the service.
        """
        os.nice(10)
        threads = [threading.Thread(target=self.besiege, args=(n,)) for n in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        results.put(self.counts)

    def attacks(self, dice, job):
        """Each kind of attack: its name, and what to send by how many connections."""
        job_path, long_path = f"/market-scan/{{}}/{job}", f"/market-scan/{{}}/{self.long_job}"
        return {
            "large bodies": lambda: [request("POST", "/market-scan/start", dice.choice(BODIES))] * 3,
            "bodies to wait for": lambda: [request("POST", "/market-scan", BODIES[0][:900])] * 10,
            "unfinished bodies": lambda: [request("POST", "/session", b"x" * 900)[:-1]] * 50,
            "silence": lambda: [b""] * 50,
            "unfinished heads": lambda: [b"GET /health HTTP/1.1\r\nX: "] * 20,
            "views": lambda: [
                request("GET", job_path.format("stream") + f"?every={dice.randrange(1, 10**6)}")
                for _ in range(20)],
            "unread streams": lambda: [
                request("GET", long_path.format("stream") + "?view=events")] * 10,
            "unread tables": lambda: [
                request("GET", long_path.format("results") + "?format=sqlite")] * 5,
            "unread results": lambda: [request("GET", long_path.format("results"))] * 10,
            "moments": lambda: [request("GET", job_path.format("status") + "?at=3")] * 20,
            "pipelines": lambda: [request("GET", job_path.format("log")) * 200],
            "noise": lambda: [random.Random(dice.random()).randbytes(3_000)] * 20,
        }

    def newest(self):
        """The scan that began last."""
        answer = self.service.exchange(ADDRESS, request("GET", "/market-scan/jobs?limit=1"))[1]
        try:
            return json.loads(answer)["jobs"][0]["job_id"]
        except (ValueError, KeyError, IndexError):
            return self.long_job

    def besiege(self, number):
        """One besieger: what it holds it holds as long as it can."""
        dice, held = random.Random(self.seed * 7 + number), []
        while not self.times.is_over.is_set():
            if not self.times.is_besieged.wait(1):
                while held:
                    held.pop().close()
                continue
            attacks = self.attacks(dice, self.newest())
            kind = dice.choice(list(attacks))
            for data in attacks[kind]():
                self.attack(kind, data, held)
            while len(held) > MOST_HELD:
                held.pop(0).close()
        for peer in held:
            peer.close()

    def attack(self, kind, data, held):
        if not self.times.is_besieged.is_set():
            return
        try:
            # Where all it sends would be read by the system, nobody would notice that it is not.
            window = 4096 if kind.startswith("unread") else None
            peer = self.service.connect(ADDRESS, 2, window)
            peer.settimeout(0.5)
            held.append(peer)
            peer.sendall(data)
            self.counts[kind] += 1
        except OSError:
            self.counts["refused"] += 1
            time.sleep(0.01)

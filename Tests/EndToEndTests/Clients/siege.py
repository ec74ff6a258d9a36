"""Lays siege to a service, with ordinary clients inside who must not notice.

Usage: siege.py PROGRAM DIRECTORY SECONDS SEED

Starts the service; for so many seconds hostile clients of every kind ask for more than their share,
while others start scans, follow them and ask how they stand. Meanwhile the disk fails now and then,
and twice the service is killed and started again. Prints one line of JSON: what went wrong, how
late the ordinary clients were served, in milliseconds, during the siege and at rest, beside how late
a service is that does nothing ("machine"), and the memory of the last process, once it had been
besieged for a while and at the end, both at rest.
"""

import json
import multiprocessing
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time

import process_facts
import yardstick
from besiegers import Besiegers
from inhabitants import Inhabitants
from wire import HOST, Service, request

HERE = os.path.dirname(os.path.abspath(__file__))
# How long memory has to come back, which the service looks after every ten seconds.
REST = 25
OWN = "127.0.0.4"


class Times:
    """What all processes know of the siege."""

    def __init__(self):
        self.is_up, self.is_besieged, self.is_over = (multiprocessing.Event() for _ in range(3))
        self.restarted = multiprocessing.Value("d", 0)
        self.faulty_until = multiprocessing.Value("d", 0)

    def excuse(self, begin, is_told_to_wait):
        """Whether what was asked for at a time may have failed: the service was away, or says why."""
        if not self.is_up.is_set() or begin < self.restarted.value + 5:
            return True
        return is_told_to_wait and begin < self.faulty_until.value


class Disk:
    """A disk that fails for a moment now and then."""

    def __init__(self, directory, times, seed):
        self.library, self.flag = f"{directory}/failing_disk.so", f"{directory}/fault"
        self.times, self.dice, self.faults = times, random.Random(seed), 0
        subprocess.run(["gcc", "-shared", "-fPIC", "-O1", "-o", self.library,
                        f"{HERE}/failing_disk.c", "-ldl"], check=True)

    def fail_now_and_then(self, end):
        while (pause := self.dice.uniform(3, 8)) < end - time.monotonic():
            time.sleep(pause)
            with open(self.flag + ".new", "w") as file:
                file.write(self.dice.choice(["EIO", "ENOSPC"]))
            self.times.faulty_until.value = float("inf")
            os.rename(self.flag + ".new", self.flag)
            self.faults += 1
            time.sleep(self.dice.uniform(0.2, 1.5))
            os.remove(self.flag)
            # A scan can be recorded again as soon as one that is tried again tells.
            self.times.faulty_until.value = time.monotonic() + 10
        time.sleep(max(0, end - time.monotonic()))


class Fortress:
    """The service, and what is done to it."""

    def __init__(self, program, directory, seed):
        self.program, self.directory, self.times = program, directory, Times()
        with socket.create_server((HOST, 0)) as place:
            # It must be the same after a kill.
            self.service = Service(place.getsockname()[1])
        self.disk = Disk(directory, self.times, seed)
        self.prices()

    def prices(self):
        """Prices of thousands of stocks, for answers that are long."""
        os.mkdir(f"{self.directory}/prices")
        with open(f"{self.directory}/prices/long.csv", "w") as file:
            file.write("date,open,high,low,close,volume,Name\n")
            for number in range(4_000):
                for day in (5, 6, 7):
                    file.write(f"2026-01-0{day},10,11,9,10.5,100,T{number}\n")

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--port", str(self.service.port),
             "--var", f"{self.directory}/var", "--prices", f"{self.directory}/prices",
             "--log-level", "critical", "--requests-per-second", "0",
             "--stream-write-timeout", "5", "--request-timeout", "10"],
            stdout=subprocess.PIPE,
            env=os.environ | {"LD_PRELOAD": self.disk.library, "FAILING_DISK": self.disk.flag})
        self.process.stdout.readline()
        while self.service.exchange(OWN, request("GET", "/ready"))[0] != 200:
            time.sleep(0.05)
        self.times.restarted.value = time.monotonic()
        self.times.is_up.set()

    def kill(self):
        self.times.is_up.clear()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def long_scan(self):
        body = (b'{"strategy":"buy_and_hold","source":"csv:%s/prices/long.csv"}'
                % self.directory.encode())
        answer = self.service.exchange(OWN, request("POST", "/market-scan/start", body))[1]
        return json.loads(answer)["job_id"]

    def besiege(self, seconds):
        self.times.is_besieged.set()
        self.disk.fail_now_and_then(time.monotonic() + seconds)
        self.times.is_besieged.clear()

    def memory_at_rest(self):
        """The least of the last half of the rest, in MiB."""
        time.sleep(REST / 2)
        least = float("inf")
        for _ in range(REST):
            least = min(least, process_facts.resident_bytes(self.process.pid) / 2**20)
            time.sleep(0.5)
        return round(least, 1)

    def end(self):
        """Asks it to end; what is wrong about how it does."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(12)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return ["the service does not end"]
        self.ending = round(time.monotonic() - begin, 1)
        return [f"the service ended with {status}"] if status else []

    def audit(self):
        """What an auditor finds on the tapes that the kills and the faults have left."""
        outcome = subprocess.run(
            [self.program + "-replay", "audit", "--var", f"{self.directory}/var"],
            capture_output=True, text=True, check=False)
        # A scan that the end of the service has interrupted is no finding.
        if outcome.stdout.rstrip().endswith(" 0 with findings"):
            return []
        return [f"the audit ended with {outcome.returncode}: {outcome.stdout[-300:]}"]


def figures(late):
    """Of each kind of request, and of all: how many, and how late in milliseconds."""
    def of(values):
        values = sorted(values)
        at = lambda part: round(values[min(len(values) - 1, int(len(values) * part))], 1)
        return {"served": len(values), "p50": at(0.5), "p99": at(0.99), "most": at(1)}
    found = {kind: of(values) for kind, values in sorted(late.items())}
    own = [values for kind, values in late.items() if not kind.startswith("machine")]
    return found | {"all": of([value for values in own for value in values])}


def main():
    program, directory, seconds, seed = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5])
    fortress = Fortress(program, directory, seed)
    times = fortress.times
    fortress.start()
    long_job = fortress.long_scan()
    inside, outside = multiprocessing.Queue(), multiprocessing.Queue()
    listener = yardstick.listener()
    idler = multiprocessing.Process(
        target=yardstick.serve, args=(listener, f"{directory}/yardstick"), daemon=True)
    idler.start()
    idle = Service(listener.getsockname()[1])
    processes = [
        multiprocessing.Process(
            target=Inhabitants(fortress.service, idle, times, seed).run, args=(visitors, inside))
        for visitors in (0, 3)
    ] + [multiprocessing.Process(
        target=Besiegers(fortress.service, times, seed, long_job).run, args=(3, outside))]
    for process in processes:
        process.start()
    for part in (0.15, 0.10):
        fortress.besiege(seconds * part)
        fortress.kill()
        fortress.start()
    fortress.besiege(seconds * 0.2)
    before = fortress.memory_at_rest()
    fortress.besiege(seconds * 0.55)
    after = fortress.memory_at_rest()
    times.is_over.set()
    (wrong, late, rest, counts), (more, later, rested, others) = (
        inside.get(timeout=60) for _ in range(2))
    attacks = outside.get(timeout=60)
    for process in processes:
        process.join()
    # Whoever started this may have blocked the signal by which a daemon is ended otherwise.
    idler.kill()
    wrong += more + fortress.end() + fortress.audit()
    print(json.dumps({
        "wrong": wrong[:10], "late": figures(late | later), "at_rest": figures(rest | rested),
        "memory": [before, after], "faults": fortress.disk.faults, "ending": fortress.ending,
        "counts": counts + others, "attacks": attacks}))


main()

"""Sends every endpoint of the contract every method, each request twice, with and without each header.

Usage: every_request.py URL PID ROUNDS SEED CONTRACT

A round is one request, sent twice on one connection, the second time like a client that has lost
the answer to the first; rounds run on 16 threads, in an order that SEED gives. Prints "the same"
where each got a whole answer, none of them the service's fault, and process, descriptors and
memory are what they were; else what was wrong.
"""

import collections
import concurrent.futures
import http.client
import itertools
import json
import os
import random
import sys
import threading
import time
import urllib.parse

import process_facts
import yaml

url, pid, rounds, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
with open(sys.argv[5]) as file:
    paths = list(yaml.safe_load(file)["paths"])
host, port = urllib.parse.urlsplit(url).netloc.split(":")
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
SCAN = '{"strategy":"sma_cross","tickers":["AAPL","MSFT"]}'
TEXT = 'strategy "Mine" language 1\nenter long when close > sma(close, 3)\n'
BODIES = {
    "/sweep/start": '{"strategy":"sma_cross","grid":["fast_period=5,10"],"tickers":["AAPL"]}',
    "/backtest": '{"strategy":"sma_cross","ticker":"AAPL","columns":true}',
    "/strategies/check": json.dumps({"strategy_text": TEXT}),
    "/strategies/{name}": TEXT,
    "/session": '{"token":"none"}',
}
# What a client may send besides, one at a time, and some together.
HEADERS = [
    {},
    {"Idempotency-Key": "of-all"},
    {"Idempotency-Key": "of-one-{number}"},
    {"Last-Event-ID": "1"},
    {"Last-Event-ID": "3.1"},
    {"Last-Event-ID": "1000000"},
    {"Last-Event-ID": "no place"},
    {"Accept-Encoding": "gzip"},
    {"Accept-Encoding": "gzip;q=0, br"},
    {"Accept": "text/event-stream"},
    {"Origin": "http://{authority}"},
    {"Origin": "http://elsewhere.test"},
    {"Origin": "http://{authority}", "Access-Control-Request-Method": "POST"},
    {"If-None-Match": "*"},
    {"If-Match": "*"},
    {"Authorization": "Bearer none"},
    {"Cookie": "tapedeck_token=none"},
    {"Range": "bytes=0-9"},
    {"Content-Type": "application/json"},
    {"Content-Type": "text/plain"},
    {"Idempotency-Key": "of-gzip", "Accept-Encoding": "gzip", "Last-Event-ID": "2"},
]
wrong, statuses, seconds = [], collections.Counter(), []
lock = threading.Lock()


def call(connection, method, path, body, headers):
    connection.request(method, path, body=body, headers=headers)
    answer = connection.getresponse()
    return answer.status, answer.read()


def fresh():
    return http.client.HTTPConnection(host, int(port), timeout=60)


def filled(path, jobs, dice):
    """The path with the name of a scan or of something in the catalogue."""
    names = {"/strategies/{name}": ["sma_cross", "mine"], "/universes/{name}": ["bundled"]}
    name = dice.choice(names.get(path, ["none"]))
    job = dice.choice(jobs + ["20200101-000000-00000000"])
    return path.replace("{job_id}", job).replace("{name}", name)


def play(number, method, path, headers, jobs):
    dice = random.Random(seed * 1_000_003 + number)
    target = filled(path, jobs, dice)
    headers = {name: value.format(number=number, authority=f"{host}:{port}")
               for name, value in headers.items()}
    body = BODIES.get(path, SCAN) if method in ("POST", "PUT", "PATCH") else None
    if body and dice.random() < 0.1:
        body = dice.choice(["", "{}", "[", SCAN[:-1]])
    connection = fresh()
    label = f"{method} {target} {headers}"
    for _ in range(2):
        begin = time.monotonic()
        try:
            status, _ = call(connection, method, target, body, headers)
        except (http.client.HTTPException, OSError) as error:
            with lock:
                wrong.append(f"{label}: {type(error).__name__} {error}")
            return
        with lock:
            statuses[status] += 1
            seconds.append(time.monotonic() - begin)
            if status >= 500:
                wrong.append(f"{label}: {status}")
    connection.close()


def facts():
    return process_facts.descriptors(pid), process_facts.resident_bytes(pid) / 2**20


def run(pool, count, first, jobs):
    """So many rounds; all that there are come before any comes again."""
    dice, plans = random.Random(seed + first), []
    everything = list(itertools.product(METHODS, paths, HEADERS))
    while len(plans) < count:
        dice.shuffle(everything)
        plans += everything
    plays = [pool.submit(play, first + number, *plan, jobs)
             for number, plan in enumerate(plans[:count])]
    for each in plays:
        each.result()


def started_at():
    with open(f"/proc/{pid}/stat") as file:
        return file.read().rsplit(")", 1)[1].split()[19]


def main():
    start = started_at()
    jobs = []
    for _ in range(3):
        connection = fresh()
        _, body = call(connection, "POST", "/market-scan/start", SCAN, {})
        jobs.append(json.loads(body)["job_id"])
        connection.close()
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        run(pool, rounds // 3, 0, jobs)
        descriptors, before = facts()
        run(pool, rounds - rounds // 3, rounds, jobs)
    end = time.monotonic() + 30
    while facts()[0] > descriptors and time.monotonic() < end:
        time.sleep(0.1)
    left, after = facts()
    slowest = sorted(seconds)[int(len(seconds) * 0.99)]
    print(f"{rounds} rounds, each twice: {dict(sorted(statuses.items()))}, p99 {slowest:.3f} s; "
          f"{before:.1f} -> {after:.1f} MiB, {descriptors} -> {left} descriptors", file=sys.stderr)
    if started_at() != start:
        wrong.append("it is another process")
    if left > descriptors:
        wrong.append(f"{left - descriptors} descriptors are left")
    if after > before * 1.2 + 8:
        wrong.append(f"memory grew from {before:.1f} to {after:.1f} MiB")


try:
    main()
except (OSError, http.client.HTTPException) as error:
    gone = "" if os.path.exists(f"/proc/{pid}") else "; the process is gone"
    wrong.append(f"{type(error).__name__} {error}{gone}")
print("; ".join(wrong[:5]) or "the same")

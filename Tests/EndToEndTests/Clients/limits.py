"""Asks for more than its share, and looks how others are served meanwhile.

Usage: limits.py WHAT URL PID [ARGUMENT …]

Another client, from an address of its own, asks for /health every 50 ms all the while. Prints one
line of JSON: what came of it, and under "health" how many answers there were, how late in
milliseconds, and how many failed.
"""

import collections
import concurrent.futures
import json
import multiprocessing
import os
import resource
import signal
import socket
import sys
import threading
import time
import urllib.parse

import process_facts
from wire import Service, request

what, url, pid, arguments = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4:]
host, port = urllib.parse.urlsplit(url).netloc.split(":")
service = Service(int(port), 60)
connect, exchange = service.connect, service.exchange
limit = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
resource.setrlimit(resource.RLIMIT_NOFILE, (limit, limit))

HOG, OTHER, WATCHER = "127.0.0.2", "127.0.0.3", "127.0.0.4"


def watch(stop, results):
    """Asks for /health every 50 ms; notes how long each answer took."""
    late, failed, due = [], 0, time.monotonic()
    while not stop.is_set():
        begin = time.monotonic()
        try:
            with connect(WATCHER, 10) as peer:
                peer.sendall(request("GET", "/health", headers=b"Connection: close\r\n"))
                failed += not peer.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            failed += 1
        late.append((time.monotonic() - begin) * 1000)
        due = max(due + 0.05, time.monotonic() - 1)
        time.sleep(max(0, due - time.monotonic()))
    late.sort()

    def at(part):
        return round(late[min(len(late) - 1, int(part * len(late)))], 1)

    results.put({"answers": len(late), "failed": failed, "p50": at(0.5), "p99": at(0.99),
                 "most": round(late[-1], 1)})


def memory():
    return process_facts.resident_bytes(pid) / 2**20


def deleted_bytes():
    """The bytes of files without a name that the service holds."""
    total = 0
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            if os.readlink(f"/proc/{pid}/fd/{name}").endswith(" (deleted)"):
                total += os.stat(f"/proc/{pid}/fd/{name}").st_size
        except OSError:
            pass
    return total / 2**20


def wait_until(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition() and time.monotonic() < end:
        time.sleep(0.1)
    return condition()


def of_size(limit, start, piece, end):
    """The largest body of a shape: as many pieces as there is room for."""
    body, number, room = [start], 0, limit - len(start) - len(end)
    while True:
        next = piece(number)
        room -= len(next.encode())
        if room < 0:
            return ("".join(body).removesuffix(",") + end).encode()
        body.append(next)
        number += 1


STRATEGY = '{"strategy":"bollinger_bands",'
SHAPES = {
    "unknown fields": (STRATEGY, lambda n: f'"u{n:x}":1,', "}"),
    "short names": ("{", lambda n: f'"{n % 10}":0,', "}"),
    "one field again and again": (STRATEGY, lambda n: '"cash":1,', "}"),
    "parameters": (STRATEGY + '"parameters":{', lambda n: f'"p{n:x}":1,', "}}"),
    "source options": (STRATEGY + '"source":"bundled?', lambda n: f"{n:x}=&", '"}'),
    "tickers": (STRATEGY + '"tickers":[', lambda n: f'"{n:X}",', "]}"),
    "tickers twice": (STRATEGY + '"tickers":[', lambda n: '"A",', "]}"),
    "no tickers": (STRATEGY + '"tickers":[', lambda n: "0,", "]}"),
    "escapes": (STRATEGY + '"tickers":[', lambda n: r'"\u0041",', "]}"),
    "one long escaped text": ('{"strategy":"', lambda n: r"\u00e9", '"}'),
    "one long text": ('{"strategy":"', lambda n: "e\u0301", '"}'),
    "one long name": ('{"', lambda n: "~/", '":1}'),
    "nesting": ('{"a":[', lambda n: "[" * 30 + "]" * 30 + ",", "]}"),
    "digits": ('{"cash":', lambda n: "9", "9}"),
    "white space": (STRATEGY, lambda n: " ", ' "cash":0}'),
}
ENDPOINTS = {
    "/market-scan/start": 256 * 1024, "/market-scan": 256 * 1024,
    "/market-scan/stream": 256 * 1024, "/backtest": 16 * 1024, "/session": 1024,
}


def bodies():
    """The largest body of each shape to each endpoint, ten at once."""
    statuses, longest, slowest = collections.Counter(), 0, (0, "")
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        for path, limit in ENDPOINTS.items():
            for name, shape in SHAPES.items():
                data = request("POST", path, of_size(limit, *shape))
                begin = time.monotonic()
                for status, answer in pool.map(lambda _: exchange(HOG, data), range(10)):
                    statuses[status] += 1
                    longest = max(longest, len(answer))
                slowest = max(slowest, (round(time.monotonic() - begin, 2), f"{path}: {name}"))
    return {"statuses": statuses, "longest_answer": longest, "slowest_ten": slowest}


def shutdown():
    """SIGTERM while there are bodies being checked."""
    data = request("POST", "/market-scan/start", of_size(256 * 1024, *SHAPES["tickers"]))
    peers = []
    for _ in range(100):
        peers.append(connect(HOG))
        peers[-1].sendall(data)
    begin = time.monotonic()
    os.kill(pid, signal.SIGTERM)
    ended = wait_until(lambda: process_facts.has_ended(pid), 60)
    return {"ended": ended, "seconds": round(time.monotonic() - begin, 2)}


def unfinished():
    """Thousands of bodies without their ends, to what asks for no token."""
    count = int(arguments[0])
    before, peers, answered = memory(), [], collections.Counter()
    for number in range(count):
        peer = connect(HOG)
        length = 1024 if number % 2 else 1_000_000
        peer.sendall(
            f"POST /session HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n".encode())
        try:
            peer.settimeout(0.2)
            peer.sendall(b'{"token":"' + b"x" * min(length - 20, 200_000))
        except OSError:
            pass
        peers.append(peer)
    time.sleep(1)
    full = memory()
    other = exchange(OTHER, request("POST", "/session", b'{"token":"no such token at all"}'))[0]
    for peer in peers:
        peer.close()
    after = settled(before)
    return {"count": count, "other": other, "memory": [round(m, 1) for m in (before, full, after)]}


def settled(before):
    """The memory once it is back, or when it has had time enough for that."""
    wait_until(lambda: memory() <= before * 1.2 + 4, 35)
    return memory()


def connections():
    """Silent connections, as many as one address gets and more; then others come."""
    count, peers, refused = int(arguments[0]), [], 0
    for _ in range(count):
        peer = connect(HOG)
        peers.append(peer)
    time.sleep(1)
    for peer in peers:
        peer.setblocking(False)
        try:
            refused += peer.recv(1) == b""
        except BlockingIOError:
            pass
        except OSError:
            refused += 1
    begin = time.monotonic()
    statuses = collections.Counter(
        exchange(OTHER, request("GET", "/health"))[0] for _ in range(20))
    return {"count": count, "refused": refused, "others": statuses,
            "seconds": round(time.monotonic() - begin, 2)}


def begin_stream(source, path):
    """Asks for a stream; returns the connection and what came first."""
    peer = connect(source)
    peer.sendall(request("GET", path))
    data = b""
    try:
        while b"data:" not in data and (part := peer.recv(65536)):
            data += part
    except OSError:
        pass
    return peer, data


def start_scan(source, delay="60s", tickers=""):
    body = f'{{"strategy":"sma_cross","source":"bundled?delay={delay}"{tickers}}}'.encode()
    status, answer = exchange(source, request("POST", "/market-scan/start", body))
    if status != 202:
        raise SystemExit(f"start got {status}: {answer[:300]}")
    return json.loads(answer)["job_id"]


def views():
    """A stream for each of very many `every`, of one address; then others follow."""
    count, job = int(arguments[0]), start_scan(OTHER)
    before, peers, outcome = memory(), [], collections.Counter()
    for every in range(2, count + 2):
        peer, data = begin_stream(HOG, f"/market-scan/stream/{job}?every={every}")
        peers.append(peer)
        outcome["served" if b"data:" in data else "empty 200" if b"200 OK" in data else "closed"] += 1
    full = memory()
    others = collections.Counter()
    for path in (f"/market-scan/stream/{job}", f"/market-scan/stream/{job}?view=events",
                 f"/market-scan/stream/{start_scan(OTHER)}"):
        peer, data = begin_stream(OTHER, path)
        others["served" if b"data:" in data else data[:15].decode()] += 1
        peer.close()
    metrics = exchange(OTHER, request("GET", "/metrics"))[1].decode()
    refused = [line for line in metrics.splitlines() if "refused_total{" in line]
    return {"count": count, "outcome": outcome, "others": others, "refused": refused,
            "memory": [round(before, 1), round(full, 1)]}


def tables():
    """Tables of results that nobody reads; then another asks for one."""
    job, count = arguments[0], int(arguments[1])
    path, peers = f"/market-scan/results/{job}?format=sqlite", []
    before, outcome = memory(), collections.Counter()
    for _ in range(count):
        peer = socket.socket()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.bind((HOG, 0))
        peer.connect((host, int(port)))
        peer.settimeout(30)
        peer.sendall(request("GET", path))
        outcome[peer.recv(12)[9:12].decode()] += 1
        peers.append(peer)
    held = deleted_bytes()
    other = exchange(OTHER, request("GET", path))
    begin = time.monotonic()
    freed = wait_until(lambda: deleted_bytes() == 0, 60)
    return {"count": count, "outcome": outcome, "other": [other[0], len(other[1])],
            "held_mib": round(held, 1), "freed": freed,
            "freed_after": round(time.monotonic() - begin, 1)}


def statuses():
    """Many slow readers of one long answer, then none of them."""
    job, count = arguments[0], int(arguments[1])
    data, peers = request("GET", f"/market-scan/status/{job}"), []
    length = len(exchange(OTHER, data)[1])
    before, outcome = memory(), collections.Counter()
    for _ in range(count):
        peer = socket.socket()
        peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        peer.bind((HOG, 0))
        peer.connect((host, int(port)))
        peer.settimeout(30)
        peer.sendall(data)
        outcome[peer.recv(12)[9:12].decode()] += 1
        peers.append(peer)
    full = memory()
    other = exchange(OTHER, data)
    for peer in peers:
        peer.close()
    after = settled(before)
    return {"count": count, "length": length, "outcome": outcome,
            "other": [other[0], len(other[1])],
            "memory": [round(m, 1) for m in (before, full, after)]}


def long_answers():
    """Many clients who read a very long status and a very long result at once, each to its end."""
    job, count = arguments[0], int(arguments[1])
    data = {kind: request("GET", f"/market-scan/{kind}/{job}", headers=b"Connection: close\r\n")
            for kind in ("status", "results")}
    before, most, is_over = memory(), [0.0], threading.Event()

    def look():
        while not is_over.wait(0.02):
            most[0] = max(most[0], memory())

    def read(number):
        with connect(f"127.0.1.{number + 1}", 60) as peer:
            peer.sendall(data["results" if number % 2 else "status"])
            length, text = 0, b""
            while part := peer.recv(1 << 20):
                text = text or part[9:12]
                length += len(part)
        return text.decode(), length

    looking = threading.Thread(target=look)
    looking.start()
    begin = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(count) as pool:
        answers = list(pool.map(read, range(count)))
    seconds = time.monotonic() - begin
    is_over.set()
    looking.join()
    return {"count": count, "outcome": collections.Counter(status for status, _ in answers),
            "lengths": sorted({length for _, length in answers}), "seconds": round(seconds, 1),
            "memory": [round(m, 1) for m in (before, most[0], settled(before))]}


def main():
    stop, results = multiprocessing.Event(), multiprocessing.Queue()
    watcher = multiprocessing.Process(target=watch, args=(stop, results))
    if what != "shutdown":
        watcher.start()
        time.sleep(0.5)
    found = globals()[what]()
    if what != "shutdown":
        stop.set()
        found["health"] = results.get(timeout=30)
        watcher.join()
    print(json.dumps(found))


main()

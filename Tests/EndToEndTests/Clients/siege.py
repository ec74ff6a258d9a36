"""Lays siege to a service, with ordinary clients inside who must not notice.

Usage: siege.py PROGRAM DIRECTORY SECONDS SEED

Starts the service; for so many seconds hostile clients of every kind ask for more than their share,
while others start scans, follow them and ask how they stand. In between the service is killed and
started again. Prints one line of JSON: what went wrong, how late the ordinary clients were served,
and the memory before and after.
"""

import collections
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time

import process_facts

program, directory, seconds, seed = sys.argv[1], sys.argv[2], *map(int, sys.argv[3:5])
HOST, HOG, OTHER = "127.0.0.1", "127.0.0.2", "127.0.0.3"
with socket.create_server((HOST, 0)) as place:
    # It must be the same after the kill.
    port = place.getsockname()[1]
wrong, late, counts = [], [], collections.Counter()
# While the service is away, clients wait for it; how long is no matter of others.
is_up, is_besieged, is_over = threading.Event(), threading.Event(), threading.Event()


def start():
    service = subprocess.Popen(
        [program, "serve", "--port", str(port), "--var", directory, "--log-level", "critical",
         "--requests-per-second", "0", "--stream-write-timeout", "5", "--request-timeout", "10"],
        stdout=subprocess.PIPE)
    service.stdout.readline()
    while exchange(OTHER, request("GET", "/ready"))[0] != 200:
        time.sleep(0.05)
    is_up.set()
    return service


def connect(source, timeout=20):
    return socket.create_connection((HOST, port), timeout, (source, 0))


def request(method, path, body=b"", headers=b""):
    length = b"Content-Length: %d\r\n" % len(body) if method == "POST" else b""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n".encode() + length + headers
        + b"\r\n" + body)


def exchange(source, data):
    head, end = data.split(b"\r\n", 1)
    try:
        with connect(source) as peer:
            peer.sendall(head + b"\r\nConnection: close\r\n" + end)
            answer = b""
            while part := peer.recv(1 << 20):
                answer += part
        return int(answer[9:12]), answer.split(b"\r\n\r\n", 1)[1]
    except (OSError, ValueError, IndexError):
        return 0, b""


def ask(data, expected=(200,)):
    """What an ordinary client asks for: it is served, and soon, unless the service is away."""
    while not is_over.is_set():
        is_up.wait()
        begin = time.monotonic()
        status, answer = exchange(OTHER, data)
        if status in expected:
            late.append((time.monotonic() - begin) * 1000)
            return status, answer
        if is_up.is_set() and time.monotonic() > restarted + 5 and status != 503:
            wrong.append(f"{data[:60]!r} got {status}: {answer[:100]!r}")
        time.sleep(0.1)
    return 0, b""


def messages(path, last):
    """The messages of a stream from a place on: ids, data; until it ends or breaks."""
    place = b"Last-Event-ID: %s\r\n" % last if last else b""
    found = []
    try:
        with connect(OTHER) as peer:
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


def visitor(number):
    """Starts scans, follows each through whatever happens, and compares with the replay."""
    dice = random.Random(seed + number)
    while not is_over.is_set():
        tickers = json.dumps(dice.sample(["AAPL", "MSFT", "AMZN", "ABT", "XOM", "KO", "GE"], 5))
        key = b"Idempotency-Key: %d-%d\r\n" % (seed, dice.randrange(10**12))
        body = (f'{{"strategy":"sma_cross","source":"bundled?delay={dice.choice([1, 50, 200])}ms",'
                f'"tickers":{tickers}}}').encode()
        answer = ask(request("POST", "/market-scan/start", body, key), (202,))[1]
        if not answer:
            return
        job = json.loads(answer)["job_id"]
        path, got, ended = f"/market-scan/stream/{job}?view=events", [], False
        deadline = time.monotonic() + 120
        while not ended and not is_over.is_set() and time.monotonic() < deadline:
            is_up.wait()
            more, ended = messages(path, got[-1][0] if got else None)
            got += more
            ended = ended or bool(got) and b'"log_sealed"' in got[-1][1]
        if is_over.is_set():
            return
        whole = []
        while len(whole) < len(got) and not is_over.is_set() and time.monotonic() < deadline:
            is_up.wait()
            whole, _ = messages(path, None)
        if got != whole or not ended:
            wrong.append(f"{job}: {len(got)} messages of {len(whole)}")
        ask(request("GET", f"/market-scan/status/{job}"))
        counts["scans"] += 1


def poller():
    while not is_over.is_set():
        ask(request("GET", "/health"))
        time.sleep(0.05)


def large(shape, path):
    piece = {"fields": b'"u%x":1,', "options": b"%x=&", "tickers": b'"T%X",'}[shape]
    head = {"fields": b'{"strategy":"rsi",', "options": b'{"strategy":"rsi","source":"bundled?',
            "tickers": b'{"strategy":"rsi","tickers":['}[shape]
    body = head + b"".join(piece % n for n in range(20_000))
    return request("POST", path, body[:250_000])


def besieger(number):
    """One hostile client: a kind of attack after the other, and what it holds it holds."""
    dice, held = random.Random(seed * 7 + number), []
    jobs = json.loads(exchange(OTHER, request("GET", "/market-scan/jobs"))[1] or b'{"jobs":[]}')
    job = jobs["jobs"][0]["job_id"] if jobs["jobs"] else "20260101-000000-00000000"
    attacks = [
        lambda: [large(dice.choice(["fields", "options", "tickers"]), "/market-scan/start")] * 3,
        lambda: [request("POST", "/session", b"x" * 900)[:-1]] * 50,
        lambda: [b""] * 50,
        lambda: [b"GET /health HTTP/1.1\r\nX: "] * 20,
        lambda: [request("GET", f"/market-scan/stream/{job}?every={dice.randrange(1, 10**6)}")] * 20,
        lambda: [request("GET", f"/market-scan/results/{job}?format=sqlite")] * 5,
        lambda: [request("GET", f"/market-scan/status/{job}?at=3")] * 20,
        lambda: [request("GET", f"/market-scan/log/{job}") * 200],
        lambda: [request("POST", "/market-scan", large("fields", "/")[:900])] * 10,
        lambda: [random.Random(dice.random()).randbytes(3_000)] * 20,
    ]
    while is_besieged.is_set():
        for data in dice.choice(attacks)():
            try:
                peer = connect(HOG, 2)
                peer.settimeout(0.5)
                peer.sendall(data)
                held.append(peer)
                counts["attacks"] += 1
            except OSError:
                counts["attacks refused"] += 1
        while len(held) > 150:
            held.pop(0).close()
    for peer in held:
        peer.close()


def siege(length):
    is_besieged.set()
    besiegers = [threading.Thread(target=besieger, args=(n,)) for n in range(3)]
    for thread in besiegers:
        thread.start()
    time.sleep(length)
    is_besieged.clear()
    for thread in besiegers:
        thread.join()


def settled(pid, before=0):
    """The memory once all is quiet; where there was a before, as soon as it is back there."""
    end = time.monotonic() + 35
    while time.monotonic() < end:
        memory = process_facts.resident_bytes(pid) / 2**20
        if before and memory <= before * 1.2:
            break
        if not before and time.monotonic() > end - 20:
            break
        time.sleep(0.5)
    return round(memory, 1)


restarted = time.monotonic()
service = start()
inside = [threading.Thread(target=visitor, args=(n,)) for n in range(3)]
inside.append(threading.Thread(target=poller))
for thread in inside:
    thread.start()
siege(seconds * 0.35)
is_up.clear()
service.send_signal(signal.SIGKILL)
service.wait()
restarted = time.monotonic()
service = start()
siege(seconds * 0.15)
before = settled(service.pid)
siege(seconds * 0.5)
after = settled(service.pid, before)
is_over.set()
for thread in inside:
    thread.join()
service.send_signal(signal.SIGTERM)
try:
    if service.wait(12) != 0:
        wrong.append(f"the service ended with {service.returncode}")
except subprocess.TimeoutExpired:
    wrong.append("the service does not end")
    service.kill()
late.sort()
print(json.dumps({
    "wrong": wrong[:10], "served": len(late), "p50": round(late[len(late) // 2], 1),
    "p99": round(late[int(len(late) * 0.99)], 1), "most": round(late[-1], 1),
    "memory": [before, after], "counts": counts}))

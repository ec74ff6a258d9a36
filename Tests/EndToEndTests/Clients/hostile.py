"""Sends hostile requests, and looks whether the service minds.

Usage: hostile.py URL PID COUNT SEED

Prints "unharmed" where each whole request got an answer that blames the client, memory and
descriptors are where they were, and the service still works; else what was wrong.
"""

import collections
import concurrent.futures
import random
import socket
import struct
import sys
import time
import urllib.parse

from process_facts import descriptors, resident_bytes

url, pid, count, seed = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
host, port = urllib.parse.urlsplit(url).netloc.split(":")
address = (host, int(port))

START = b'{"strategy":"no_such_strategy","parameters":{"period":20},"tickers":["AAPL","MSFT"]}'


def post(path, body, extra=b""):
    return (
        b"POST " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: %d\r\n" % len(body)
        + extra + b"\r\n" + body
    )


def get(path, extra=b""):
    return b"GET " + path + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n" + extra + b"\r\n"


def noise(dice, longest):
    return dice.randbytes(dice.randrange(1, longest))


def visible(dice, longest):
    return bytes(dice.randrange(0x21, 0x7F) for _ in range(dice.randrange(1, longest)))


def flipped(dice, text):
    """The text with some of its bytes changed, doubled or left out."""
    text = bytearray(text)
    for _ in range(dice.randrange(1, 6)):
        place = dice.randrange(len(text))
        dice.choice([
            lambda: text.__setitem__(place, dice.randrange(256)),
            lambda: text.insert(place, text[place]),
            lambda: text.__delitem__(place) if len(text) > 1 else None,
        ])()
    return bytes(text)


# Each kind of attack: the bytes to send, and whether they are a whole request, which must be
# answered; what is none may also be met with a closed connection or with waiting for the rest.
ATTACKS = {
    "noise": lambda d: (noise(d, 4000), False),
    "endless header": lambda d: (get(b"/health", b"X: " + b"a" * d.randrange(20_000, 90_000)), False),
    "thousands of headers": lambda d: (
        get(b"/health", b"".join(b"X%d: y\r\n" % i for i in range(d.randrange(200, 3000)))), False),
    "long path": lambda d: (get(b"/" + visible(d, 30_000).replace(b"#", b"a")), False),
    "path out of the tree": lambda d: (get(d.choice([
        b"/market-scan/status/../../../../etc/passwd", b"/market-scan/log/..%2f..%2fregistry",
        b"/market-scan/log/registry", b"/market-scan/stream/%00", b"/market-scan/results/%c3%28",
        b"/market-scan/log/" + b"../" * 500, b"/strategies/..%5c..%5cx", b"/universes/%2e%2e%2f",
        b"//market-scan//jobs", b"/market-scan/status/" + b"9" * 5000])), True),
    "query": lambda d: (get(
        b"/market-scan/jobs?" + d.choice([b"limit=", b"before=", b"since=", b"state="])
        + urllib.parse.quote_from_bytes(noise(d, 300)).encode()), True),
    "two lengths": lambda d: (
        b"POST /market-scan/start HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
        b"Content-Length: 7\r\n\r\nabcdefg", False),
    "length and chunks": lambda d: (
        b"POST /market-scan/start HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 5\r\n"
        b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False),
    "length that is none": lambda d: (
        b"POST /market-scan/start HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: "
        + d.choice([b"-1", b"9" * 30, b"0x10", b"1e3"]) + b"\r\n\r\nx", False),
    "broken chunks": lambda d: (
        b"POST /market-scan/start HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n"
        + d.choice([b"zz\r\n", b"-5\r\nabc", b"ffffffffffffffffff\r\n", b"5\r\nabc"]), False),
    "large body announced": lambda d: (
        b"POST /market-scan/start HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 4000000000\r\n\r\n"
        + b"{" * 1000, False),
    "too large a body": lambda d: (post(b"/market-scan/start", b" " * 1_200_000), True),
    "deep JSON": lambda d: (
        post(b"/market-scan/start", d.choice([b"[", b'{"a":']) * d.randrange(1000, 100_000)), True),
    "odd JSON": lambda d: (post(d.choice([b"/market-scan/start", b"/backtest", b"/session"]), d.choice([
        b'{"strategy":"\\ud800"}', b'{"strategy":"\xff\xfe"}', b'{"cash":1e999}', b'{"cash":-0}',
        b'{"strategy":"a","strategy":"b"}', b"\xef\xbb\xbf{}", b"nul", b'{"tickers":[null]}',
        b'{"strategy":"bollinger_bands","cash":' + b"9" * 400 + b"}", b"\x00", b"",
        b'{"strategy":"bollinger_bands","start_date":"0000-99-99"}',
        b'{"strategy":"bollinger_bands","source":"csv:/etc"}',
        b'{"strategy":"bollinger_bands","source":"csv:../../../etc/passwd"}',
        b'{"strategy":"bollinger_bands","universe":"file:/etc/passwd"}',
        b'{"strategy":"bollinger_bands","tickers":["../../../etc/passwd"]}',
    ])), True),
    "many tickers": lambda d: (post(
        b"/market-scan/start",
        b'{"strategy":"none","tickers":[' + b",".join(b'"T%d"' % i for i in range(60_000)) + b"]}"),
        True),
    "changed request": lambda d: (post(b"/market-scan/start", flipped(d, START)), True),
    "changed head": lambda d: (flipped(d, get(b"/market-scan/jobs", b"Accept: */*\r\n")), False),
    "place that is none": lambda d: (get(
        b"/market-scan/stream/" + job, b"Last-Event-ID: "
        + d.choice([visible(d, 2000), b"-1", b"9" * 40, b"1e3", b"0.1", b"3.1", b"3.0", b"3.99", b"4.9", b"%d" % d.randrange(100, 10**15),
                    b"\xe2\x80\xa8", b"0x1", b"1,2"]) + b"\r\n"), True),
    "key": lambda d: (post(
        b"/market-scan/start", START, b"Idempotency-Key: " + visible(d, 600) + b"\r\n"), True),
    "authorization": lambda d: (get(
        b"/market-scan/jobs", b"Authorization: " + visible(d, 4000) + b"\r\nCookie: tapedeck_token="
        + visible(d, 4000).replace(b";", b"a") + b"\r\n"), True),
    "pipeline": lambda d: (get(b"/health") * d.randrange(2, 50), True),
    "half a request": lambda d: (get(b"/health")[:d.randrange(1, 20)], False),
    "method": lambda d: (
        d.choice([b"BREW", b"CONNECT", b"TRACE", b"PRI", b"G" * 500])
        + b" /market-scan/jobs HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n", False),
    "another protocol": lambda d: (d.choice([
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", b"GET /health\r\n\r\n", b"GET /health HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"SSH-2.0-OpenSSH_9.2\r\n", b"*1\r\n$4\r\nPING\r\n"]), False),
}


def attack(number):
    """Makes one attack; returns its kind and the status of the answer, "none" for no answer."""
    dice = random.Random(seed * 1_000_003 + number)
    kind = dice.choice(list(ATTACKS))
    sent, is_whole = ATTACKS[kind](dice)
    try:
        peer = socket.create_connection(address, timeout=20)
    except OSError as error:
        return kind, f"refused: {error}"
    with peer:
        try:
            peer.sendall(sent)
            if not is_whole:
                # What it makes of the rest that never comes is its own affair.
                peer.settimeout(0.02)
            answer = peer.recv(12)
        except TimeoutError:
            return kind, "hangs" if is_whole else "none"
        except OSError:
            return kind, "none"
        if dice.random() < 0.3:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        return kind, answer[9:12].decode(errors="replace") if answer else "none"


def exchange(data, until=b""):
    with socket.create_connection(address, timeout=30) as peer:
        peer.sendall(data)
        answer = b""
        while until not in answer or not until:
            part = peer.recv(65536)
            if not part:
                break
            answer += part
        return answer


def settled():
    """Waits until the connections are closed, for as long as that may take, and looks."""
    end = time.monotonic() + 60
    while descriptors(pid) > quiet and time.monotonic() < end:
        time.sleep(0.1)
    return descriptors(pid), resident_bytes(pid)


quiet = descriptors(pid)
body = b'{"strategy":"bollinger_bands","tickers":["AAPL","MSFT"]}'
answer = exchange(
    post(b"/market-scan", body, b"Connection: close\r\n"))
job = answer.split(b'"job_id":"')[1].split(b'"')[0]

answers = collections.Counter()
with concurrent.futures.ThreadPoolExecutor(16) as pool:
    # What memory the service needs to serve so many at once, it has after the first part.
    first = count // 4
    answers.update(pool.map(attack, range(first)))
    _, before = settled()
    answers.update(pool.map(attack, range(first, count)))
    left, after = settled()

wrong = []
for (kind, status), times in sorted(answers.items()):
    print(f"{times:6} {status:>5} {kind}", file=sys.stderr)
    if status.startswith(("5", "refused", "hangs")):
        wrong.append(f"{kind} got {status}")
    if status == "none" and kind in (
            "odd JSON", "changed request", "query", "pipeline", "deep JSON", "many tickers"):
        wrong.append(f"{kind} got no answer")
print(f"memory {before / 2**20:.1f} -> {after / 2**20:.1f} MiB, descriptors {quiet} -> {left}",
      file=sys.stderr)
if left > quiet:
    wrong.append(f"{left - quiet} descriptors more than before")
if after > before + 16 * 2**20:
    wrong.append(f"memory grew by {(after - before) / 2**20:.1f} MiB")
if b" 200 OK" not in exchange(get(b"/health", b"Connection: close\r\n")):
    wrong.append("the service does not answer any more")
print("; ".join(wrong) or "unharmed")

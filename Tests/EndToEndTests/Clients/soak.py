"""Lets scans and followers come and go, and looks whether anything is left of them.

Usage: soak.py URL PID SECONDS SEED IDLE

First IDLE clients follow a scan that waits, and leave, twice; then for so many seconds scans
start, are followed, dropped, resumed, replayed and cancelled. Prints "as before" where all streams
were whole and memory and descriptors are back where they were; else what was wrong.
"""

import asyncio
import json
import random
import resource
import sys
import time
import urllib.parse

import process_facts

url, pid, seconds, seed, idle = sys.argv[1], *map(int, sys.argv[2:6])
host, port = urllib.parse.urlsplit(url).netloc.split(":")
resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
TICKERS = ["AAPL", "MSFT", "AMZN", "ABT", "XOM", "KO", "GE", "PG", "T", "VZ", "IBM", "NOPE"]
wrong = []


async def open_stream(path, last=None):
    reader, writer = await asyncio.open_connection(host, int(port))
    place = f"Last-Event-ID: {last}\r\n" if last is not None else ""
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{place}\r\n".encode())
    await writer.drain()
    head = await reader.readuntil(b"\r\n\r\n")
    return reader, writer, int(head.split()[1])


async def call(method, path, body=""):
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(
        f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
    answer = await reader.read()
    writer.close()
    return int(answer.split()[1]), answer.split(b"\r\n\r\n", 1)[1]


async def messages(reader):
    """The id and the data of each of a chunked answer's messages, until it ends."""
    text = b""
    while size := int(await reader.readuntil(b"\r\n"), 16):
        text += await reader.readexactly(size)
        await reader.readexactly(2)
        *whole, text = text.split(b"\n\n")
        for block in whole:
            lines = [line for line in block.split(b"\n")
                     if line != b":" and not line.startswith(b"retry: ")]
            fields = dict(line.split(b": ", 1) for line in lines)
            yield fields[b"id"].decode(), fields[b"data"]


async def follow(path, dice):
    """Follows a stream to its end, dropping it now and then; returns its messages."""
    got, last = [], None
    while True:
        reader, writer, status = await open_stream(path, last)
        if status == 204:
            writer.close()
            return got
        patience = dice.randrange(1, 30)
        try:
            async for last, data in messages(reader):
                got.append((last, data))
                patience -= 1
                if not patience:
                    break
        except asyncio.IncompleteReadError:
            pass
        writer.transport.abort() if dice.random() < 0.5 else writer.close()


async def visitor(number, end):
    dice = random.Random(seed * 1009 + number)
    while time.monotonic() < end:
        delay = dice.choice([0, 1, 20])
        tickers = json.dumps(dice.sample(TICKERS, dice.randrange(1, len(TICKERS))))
        status, body = await call(
            "POST", "/market-scan/start",
            f'{{"strategy":"sma_cross","source":"bundled?delay={delay}ms","tickers":{tickers}}}')
        if status == 429:
            await asyncio.sleep(0.05)
            continue
        if status != 202:
            wrong.append(f"start got {status}: {body[:200]}")
            return
        job = json.loads(body)["job_id"]
        path = f"/market-scan/stream/{job}?" + dice.choice(["every=1", "view=events"])
        followers = [follow(path, random.Random(dice.random())) for _ in range(3)]
        if dice.random() < 0.2:
            followers.append(call("POST", f"/market-scan/cancel/{job}"))
        streams = (await asyncio.gather(*followers))[:3]
        if not streams[0] == streams[1] == streams[2]:
            wrong.append(f"followers of {job} saw different streams")
        if not streams[0] or not any(
                end in streams[0][-1][1] for end in (b'"complete"', b'"cancelled"', b'"log_sealed"')):
            wrong.append(f"a stream of {job} has no end")
        counts["scans"] += 1


async def flee(path):
    """Asks for a stream and is gone before it can begin."""
    _, writer = await asyncio.open_connection(host, int(port))
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await writer.drain()
    writer.transport.abort()


async def hold(path):
    reader, writer, _ = await open_stream(path)
    await reader.readuntil(b"\n\n")
    return writer


def facts():
    return process_facts.descriptors(pid), process_facts.resident_bytes(pid) / 2**20


async def settle(descriptors):
    end = time.monotonic() + 60
    while facts()[0] > descriptors and time.monotonic() < end:
        await asyncio.sleep(0.1)
    return facts()


async def crowd(path, before):
    """Followers of an idle scan: how much memory each takes, and what is left when they go."""
    writers = []
    for _ in range(0, idle, 250):
        writers += await asyncio.gather(*(hold(path) for _ in range(250)))
    _, memory = facts()
    for writer in writers:
        writer.close()
    return memory, await settle(before)


async def main():
    body = '{"strategy":"sma_cross","source":"bundled?delay=60s"}'
    status, answer = await call("POST", "/market-scan/start", body)
    job = json.loads(answer)["job_id"]
    path = f"/market-scan/stream/{job}"
    quiet, empty = facts()
    full, (_, first) = await crowd(path, quiet)
    print(f"{idle} idle followers: {empty:.1f} -> {full:.1f} MiB, "
          f"{(full - empty) * 1024 / idle:.1f} KiB each", file=sys.stderr)
    again, (descriptors, second) = await crowd(path, quiet)
    print(f"left: {first:.1f}, the second time {again:.1f} -> {second:.1f} MiB", file=sys.stderr)
    if descriptors > quiet:
        wrong.append(f"{descriptors - quiet} descriptors are left of idle followers")
    if again > full * 1.1 + 4 or second > first * 1.1 + 4:
        wrong.append(f"memory grows with each crowd: {full:.0f}, {again:.0f} MiB; "
                     f"afterwards {first:.0f}, {second:.0f} MiB")
    for _ in range(10):
        await asyncio.gather(*(flee(path) for _ in range(100)))
    await call("POST", f"/market-scan/cancel/{job}")

    # What memory it takes to serve so many at once, the first fifth shows.
    for part, length in (("warm", seconds / 5), ("soak", seconds)):
        end = time.monotonic() + length
        await asyncio.gather(*(visitor(number, end) for number in range(8)))
        descriptors, memory = await settle(quiet)
        print(f"{part}: {counts['scans']} scans, {memory:.1f} MiB, {descriptors} descriptors",
              file=sys.stderr)
        if part == "warm":
            before, scans = memory, counts["scans"]
    # Of each scan the list keeps what it says of it.
    kept = (counts["scans"] - scans) * 2 / 1024
    if descriptors > quiet:
        wrong.append(f"{descriptors - quiet} descriptors are left")
    _, text = await call("GET", "/metrics")
    if b"\ntapedeck_stream_followers 0\n" not in text:
        wrong.append("followers are left that nobody is")
    if memory > before * 1.1 + kept + 4:
        wrong.append(f"memory grew from {before:.1f} to {memory:.1f} MiB")


counts = {"scans": 0}
asyncio.run(main())
print("; ".join(wrong[:5]) or "as before")

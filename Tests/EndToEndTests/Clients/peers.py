"""Peers that misbehave while they follow a stream. Usage: Clients.py MODE URL PID SECONDS

Prints what became of them as one word: the test compares it.
"""

import socket
import sys
import time
import urllib.parse

from process_facts import descriptors


def connect(url, extra=b""):
    parts = urllib.parse.urlsplit(url)
    peer = socket.create_connection((parts.hostname, parts.port))
    path = parts.path + ("?" + parts.query if parts.query else "")
    peer.sendall(f"GET {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n".encode() + extra + b"\r\n")
    return peer


def wait_until(condition, seconds):
    """Waits for what must come to pass, however long it takes up to a bound."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return condition()


def ask_for_much(url):
    """A connection that asks for a stream a hundred times: more than the kernel's buffers take."""
    parts = urllib.parse.urlsplit(url)
    peer = socket.socket()
    peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    peer.connect((parts.hostname, parts.port))
    request = f"GET {parts.path}?{parts.query} HTTP/1.1\r\nHost: {parts.netloc}\r\n\r\n"
    peer.sendall(request.encode() * 100)
    return peer


def stops_reading(url, pid, seconds):
    before = descriptors(pid)
    peer = ask_for_much(url)  # noqa: F841: it must stay open
    if not wait_until(lambda: descriptors(pid) > before, seconds):
        return "never connected"
    closed = wait_until(lambda: descriptors(pid) <= before, seconds)
    return "closed" if closed else "kept"


def reads_a_byte_a_second(url, pid, seconds):
    before = descriptors(pid)
    peer = ask_for_much(url)
    if not wait_until(lambda: descriptors(pid) > before, seconds):
        return "never connected"
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            peer.recv(1)
        except OSError:
            return "closed"
        if wait_until(lambda: descriptors(pid) <= before, 1):
            return "closed"
    return "kept"


def half_closes(url, pid, seconds):
    before = descriptors(pid)
    peer = connect(url)
    peer.recv(10)
    peer.shutdown(socket.SHUT_WR)
    return "noticed" if wait_until(lambda: descriptors(pid) <= before, seconds) else "kept"


def leaves(url, pid, seconds):
    before = descriptors(pid)
    peer = connect(url)
    peer.recv(10)
    peer.close()
    return "noticed" if wait_until(lambda: descriptors(pid) <= before, seconds) else "kept"


def dribbles_headers(url, pid, seconds):
    before = descriptors(pid)
    parts = urllib.parse.urlsplit(url)
    peer = socket.create_connection((parts.hostname, parts.port))
    end = time.monotonic() + seconds
    try:
        for byte in b"GET / HTTP/1.1\r\nX-Slow: " + b"a" * 100_000:
            peer.sendall(bytes([byte]))
            time.sleep(0.05)
            if descriptors(pid) <= before and time.monotonic() > end - seconds + 0.3:
                return "closed"
            if time.monotonic() > end:
                return "kept"
    except OSError:
        return "closed"
    return "kept"


def dribbles_body(url, pid, seconds):
    """Sends a body at a pace that never ends a pause of a second."""
    before = descriptors(pid)
    parts = urllib.parse.urlsplit(url)
    peer = socket.create_connection((parts.hostname, parts.port))
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: 100000\r\n\r\n"
    peer.sendall(head.encode())
    if not wait_until(lambda: descriptors(pid) > before, seconds):
        return "never connected"
    end = time.monotonic() + seconds
    try:
        while time.monotonic() < end:
            peer.sendall(b" ")
            time.sleep(0.2)
            if descriptors(pid) <= before:
                return "closed"
    except OSError:
        return "closed"
    return "kept"


def posts_and_leaves(url, pid, seconds):
    """Asks for results that take long, and goes before there are any."""
    parts = urllib.parse.urlsplit(url)
    body = b'{"strategy":"bollinger_bands","source":"bundled?delay=60s"}'
    head = f"POST {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Length: {len(body)}\r\n"
    head += "Idempotency-Key: the-same\r\n\r\n"
    # The first one leaves its scan behind, whose tape stays open.
    for count in (1, 10):
        before = descriptors(pid)
        peers = []
        for _ in range(count):
            peer = socket.create_connection((parts.hostname, parts.port))
            peer.sendall(head.encode() + body)
            peers.append(peer)
        if not wait_until(lambda: descriptors(pid) >= before + count, seconds):
            return "never connected"
        if count == 1 and not wait_until(lambda: descriptors(pid) >= before + 2, seconds):
            return "never started"
        for peer in peers:
            peer.close()
        left = before + (1 if count == 1 else 0)
        if not wait_until(lambda: descriptors(pid) <= left, seconds):
            return f"kept {descriptors(pid) - left}"
    return "noticed"


MODES = {
    "dribbles-body": dribbles_body,
    "posts-and-leaves": posts_and_leaves,
    "stops-reading": stops_reading,
    "reads-a-byte-a-second": reads_a_byte_a_second,
    "half-closes": half_closes,
    "leaves": leaves,
    "dribbles-headers": dribbles_headers,
}

mode, url, pid, seconds = sys.argv[1:]
print(MODES[mode](url, int(pid), float(seconds)))

"""Clients of a service that speaks TLS. Usage: tls_peers.py MODE URL CERTIFICATE NUMBER

Prints what became of them as one word or number: the test compares it.
"""

import os
import signal
import socket
import ssl
import sys
import time
import urllib.parse
import urllib.request

mode, url, certificate, number = sys.argv[1:]
parts = urllib.parse.urlsplit(url)


def is_closed(peer):
    peer.settimeout(float(number))
    try:
        while peer.recv(4096):
            pass
        return "closed"
    except ConnectionError:
        return "closed"
    except TimeoutError:
        return "kept"


def says_nothing():
    with socket.create_connection((parts.hostname, parts.port)) as peer:
        return is_closed(peer)


def says_half_a_hello():
    context = ssl.create_default_context(cafile=certificate)
    hello = ssl.MemoryBIO()
    handshake = context.wrap_bio(ssl.MemoryBIO(), hello, server_hostname=parts.hostname)
    try:
        handshake.do_handshake()
    except ssl.SSLWantReadError:
        pass
    with socket.create_connection((parts.hostname, parts.port)) as peer:
        peer.sendall(hello.read()[:100])
        return is_closed(peer)


PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
ACK, END_STREAM, END_HEADERS = 1, 1, 4


class HTTP2Peer:
    """A client of HTTP/2 that says what it is told to, and no more (RFC 9113)."""

    def __init__(self):
        context = ssl.create_default_context(cafile=certificate)
        context.set_alpn_protocols(["h2"])
        plain = socket.create_connection((parts.hostname, parts.port))
        self.peer = context.wrap_socket(plain, server_hostname=parts.hostname)
        self.peer.sendall(PREFACE + self.frame(SETTINGS, 0, 0, b""))
        self.received = b""

    @staticmethod
    def frame(kind, flags, stream, payload):
        return (len(payload).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + payload)

    def send(self, kind, flags, stream, payload):
        self.peer.sendall(self.frame(kind, flags, stream, payload))

    def request(self, stream, method, path, ends=False):
        """Makes a request, or begins it; header fields are literals that are not indexed (RFC 7541)."""
        fields = {":method": method, ":scheme": "https", ":authority": parts.netloc,
                  ":path": path}
        block = b"".join(
            b"\0" + bytes([len(name)]) + name.encode() + bytes([len(value)]) + value.encode()
            for name, value in fields.items())
        self.send(HEADERS, END_HEADERS | (END_STREAM if ends else 0), stream, block)

    def next_frame(self, seconds):
        """The kind of the next frame; None where none comes in time, "closed" at the end."""
        self.peer.settimeout(seconds)
        try:
            while len(self.received) < 9 or len(self.received) < 9 + int.from_bytes(
                    self.received[:3], "big"):
                piece = self.peer.recv(65536)
                if not piece:
                    return "closed"
                self.received += piece
        except TimeoutError:
            return None
        except OSError:
            return "closed"
        kind, self.flags = self.received[3:5]
        end = 9 + int.from_bytes(self.received[:3], "big")
        self.payload, self.received = self.received[9:end], self.received[end:]
        return kind


def dribbles_body_http2():
    """Sends a body that never ends, some bytes a second."""
    peer = HTTP2Peer()
    peer.request(1, "POST", "/market-scan/start")
    end = time.monotonic() + float(number)
    while time.monotonic() < end:
        try:
            peer.send(DATA, 0, 1, b" ")
        except OSError:
            return "closed"
        if peer.next_frame(0.2) in (RST_STREAM, "closed"):
            return "closed"
    return "kept"


def answers_nothing_http2():
    """Says no more than it must, and never answers a PING."""
    peer = HTTP2Peer()
    end = time.monotonic() + float(number)
    while time.monotonic() < end:
        if peer.next_frame(end - time.monotonic()) == "closed":
            return "closed"
    return "kept"


def takes_slowly():
    """Lets the service send little at a time; where `number` is a process, also ends it meanwhile.

    Prints whether it has got the end of the response, and how many bytes before it.
    """
    peer = HTTP2Peer()
    peer.send(WINDOW_UPDATE, 0, 0, (1 << 28).to_bytes(4, "big"))
    peer.request(1, "GET", parts.path + ("?" + parts.query if parts.query else ""), ends=True)
    taken, is_told, is_ending = 0, number == "0", number == "0"
    while True:
        kind = peer.next_frame(30)
        if kind == DATA:
            taken += len(peer.payload)
            if peer.flags & END_STREAM:
                return f"whole {taken}"
        elif kind == PING and not peer.flags & ACK:
            peer.send(PING, ACK, 0, peer.payload)
        elif kind == GOAWAY:
            is_ending = True
        elif kind == RST_STREAM:
            return f"reset after {taken}"
        elif kind in (None, "closed"):
            return f"{kind} after {taken}"
        if taken >= 65535 and not is_told:
            is_told = True
            os.kill(int(number), signal.SIGTERM)
        if taken >= 65535 and is_ending and kind in (DATA, GOAWAY):
            # Less than a frame, so that there is always more that waits.
            peer.send(WINDOW_UPDATE, 0, 1, (2_000).to_bytes(4, "big"))


def followers():
    """Waits until as many clients follow streams as `number` says; prints how many do."""
    context = ssl.create_default_context(cafile=certificate)
    end = time.monotonic() + 30
    while True:
        text = urllib.request.urlopen(url + "/metrics", context=context).read().decode()
        found = next(line.split()[1] for line in text.splitlines()
                     if line.startswith("tapedeck_stream_followers "))
        if found == number or time.monotonic() > end:
            return found
        time.sleep(0.05)


def browser():
    """How many of so many streams a browser opens at once."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = chromium.new_page(ignore_https_errors=True)
        page.goto(f"https://{parts.netloc}/health")
        open_streams = page.evaluate(
            """async ([url, count]) => {
                const heard = new Set();
                const sources = [];
                for (let index = 0; index < count; index++) {
                    const source = new EventSource(`${url}?every=${index + 1}`);
                    source.onmessage = () => heard.add(index);
                    sources.push(source);
                }
                // Those that can open do so at once; the others have a while to prove us wrong.
                for (let round = 0; round < 40 && heard.size < count; round++) {
                    await new Promise(resolve => setTimeout(resolve, 100));
                }
                sources.forEach(source => source.close());
                return heard.size;
            }""",
            [url, int(number)])
        chromium.close()
        return open_streams


print({
    "says-nothing": says_nothing,
    "says-half-a-hello": says_half_a_hello,
    "dribbles-body": dribbles_body_http2,
    "answers-nothing": answers_nothing_http2,
    "takes-slowly": takes_slowly,
    "followers": followers,
    "browser": browser,
}[mode]())

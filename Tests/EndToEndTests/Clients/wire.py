"""Requests as bytes, to a service on this machine, from any of its addresses."""

import socket

HOST = "127.0.0.1"


def request(method, path, body=b"", headers=b""):
    length = b"Content-Length: %d\r\n" % len(body) if method == "POST" else b""
    return (
        f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\n".encode() + length + headers
        + b"\r\n" + body)


class Service:
    """Where a service listens, and how many seconds its clients wait for it."""

    def __init__(self, port, timeout=20):
        self.port, self.timeout = port, timeout

    def connect(self, source, timeout=None, window=None):
        """A connection from an address; with a window, the system takes few bytes ahead."""
        peer = socket.socket()
        if window:
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, window)
        peer.settimeout(timeout or self.timeout)
        try:
            peer.bind((source, 0))
            peer.connect((HOST, self.port))
        except OSError:
            peer.close()
            raise
        return peer

    def exchange(self, source, data):
        """Sends a request and returns the status and the body, status 0 where there is no answer."""
        head, end = data.split(b"\r\n", 1)
        try:
            with self.connect(source) as peer:
                peer.sendall(head + b"\r\nConnection: close\r\n" + end)
                answer = b""
                while part := peer.recv(1 << 20):
                    answer += part
            return int(answer[9:12]), answer.split(b"\r\n\r\n", 1)[1]
        except (OSError, ValueError, IndexError):
            return 0, b""


class KeptConnection:
    """Asks again and again by one connection, as long as the service keeps it."""

    def __init__(self, service, source):
        self.service, self.source, self.peer = service, source, None

    def exchange(self, data):
        """Sends a request and returns the status and the body, status 0 where there is no answer."""
        try:
            if self.peer is None:
                self.peer = self.service.connect(self.source)
            self.peer.sendall(data)
            answer = b""
            while b"\r\n\r\n" not in answer:
                answer += self._receive()
            head, body = answer.split(b"\r\n\r\n", 1)
            lines = dict(line.lower().split(b": ", 1) for line in head.split(b"\r\n")[1:])
            while len(body) < int(lines[b"content-length"]):
                body += self._receive()
            return int(head[9:12]), body
        except (OSError, ValueError, KeyError, IndexError):
            if self.peer:
                self.peer.close()
            self.peer = None
            return 0, b""

    def _receive(self):
        part = self.peer.recv(1 << 16)
        if not part:
            raise ConnectionError
        return part

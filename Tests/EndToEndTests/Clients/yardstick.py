"""A service that does next to nothing: how late it is, the machine is.

It answers as soon as it is asked; at /disk once it has made three small writes durable, as many as
the start of a scan takes.
"""

import os
import socket

from wire import HOST


def serve(listener, path):
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    while True:
        peer, _ = listener.accept()
        with peer:
            try:
                asked = peer.recv(65536)
                if b" /disk " in asked:
                    for _ in range(3):
                        os.pwrite(file, b"x" * 1024, 0)
                        os.fdatasync(file)
                peer.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            except OSError:
                pass


def listener():
    return socket.create_server((HOST, 0), backlog=128)

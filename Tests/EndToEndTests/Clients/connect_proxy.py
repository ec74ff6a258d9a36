"""A proxy that tunnels (CONNECT), for tests: prints its port, then a line for each request.

Whatever host is asked for, it connects to the address that it is given; without one it refuses.
"""

import socket
import sys
import threading


def relay(source, target):
    try:
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def serve(client, target):
    request = b""
    while b"\r\n\r\n" not in request:
        data = client.recv(65536)
        if not data:
            return
        request += data
    head, rest = request.split(b"\r\n\r\n", 1)
    lines = head.decode("ascii").split("\r\n")
    fields = {line.split(":", 1)[0].lower(): line.split(":", 1)[1].strip() for line in lines[1:]}
    print(lines[0], fields.get("proxy-authorization", "-"), flush=True)
    if target is None:
        client.sendall(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n")
        client.close()
        return
    host, port = target.rsplit(":", 1)
    server = socket.create_connection((host, int(port)))
    client.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
    if rest:
        server.sendall(rest)
    back = threading.Thread(target=relay, args=(server, client), daemon=True)
    back.start()
    relay(client, server)
    back.join()


def main(target=None):
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    while True:
        client, _ = listener.accept()
        threading.Thread(target=serve, args=(client, target), daemon=True).start()


main(*sys.argv[1:])

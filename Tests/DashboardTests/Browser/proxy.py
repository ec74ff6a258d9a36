"""A proxy that stands between a page and the service, and treats streams badly."""

import http.client
import http.server
import socketserver
import threading
import urllib.parse


class Proxy:
    """Passes requests on; what it does to the bytes of streams is for `treat` to say.

    `treat(number, blocks)` gets the number of the stream and an iterator of its blocks, and
    yields those that come through; when it ends, the connection is cut.
    """

    def __init__(self, url, treat):
        upstream = urllib.parse.urlsplit(url)
        self.streams = 0
        proxy = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def pass_on(self):
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length) if length else None
                headers = {name: value for name, value in self.headers.items()
                           if name.lower() not in ("connection", "accept-encoding", "host")}
                headers["Host"] = f"127.0.0.1:{proxy.port}"
                connection = http.client.HTTPConnection(upstream.hostname, upstream.port)
                self.close_connection = True
                try:
                    connection.request(self.command, self.path, body, headers)
                    self.answer(connection.getresponse())
                except OSError:
                    pass
                finally:
                    connection.close()

            def answer(self, answer):
                is_stream = (answer.headers.get("Content-Type") or "") == "text/event-stream"
                self.send_response(answer.status)
                for name, value in answer.getheaders():
                    if name.lower() not in ("transfer-encoding", "connection"):
                        self.send_header(name, value)
                self.send_header("Connection", "close")
                self.end_headers()
                if not is_stream:
                    self.wfile.write(answer.read())
                    return
                proxy.streams += 1
                for block in treat(proxy.streams, blocks_of(answer)):
                    self.wfile.write(block)
                    self.wfile.flush()

            do_GET = do_POST = do_DELETE = do_OPTIONS = pass_on

        class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
            daemon_threads = True
            request_queue_size = 64

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def end(self):
        self.server.shutdown()
        self.server.server_close()


def blocks_of(answer):
    """The blocks of a stream, each with its empty line."""
    lines = []
    while True:
        line = answer.readline()
        if not line:
            return
        lines.append(line)
        if line == b"\n":
            yield b"".join(lines)
            lines = []

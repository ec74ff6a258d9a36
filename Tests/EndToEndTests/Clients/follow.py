"""Follows a stream with a client that people use, through drops, until it ends.

Usage: follow.py CLIENT URL [unix:SOCKET] [DROP_BYTES ...]

Between client and service stands a proxy that cuts the first connections after so many bytes of
the answer; with a SOCKET, the service is reached there. Prints a JSON line [id, data] for each event; a client without a reconnect of its own
is resumed with Last-Event-ID, as its users must.
"""

import asyncio
import json
import socket
import sys
import threading
import time
import urllib.parse


class CuttingProxy(threading.Thread):
    """Forwards connections, and cuts the answers of the first ones short."""

    def __init__(self, url, drops, path=None):
        super().__init__(daemon=True)
        self.path = path
        self.target = urllib.parse.urlsplit(url)
        self.drops = list(drops)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = url.replace(self.target.netloc, f"127.0.0.1:{self.listener.getsockname()[1]}")

    def run(self):
        while True:
            peer, _ = self.listener.accept()
            limit = self.drops.pop(0) if self.drops else None
            threading.Thread(target=self.forward, args=(peer, limit), daemon=True).start()

    def forward(self, peer, limit):
        try:
            server = self.connect()
        except OSError:
            peer.close()
            return
        threading.Thread(target=self.upload, args=(peer, server), daemon=True).start()
        left = limit
        try:
            while data := server.recv(4096):
                if left is not None:
                    data = data[:left]
                    left -= len(data)
                peer.sendall(data)
                if left == 0:
                    break
        except OSError:
            pass
        for end in (peer, server):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()

    def connect(self):
        if self.path is None:
            return socket.create_connection((self.target.hostname, self.target.port))
        server = socket.socket(socket.AF_UNIX)
        server.connect(self.path)
        return server

    @staticmethod
    def upload(peer, server):
        try:
            while data := peer.recv(4096):
                server.sendall(data)
        except OSError:
            pass


def is_last(data):
    return '"type":"complete"' in data or '"type":"cancelled"' in data or '"type":"log_sealed"' in data


def show(event_id, data):
    print(json.dumps([event_id, data]), flush=True)


def resuming(connect):
    """Runs a client that does not reconnect, again and again from where it was."""
    last = None
    while True:
        try:
            for event_id, data in connect(last):
                # A client without a sense for the end of a block may show half of one.
                last = event_id
                show(event_id, data)
        except Exception as error:  # noqa: BLE001: whatever the client calls a drop
            print(f"dropped: {error!r}", file=sys.stderr)
        if connect.ended:
            return
        time.sleep(0.05)


def httpx_sse(url):
    import httpx
    from httpx_sse import connect_sse

    def connect(last):
        headers = {} if last is None else {"Last-Event-ID": last}
        with httpx.Client(timeout=60) as client:
            with connect_sse(client, "GET", url, headers=headers) as source:
                if source.response.status_code == 204:
                    connect.ended = True
                    return
                for event in source.iter_sse():
                    yield event.id, event.data

    connect.ended = False
    resuming(connect)


def sseclient_py(url):
    import requests
    import sseclient

    def connect(last):
        headers = {} if last is None else {"Last-Event-ID": last}
        with requests.get(url, headers=headers, stream=True, timeout=60) as answer:
            if answer.status_code == 204:
                connect.ended = True
                return
            for event in sseclient.SSEClient(answer).events():
                yield event.id, event.data

    connect.ended = False
    resuming(connect)


def requests_sse(url):
    import requests_sse

    # It comes back by itself; that the stream has ended it takes for an error.
    try:
        with requests_sse.EventSource(url, reconnection_time=_milliseconds(50), timeout=60) as source:
            for event in source:
                show(event.last_event_id, event.data)
    except requests_sse.InvalidStatusCodeError as error:
        if error.status_code != 204:
            raise


def _milliseconds(count):
    import datetime

    return datetime.timedelta(milliseconds=count)


def aiohttp_sse_client(url):
    from aiohttp_sse_client import client

    import aiohttp

    async def follow():
        last = None
        while True:
            headers = {} if last is None else {"Last-Event-ID": last}
            try:
                async with client.EventSource(
                    url, reconnection_time=_milliseconds(50), max_connect_retry=10,
                    headers=headers,
                ) as source:
                    async for event in source:
                        last = event.last_event_id
                        show(last, event.data)
            except ConnectionAbortedError:
                # So it calls a 204.
                return
            except aiohttp.ClientPayloadError:
                # It comes back after an answer that ended, not after one that was cut off.
                continue

    asyncio.run(follow())


def curl(url, *options):
    import subprocess

    def connect(last):
        headers = [] if last is None else ["--header", f"Last-Event-ID: {last}"]
        command = ["curl", "--silent", "--no-buffer", "--write-out", "%{stderr}%{http_code}"]
        answer = subprocess.run(
            command + list(options) + headers + [url], capture_output=True, check=False)
        if answer.stderr == b"204":
            connect.ended = True
            return
        whole = answer.stdout.decode(errors="replace")
        for block in whole.split("\n\n")[:-1]:
            fields = dict(line.split(": ", 1) for line in block.split("\n") if line != ":")
            yield fields["id"], fields["data"]

    connect.ended = False
    resuming(connect)


def curl_compressed(url):
    curl(url, "--compressed")


def chromium(url):
    from playwright.sync_api import sync_playwright

    origin = url.split("/market-scan")[0]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.expose_function("show", lambda event_id, data: show(event_id, data))
        page.goto(origin + "/health")
        page.evaluate(
            """url => new Promise(resolve => {
                const source = new EventSource(url);
                let shown = Promise.resolve();
                source.onmessage = event => {
                    shown = shown.then(() => window.show(event.lastEventId, event.data));
                };
                source.onerror = () => {
                    // 204 is the one answer that ends it for good; a drop leaves it connecting.
                    if (source.readyState === EventSource.CLOSED) shown.then(resolve);
                };
            })""",
            url)
        browser.close()


CLIENTS = {
    "httpx-sse": httpx_sse,
    "sseclient-py": sseclient_py,
    "requests-sse": requests_sse,
    "aiohttp-sse-client": aiohttp_sse_client,
    "curl": curl,
    "curl-compressed": curl_compressed,
    "chromium": chromium,
}

if __name__ == "__main__":
    name, address, *cuts = sys.argv[1:]
    sockets = [cut.removeprefix("unix:") for cut in cuts if cut.startswith("unix:")]
    drops = [int(cut) for cut in cuts if not cut.startswith("unix:")]
    proxy = CuttingProxy(address, drops, *sockets)
    proxy.start()
    CLIENTS[name](proxy.url)

"""Puts a real proxy, configured as Tools/deploy says, before the service, and looks through it.

Usage: proxies.py nginx|haproxy|caddy|apache on|off TAPEDECK REPLAY

First a live stream is read beside the service's own, event by event: those that come through the
proxy must not be late. Then Chromium follows a scan while the service is killed, stays away until
the browser has asked for it in vain, and is started again: it must get every message once. With
`on`, the proxy compresses by itself, too, and clients take gzip.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
import zlib

from playwright.sync_api import sync_playwright

DEPLOY = pathlib.Path(__file__).resolve().parents[3] / "Tools" / "deploy"
#: How much later than the service's own events those of a proxy may come, in seconds.
LATEST = 0.06


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def nginx(directory, text, port, gzip):
    compress = "gzip on; gzip_types text/event-stream application/json;" if gzip else ""
    paths = " ".join(f"{name}_temp_path {directory}/{name};" for name in (
        "client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (directory / "nginx.conf").write_text(
        f"pid {directory}/pid; error_log {directory}/error; daemon off; master_process off;\n"
        f"events {{}} http {{ access_log off; {paths} {compress}\n"
        f"server {{ listen 127.0.0.1:{port};\n{text} }} }}")
    return ["/usr/sbin/nginx", "-c", f"{directory}/nginx.conf"]


def haproxy(directory, text, port, gzip):
    if gzip:
        text = text.replace(
            "mode http\n",
            "mode http\n    compression algo gzip\n    compression type text/event-stream\n")
    (directory / "haproxy.cfg").write_text(text.replace("127.0.0.1:8080", f"127.0.0.1:{port}"))
    return ["/usr/sbin/haproxy", "-db", "-q", "-f", f"{directory}/haproxy.cfg"]


def caddy(directory, text, port, gzip):
    compress = "\tencode gzip\n" if gzip else ""
    (directory / "Caddyfile").write_text(
        "{\n\tadmin off\n}\n" + text.replace(":8080 {\n", f"http://127.0.0.1:{port} {{\n" + compress))
    return ["/usr/bin/caddy", "run", "--adapter", "caddyfile", "--config", f"{directory}/Caddyfile"]


def apache(directory, text, port, gzip):
    names = ["mpm_event", "authz_core", "proxy", "proxy_http", "headers", "alias", "asis"]
    modules = "\n".join(
        f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so"
        for name in names + (["filter", "deflate"] if gzip else []))
    compress = "SetOutputFilter DEFLATE" if gzip else ""
    away = DEPLOY / "tapedeck-away.asis"
    text = text.replace("/etc/apache2/tapedeck-away.asis", str(away))
    (directory / "apache.conf").write_text(
        f"ServerRoot {directory}\nDefaultRuntimeDir {directory}\nPidFile {directory}/pid\n"
        f"ErrorLog {directory}/error\nServerName localhost\nListen 127.0.0.1:{port}\n{modules}\n"
        f"{compress}\n<VirtualHost *:*>\n{text}\n</VirtualHost>\n")
    return ["/usr/sbin/apache2", "-D", "FOREGROUND", "-f", f"{directory}/apache.conf"]


PROXIES = {
    "nginx": (nginx, "nginx.conf"), "haproxy": (haproxy, "haproxy.cfg"),
    "caddy": (caddy, "Caddyfile"), "apache": (apache, "apache.conf"),
}


class Service:
    """`tapedeck serve`, which may be killed and started again on its port."""

    def __init__(self, program, directory, port):
        self.program, self.directory, self.port = program, directory, port
        self.start()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, "serve", "--requests-per-second", "0", "--port", str(self.port),
             "--var", str(self.directory), "--log-level", "warning"],
            stdout=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        assert line.startswith("Listening on "), line

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        self.process.wait(30)

    def scan(self, delay, tickers):
        body = json.dumps({
            "strategy": "bollinger_bands", "source": f"bundled?delay={delay}ms",
            "tickers": tickers}).encode()
        url = f"http://127.0.0.1:{self.port}/market-scan/start"
        with urllib.request.urlopen(url, body, timeout=60) as answer:
            return json.load(answer)["job_id"]


@contextlib.contextmanager
def running(command, port):
    """A proxy, from when it listens."""
    process = subprocess.Popen(
        command, env={**os.environ, "XDG_DATA_HOME": "/nonexistent", "HOME": "/nonexistent"},
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, start_new_session=True)
    output = []
    threading.Thread(target=lambda: output.extend(process.stdout), daemon=True).start()
    try:
        end = time.monotonic() + 30
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                assert process.poll() is None and time.monotonic() < end, output
                time.sleep(0.05)
        yield
    except BaseException:
        sys.stderr.write(b"".join(output[-20:]).decode())
        raise
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def arrivals(port, path, gzip, times):
    """Notes when each event of a stream has come."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip" if gzip else "identity"})
    answer = connection.getresponse()
    assert answer.status == 200, answer.status
    packed = answer.headers.get("Content-Encoding") == "gzip"
    assert packed == gzip, answer.headers.items()
    inflate = zlib.decompressobj(31)
    text = b""
    while data := answer.read1(65536):
        text += inflate.decompress(data) if packed else data
        *whole, text = text.split(b"\n\n")
        for block in whole:
            number = re.search(rb"^id: (.*)$", block, re.M)[1]
            times[number] = time.monotonic()


def events_are_not_late(service, port, gzip):
    job = service.scan(150, TICKERS[:16])
    path = f"/market-scan/stream/{job}?view=events"
    direct, proxied = {}, {}
    threads = [threading.Thread(target=arrivals, args=(target, path, gzip, times))
               for target, times in ((service.port, direct), (port, proxied))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert list(direct) == list(proxied) and len(direct) > 16, (direct, proxied)
    delays = sorted(proxied[number] - direct[number] for number in direct)
    # Those of the beginning and the end come at once, and tell of connecting alone.
    median, worst = statistics.median(delays), delays[-2]
    print(f"late by {1000 * median:.1f} ms, at worst {1000 * worst:.1f} ms")
    assert median < LATEST, delays


def chromium_misses_nothing(service, port, replay):
    url = f"http://127.0.0.1:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.goto(url + "/health")
        # Not before: a browser may take longer to start than a scan to run.
        job = service.scan(400, TICKERS)
        page.evaluate(
            """url => {
                Object.assign(window, { seen: [], errors: 0, isOver: false });
                const source = new EventSource(url);
                source.onmessage = ({ lastEventId, data }) => seen.push([lastEventId, data]);
                source.onerror = () => {
                    errors += 1;
                    isOver = source.readyState === EventSource.CLOSED;
                };
            }""", f"{url}/market-scan/stream/{job}?every=1")
        wait(page, "seen.length >= 8", "the first messages")
        service.end(signal.SIGKILL)
        # The first is the cut; each one after that, an attempt in vain.
        wait(page, "errors >= 3 || isOver", "attempts in vain")
        before = page.evaluate("seen.length")
        assert not page.evaluate("isOver"), f"closed for good after {before} messages"
        service.start()
        # The 204 after the end is the one answer that ends it for good.
        wait(page, "isOver", "the end")
        seen = page.evaluate("seen")
        browser.close()
    text = subprocess.run(
        [replay, "stream", job, "--every", "1", "--var", str(service.directory)],
        capture_output=True, text=True, check=True).stdout
    expected = [list(pair) for pair in re.findall(r"id: (.*)\ndata: (.*)\n\n", text)]
    print(f"{before} messages before the kill, {len(seen)} of {len(expected)} in all")
    assert seen == expected
    assert any('"type":"resumed"' in data for _, data in seen) and len(seen) > before


def wait(page, expression, what, timeout=60):
    end = time.monotonic() + timeout
    while not page.evaluate(expression):
        assert time.monotonic() < end, f"{what}: not within {timeout} s"
        page.wait_for_timeout(20)


TICKERS = (
    "AAPL MSFT AMZN NOPE ABT XOM KO GE PG T VZ IBM CSCO INTC PFE MRK WMT HD MCD DIS BA MMM CAT JPM "
    "AXP GS NKE UNH TRV UTX").split()


def main(name, compression, program, replay):
    gzip = compression == "on"
    configure, file = PROXIES[name]
    with tempfile.TemporaryDirectory(prefix="tapedeck-proxy-") as path:
        directory = pathlib.Path(path)
        service = Service(program, directory / "var", free_port())
        try:
            port = free_port()
            text = (DEPLOY / file).read_text().replace("127.0.0.1:8000", f"127.0.0.1:{service.port}")
            with running(configure(directory, text, port, gzip), port):
                events_are_not_late(service, port, gzip)
                chromium_misses_nothing(service, port, replay)
        finally:
            service.end(signal.SIGKILL)


main(*sys.argv[1:])

"""Clients of a service that speaks TLS. Usage: tls_peers.py MODE URL CERTIFICATE NUMBER

Prints what became of them as one word or number: the test compares it.
"""

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
    "followers": followers,
    "browser": browser,
}[mode]())

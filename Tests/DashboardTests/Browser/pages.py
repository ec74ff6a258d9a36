"""Pages of the dashboard in Debian's Chromium; a fault of a page is one of the test."""

import contextlib
import time

from playwright.sync_api import sync_playwright

#: A name of this machine that browsers take for one of another.
ELSEWHERE = "elsewhere.test"
#: What a browser says of its own accord about requests that tests make fail on purpose.
EXPECTED = ("Failed to load resource", "net::ERR_", "CORS policy")


@contextlib.contextmanager
def browser():
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", f"--host-resolver-rules=MAP {ELSEWHERE} 127.0.0.1"])
        try:
            yield chromium
        finally:
            chromium.close()


def open_page(context, url, **settings):
    """A page at an address, whose faults are raised by `check`."""
    page = context.new_page(**settings)
    page.set_default_timeout(20_000)
    page.faults = []

    def note(message):
        if message.type == "error" and not any(text in message.text for text in EXPECTED):
            page.faults.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: page.faults.append(f"{error}\n{error.stack}"))
    page.goto(url)
    return page


def check(page):
    """Raises what went wrong in a page: a thrown error, a break of the content policy."""
    assert page.faults == [], "\n".join(page.faults)
    assert page.locator("#fault").count() == 0, page.locator("#fault").inner_text()


def wait(page, expression, argument=None, timeout=20_000):
    """Waits until an expression of the page, or a function of the argument, is true."""
    # Playwright's own waiting evaluates text in the page, which the content policy forbids.
    end = time.monotonic() + timeout / 1000
    while not page.evaluate(expression, argument):
        assert time.monotonic() < end, f"not within {timeout} ms: {expression} ({argument})"
        page.wait_for_timeout(40)


def text(page, selector):
    return page.locator(selector).inner_text()


def figure(page, label):
    """What stands beside a label of the progress panel."""
    return page.evaluate(
        """label => [...document.querySelectorAll('.progress .figures dt')]
            .find(node => node.textContent === label).nextElementSibling.textContent""", label)


def wait_for_state(page, name, timeout=60_000):
    """Waits until the scan that is shown is in a state, such as Completed."""
    page.locator(".scan-head .state", has_text=name).wait_for(timeout=timeout)

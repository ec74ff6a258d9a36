"""The React component, type-checked, bundled and run: through losses, a kill, the end, unmounting,
and in two tabs. It lives on a page of its own origin, as those of users do."""

import http.server
import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import urllib.parse
import urllib.request

from pages import browser, check, open_page, text, wait
from proxy import Proxy
from service import Services

FOLDER = pathlib.Path(__file__).resolve().parent / "react"
ROOT = FOLDER.parents[3]
MODULES = "/usr/share/nodejs"
TICKERS = "AAPL MSFT AMZN ABT XOM KO GE PG T VZ IBM CSCO NOPE INTC NONE PFE MRK WMT HD MCD"


def build(directory):
    """Checks the types and bundles the page; an error that is put in must be found."""
    checked = subprocess.run(["tsc", "-p", FOLDER], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout
    text_of_page = (FOLDER / "app.tsx").read_text()
    wrong = text_of_page.replace("every={1}", 'every="1"').replace('"../../../../', f'"{ROOT}/')
    pathlib.Path(directory, "wrong.tsx").write_text(wrong)
    project = pathlib.Path(directory, "tsconfig.json")
    project.write_text(
        json.dumps({"extends": str(FOLDER / "tsconfig.json"), "files": ["wrong.tsx"]}))
    checked = subprocess.run(["tsc", "-p", project], capture_output=True, text=True)
    assert "not assignable to type 'number'" in checked.stdout, checked.stdout
    subprocess.run(
        ["esbuild", FOLDER / "app.tsx", "--bundle", "--minify", "--jsx=automatic",
         '--define:process.env.NODE_ENV="development"', f"--outfile={directory}/app.js",
         "--log-level=error"], check=True, env={"NODE_PATH": MODULES, "PATH": "/usr/bin:/bin"})
    pathlib.Path(directory, "index.html").write_text(
        '<!doctype html><html lang="en"><title>A page</title><div id="root"></div>'
        '<script src="app.js"></script>')


def serve(directory):
    """Serves the page from an origin of its own."""
    class Handler(http.server.SimpleHTTPRequestHandler):
        def __init__(self, *arguments):
            super().__init__(*arguments, directory=directory)

        def log_message(self, *_):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, f"http://127.0.0.1:{server.server_address[1]}"


class Page:
    """The page with the component."""

    def __init__(self, context, origin, service_url, **query):
        values = urllib.parse.urlencode({"service": service_url, **query})
        self.page = open_page(context, f"{origin}/?{values}")

    def start(self):
        self.page.get_by_role("button", name="Start market scan").click()
        wait(self.page, "document.getElementById('job').textContent !== ''")
        return text(self.page, "#job")

    def wait_for_phase(self, name, timeout=60_000):
        self.page.locator(".phase", has_text=name).wait_for(timeout=timeout)

    def seen(self):
        return self.page.evaluate("window.seen")


def expected(service, job):
    """The messages of the whole stream, each with its id."""
    with urllib.request.urlopen(f"{service.url}/market-scan/stream/{job}?every=1") as answer:
        blocks = answer.read().decode().split("\n\n")
    fields = [dict(line.split(": ", 1) for line in block.split("\n") if ": " in line)
              for block in blocks]
    return [[float(each["id"]), json.loads(each["data"])] for each in fields if "id" in each]


class Loss:
    """Cuts one stream after four messages, and loses three more on the way."""

    def __init__(self):
        self.lost = 0

    def treat(self, _number, blocks):
        for index, block in enumerate(blocks):
            if index < 4 or self.lost == 3:
                yield block
                continue
            self.lost += 1
            if self.lost == 3:
                return


def three_lost_messages_are_made_up_for(context, origin, service):
    loss = Loss()
    proxy = Proxy(service.url, loss.treat)
    mine = Page(context, origin, proxy.url, source="bundled?delay=60ms", tickers=TICKERS)
    job = mine.start()
    mine.wait_for_phase("Complete")
    assert mine.seen() == expected(service, job)
    assert loss.lost == 3
    assert text(mine.page, ".failures summary") == "2 failed"
    assert text(mine.page, ".place") == "20/20 (100.0%)"
    check(mine.page)
    proxy.end()
    return job


def a_finished_job_is_shown_and_left_alone(context, origin, service, job):
    mine = Page(context, origin, service.url, job=job)
    mine.wait_for_phase("Complete")
    assert mine.seen() == expected(service, job)
    wait_for_followers(mine.page, service, 0)
    check(mine.page)


def unmounting_ends_the_stream(context, origin, service):
    mine = Page(context, origin, service.url, source="bundled?delay=300ms")
    job = mine.start()
    wait(mine.page, "window.seen.length > 3")
    wait_for_followers(mine.page, service, 1)
    mine.page.get_by_role("button", name="Mount").click()
    wait_for_followers(mine.page, service, 0)
    # Mounted again, it begins with the first message.
    mine.page.get_by_role("button", name="Mount").click()
    wait(mine.page, "window.seen.length > 3 && window.seen[0][1].type === 'start'")
    mine.page.get_by_role("button", name="Cancel").click()
    mine.wait_for_phase("Cancelled")
    assert mine.seen() == expected(service, job)
    check(mine.page)


def wait_for_followers(page, service, number):
    for _ in range(200):
        if service.followers() == number:
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"{service.followers()} streams are open, not {number}")


def two_tabs_go_through_a_restart(context, origin, services, service, options):
    first = Page(context, origin, service.url, source="bundled?delay=80ms",
                 tickers=f"{TICKERS} BA MMM CAT JPM AXP GS NKE NFLX NVDA ORCL CRM ADBE QCOM TXN MU")
    job = first.start()
    second = Page(context, origin, service.url, job=job)
    for page in (first, second):
        wait(page.page, "window.seen.length > 5")
    service.end(signal.SIGKILL)
    for page in (first, second):
        page.page.get_by_text("The connection is lost").wait_for()
    again = services.start(*options, port=service.port)
    for page in (first, second):
        page.wait_for_phase("Complete")
        assert page.seen() == expected(again, job)
        check(page.page)
    assert any(message["type"] == "resumed" for _, message in first.seen())


def a_refusal_is_told(context, origin, service):
    mine = Page(context, origin, service.url, strategy="no_such_strategy")
    mine.page.get_by_role("button", name="Start market scan").click()
    assert "no_such_strategy" in mine.page.get_by_role("alert").inner_text()
    assert mine.page.get_by_role("button", name="Start market scan").is_enabled()


def main(program):
    with tempfile.TemporaryDirectory() as directory, Services(program) as services:
        build(directory)
        server, origin = serve(directory)
        options = ("--allow-origin", origin)
        service = services.start(*options)
        with browser() as chromium:
            context = chromium.new_context()
            job = three_lost_messages_are_made_up_for(context, origin, service)
            a_finished_job_is_shown_and_left_alone(context, origin, service, job)
            unmounting_ends_the_stream(context, origin, service)
            a_refusal_is_told(context, origin, service)
            two_tabs_go_through_a_restart(context, origin, services, service, options)
        server.shutdown()


main(sys.argv[1])

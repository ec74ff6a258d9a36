"""Scans that are watched through reloads, kills of the service, bad proxies and many tabs."""

import signal
import sys

from pages import (
    ELSEWHERE, browser, check, figure, open_page, text, wait, wait_for_state)
from proxy import Proxy
from service import Services

SLOW = {"strategy": "bollinger_bands", "source": "bundled?delay=20ms"}


def done(page):
    """How many stocks the page shows as done."""
    return int(text(page, ".progress-count").split("/")[0].replace(",", "").replace("–", "0"))


def wait_until_done(page, number):
    wait(page, """number => Number(document.querySelector('.progress-count').textContent
        .split('/')[0].replace(',', '')) >= number""", number)


def shows_all(page, service, job):
    """The page shows what the service tells, every stock of it."""
    wait_for_state(page, "Completed")
    status = service.status(job)
    assert text(page, ".progress-count") == f"{status['total']}/{status['total']} (100.0%)"
    wait(page, "rows => document.querySelector('.virtual-table').ariaRowCount === rows",
         str(status["successful"] + 1))
    assert figure(page, "Failed") == str(status["failed"])
    assert figure(page, "PnL").replace("+", "").replace("−", "-").replace("$", "") == (
        f"{status['current_pnl']:,.0f}")


def a_reload_shows_all_from_the_start(chromium, services):
    service = services.start()
    job = service.start(**SLOW)
    page = open_page(chromium, f"{service.url}/?job={job}")
    wait_until_done(page, 60)
    before = done(page)
    page.reload()
    wait_until_done(page, before)
    # All stocks from the first are there, not only those since.
    wait(page, "rows => Number(document.querySelector('.virtual-table').ariaRowCount) > rows",
         before)
    late = open_page(chromium, f"{service.url}/?job={job}")
    wait_until_done(late, before)
    return service, job, page, late


def a_killed_service_comes_back(service, services, job, page, late):
    service.end(signal.SIGKILL)
    # The clock stops, and the page says so.
    page.get_by_text("No connection since").wait_for()
    stopped = figure(page, "Elapsed")
    page.get_by_text("No connection since 2s").wait_for()
    assert figure(page, "Elapsed") == stopped
    assert text(page, ".connection") == "Connection lost"
    at_kill = done(page)
    again = services.start(port=service.port)
    for each in (page, late):
        shows_all(each, again, job)
        assert each.locator(".connection").inner_text() == "On tape"
        check(each)
    assert at_kill < 505
    records = again.get(f"/market-scan/status/{job}")["last_event_id"]
    assert page.locator(".tape input").get_attribute("max") == str(records)
    return again


def after_the_end_204_is_the_last_word(chromium, service, job):
    page = open_page(chromium, f"{service.url}/?job={job}")
    wait_for_state(page, "Completed")
    streams = []
    page.on("response", lambda answer: streams.append(answer.status)
            if "/stream/" in answer.url else None)
    last = service.status(job)["last_event_id"]
    outcome = page.evaluate(
        """async ([job, last]) => {
            const { MarketScanClient } = await import('/market-scan.js');
            const messages = [];
            const follower = new MarketScanClient().follow(job, {
                after: last, onMessage: (message) => messages.push(message) });
            return [await follower.done, messages.length];
        }""", [job, last])
    assert outcome == ["ended", 0], outcome
    assert streams == [204], streams
    # The client's parser and the browser's own find the same.
    same = page.evaluate(
        """async job => {
            const { MarketScanClient } = await import('/market-scan.js');
            const own = [], theirs = [];
            await new MarketScanClient().follow(job, {
                every: 7, mode: 'stream',
                onMessage: (message, id) => own.push([String(id), JSON.stringify(message)]),
            }).done;
            await new Promise((resolve) => {
                const source = new EventSource(`/market-scan/stream/${job}?every=7`);
                source.onmessage = (event) => theirs.push(
                    [event.lastEventId, JSON.stringify(JSON.parse(event.data))]);
                source.onerror = () => {
                    if (source.readyState === EventSource.CLOSED) resolve();
                };
            });
            return own.length > 70 && JSON.stringify(own) === JSON.stringify(theirs);
        }""", job)
    assert same
    check(page)


def polling_does_as_well(chromium, services):
    service = services.start(environment={"USE_SSE_PROGRESS": "false"})
    job = service.start(**{**SLOW, "tickers": [
        "AAPL", "MSFT", "NOPE", "AMZN", "ABT", "XOM", "KO", "GE", "PG"],
        "source": "bundled?delay=300ms"})
    page = open_page(chromium, f"{service.url}/?job={job}")
    page.locator(".connection.polling").wait_for()
    wait_until_done(page, 2)
    shows_all(page, service, job)
    messages = page.evaluate(
        """async job => {
            const { MarketScanClient } = await import('/market-scan.js');
            const messages = [];
            await new MarketScanClient().follow(job, {
                onMessage: (message) => messages.push(message) }).done;
            return messages.map((message) => [message.type, message.total]);
        }""", job)
    assert messages == [["start", 9], ["progress", 9], ["complete", 9]], messages
    check(page)
    service.end()


def a_stream_that_is_held_back_gives_way_to_polling(chromium, service):
    proxy = Proxy(service.url, lambda number, blocks: hold_back(blocks))
    job = service.start(**{**SLOW, "source": "bundled?delay=60ms"})
    page = open_page(chromium, proxy.url)
    seen = page.evaluate(
        """async job => {
            const { MarketScanClient } = await import('/market-scan.js');
            const states = [];
            const seqs = [];
            const follower = new MarketScanClient().follow(job, {
                view: 'events', silence: 800,
                onConnection: ({ state }) => states.push(state),
                onMessage: (record) => {
                    seqs.push(record.seq);
                    if (seqs.length > 50) follower.close();
                } });
            await follower.done;
            return [states, seqs];
        }""", job)
    states, seqs = seen
    assert states[:3] == ["connecting", "live", "polling"], states
    assert seqs == list(range(len(seqs))) and len(seqs) > 50
    proxy.end()
    service.cancel(job)


def hold_back(blocks):
    """Takes all and gives nothing."""
    for _ in blocks:
        pass
    yield b""


def a_service_that_hangs_is_told(chromium, services):
    service = services.start()
    job = service.start(**{**SLOW, "source": "bundled?delay=60ms"})
    page = open_page(chromium, f"{service.url}/health")
    page.goto(f"{service.url}/")
    page.evaluate(
        """job => import('/market-scan.js').then(({ MarketScanClient }) => {
            window.states = [];
            window.count = 0;
            window.follower = new MarketScanClient().follow(job, {
                view: 'events', silence: 600, onMessage: () => { window.count += 1; },
                onConnection: ({ state }) => window.states.push(state) });
        })""", job)
    wait(page, "window.count > 20")
    service.process.send_signal(signal.SIGSTOP)
    wait(page, "window.states.includes('lost')")
    service.process.send_signal(signal.SIGCONT)
    wait(page, "window.states.at(-1) === 'live'")
    page.evaluate("window.follower.close()")
    service.cancel(job)
    service.end()


def many_tabs_share_four_streams(chromium, services, host="127.0.0.1"):
    # By plain HTTP, pages from another machine have no locks to share by.
    service = services.start("--allow-origin", f"http://{ELSEWHERE}")
    # Long enough that busy pages have settled before it ends; it is cancelled then.
    job = service.start(**{**SLOW, "source": "bundled?delay=200ms"})
    context = chromium.new_context()
    url = service.url.replace("127.0.0.1", host)
    pages = [open_page(context, f"{url}/?job={job}") for _ in range(7)]
    assert pages[0].evaluate("'locks' in navigator") == (host == "127.0.0.1")
    for page in pages:
        page.locator(".connection.live, .connection.polling").first.wait_for()
        wait_until_done(page, 100)
    # Pages without locks that were too busy to speak up in time settle it afterwards.
    for _ in range(400):
        kinds = [page.locator(".connection").inner_text() for page in pages]
        if kinds.count("Live") == 4 and kinds.count("Polling") == 3:
            break
        pages[0].wait_for_timeout(50)
    assert kinds.count("Live") == 4 and kinds.count("Polling") == 3, kinds
    assert service.followers() == 4
    # One that is closed makes room for another.
    pages[kinds.index("Live")].close()
    waiting = pages[kinds.index("Polling")]
    polling = [page for page, kind in zip(pages, kinds) if kind == "Polling"]
    wait_for_any(polling, "document.querySelector('.connection').textContent === 'Live'")
    waiting.get_by_role("button", name="Cancel scan").click()
    for page, kind in zip(pages, kinds):
        if not page.is_closed():
            wait_for_state(page, "Cancelled")
            check(page)
    context.close()
    service.end()


def wait_for_any(pages, expression):
    for _ in range(400):
        if any(page.evaluate(expression) for page in pages):
            return
        pages[0].wait_for_timeout(50)
    raise AssertionError(f"in no page: {expression}")


def a_token_is_asked_for_once(chromium, services):
    token = "a-secret-of-the-tests-42"
    service = services.start(environment={"TAPEDECK_TOKEN": token})
    page = open_page(chromium, service.url)
    field = page.get_by_label("Token", exact=True).and_(page.locator("input"))
    field.fill("not-the-token-at-all")
    page.get_by_role("button", name="Open").click()
    page.get_by_text("this is not the token").wait_for()
    field.fill(token)
    page.get_by_role("button", name="Open").click()
    page.get_by_label("Universe").select_option("tickers")
    page.get_by_label("Tickers").fill("AAPL MSFT")
    page.get_by_role("button", name="Start scan").click()
    wait_for_state(page, "Completed")
    # The cookie is enough from now on, and no script can read it.
    page.reload()
    wait_for_state(page, "Completed")
    assert page.evaluate("document.cookie") == ""
    check(page)


def main(program):
    with Services(program) as services, browser() as chromium:
        service, job, page, late = a_reload_shows_all_from_the_start(chromium, services)
        service = a_killed_service_comes_back(service, services, job, page, late)
        after_the_end_204_is_the_last_word(chromium, service, job)
        a_stream_that_is_held_back_gives_way_to_polling(chromium, service)
        service.end()
        many_tabs_share_four_streams(chromium, services)
        many_tabs_share_four_streams(chromium, services, host=ELSEWHERE)
        a_service_that_hangs_is_told(chromium, services)
        polling_does_as_well(chromium, services)
        a_token_is_asked_for_once(chromium, services)


main(sys.argv[1])

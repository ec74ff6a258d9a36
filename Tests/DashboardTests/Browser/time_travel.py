"""Any record of any scan: by the address, by the slider, by keys, played; always as it was."""

import sys

from pages import browser, check, figure, open_page, wait, wait_for_state
from service import Services


def shows(page, status):
    """The page shows the state that the service tells."""
    total, current = status["total"], status["current"]
    wait(page, "text => document.querySelector('.progress-count').textContent === text",
         f"{current}/{total} ({status['progress_pct']:.1f}%)")
    assert figure(page, "Last stock") == (status["ticker"] or "–")
    assert figure(page, "Succeeded") == str(status["successful"])
    assert figure(page, "Failed") == str(status["failed"])
    pnl = figure(page, "PnL").replace("+", "").replace("−", "-").replace("$", "")
    # The service has rounded to cents what the page rounds to dollars.
    assert abs(int(pnl.replace(",", "")) - status["current_pnl"]) <= 0.505, (pnl, status)
    if status["successful"]:
        # What is costly follows a little later.
        wait(page, "rows => document.querySelector('.virtual-table').ariaRowCount === rows",
             str(status["successful"] + 1))


def five_records_by_address_and_slider(page, service, job, last):
    for at in (1, last // 5, last // 2, last - 3, last):
        status = service.status(job, at)
        page.goto(f"{service.url}/?job={job}&at={at}")
        shows(page, status)
        other = (at + last // 3) % last
        page.locator(".tape input").evaluate(
            """(input, at) => {
                input.value = at;
                input.dispatchEvent(new Event('input', { bubbles: true }));
            }""", other)
        shows(page, service.status(job, other))
        wait(page, "at => new URLSearchParams(location.search).get('at') === String(at)", other)


def keys_go_record_by_record(page, service, job, last):
    page.goto(f"{service.url}/?job={job}&at=10")
    shows(page, service.status(job, 10))
    for key, at in [("ArrowRight", 11), ("ArrowLeft", 10), ("Shift+ArrowRight", 20),
                    ("Home", 0), ("ArrowRight", 1)]:
        page.keyboard.press(key)
        shows(page, service.status(job, at))
    page.keyboard.press("End")
    shows(page, service.status(job))
    wait(page, "!location.search.includes('at=')")


def playing_ends_at_the_end(page, service, job, last):
    page.goto(f"{service.url}/?job={job}&at=2")
    shows(page, service.status(job, 2))
    page.keyboard.press("2")
    page.keyboard.press("Space")
    wait(page, "last => { const at = document.querySelector('.tape input').value; "
         "return at > 5 && at < last; }", last)
    page.keyboard.press("Space")
    stopped = int(page.locator(".tape input").input_value())
    shows(page, service.status(job, stopped))
    page.keyboard.press("4")
    page.keyboard.press("Space")
    shows(page, service.status(job))
    wait(page, "!location.search.includes('at=')")


def every_record_folds_to_what_the_service_tells(page, service, job, last):
    folded = page.evaluate(
        """async job => {
            const { MarketScanClient } = await import('/market-scan.js');
            const { ScanState } = await import('/dashboard/scan-state.js');
            const state = new ScanState();
            return (await new MarketScanClient().records(job)).map((record) => {
                state.apply(record);
                return state.status;
            });
        }""", job)
    assert len(folded) == last + 1
    for at, state in enumerate(folded):
        told = service.status(job, at)
        told.pop("results")
        assert state == told, (at, state, told)


def a_live_scan_can_be_travelled(page, service):
    job = service.start(strategy="donchian", source="bundled?delay=30ms")
    page.goto(f"{service.url}/?job={job}&at=40")
    wait(page, "Number(document.querySelector('.tape input').max) > 120")
    # It goes on, while the page stands still.
    shows(page, service.status(job, 40))
    page.locator("button.end").click()
    wait(page, "!document.querySelector('.progress-head .muted').textContent.includes('record')")
    page.get_by_role("button", name="Cancel scan").click()
    wait_for_state(page, "Cancelled")
    shows(page, service.status(job))


def main(program):
    with Services(program) as services, browser() as chromium:
        service = services.start("--requests-per-second", "0")
        tickers = [stock["ticker"] for stock in service.get("/universes/bundled")["members"]]
        job = service.run(
            strategy="bollinger_bands", source="bundled?delay=10ms",
            tickers=tickers[:70] + ["NOPE", "NONE", "NIL"] + tickers[70:140])
        last = service.status(job)["last_event_id"]
        page = open_page(chromium, service.url, viewport={"width": 1280, "height": 900})
        five_records_by_address_and_slider(page, service, job, last)
        keys_go_record_by_record(page, service, job, last)
        playing_ends_at_the_end(page, service, job, last)
        every_record_folds_to_what_the_service_tells(page, service, job, last)
        a_live_scan_can_be_travelled(page, service)
        check(page)


main(sys.argv[1])

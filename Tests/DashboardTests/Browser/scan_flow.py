"""A whole scan by hand and by keyboard: from the form to one trade, and what can be taken away."""

import csv
import io
import json
import pathlib
import sys
import urllib.request

from pages import browser, check, figure, open_page, text, wait, wait_for_state
from service import Services


def faults_are_said_at_their_fields(page, service):
    page.goto(service.url)
    page.get_by_label("Strategy", exact=True).and_(page.locator("form select")).select_option(
        "bollinger_bands")
    page.get_by_role("spinbutton", name="Period").fill("1")
    page.get_by_label("First day").fill("2024-01-01")
    page.get_by_role("button", name="Start scan").click()
    wait(page, "document.querySelectorAll('[aria-invalid=true]').length === 2")
    assert page.evaluate("document.activeElement.name") == "/parameters/period"
    for name, part in [("parameters-period", "2"), ("start_date", "2018-02-07")]:
        said = page.locator(f"#field-{name}-error").inner_text()
        assert part in said, said
        described = page.locator(f"#field-{name}").get_attribute("aria-describedby")
        assert f"{name}-error" in described
    # An empty number never leaves the page.
    page.get_by_role("spinbutton", name="Period").fill("")
    page.get_by_role("button", name="Start scan").click()
    assert text(page, "#field-parameters-period-error") == "a number is needed"


def a_scan_goes_from_the_form_to_a_trade(page, service):
    page.get_by_role("spinbutton", name="Period").fill("25")
    page.get_by_label("First day").fill("")
    page.get_by_label("Universe").select_option("bundled")
    page.get_by_role("button", name="Start scan").click()
    wait_for_state(page, "Completed")
    job = page.evaluate("new URLSearchParams(location.search).get('job')")
    status = service.status(job)
    assert status["results"]["macro_statistics"]["profitable_stocks"] > 0
    assert text(page, ".progress-count") == "505/505 (100.0%)"
    assert figure(page, "PnL") == f"+${status['current_pnl']:,.0f}"
    # The figures that the page folds are those of the service.
    folded = page.evaluate(
        """async job => {
            const { MarketScanClient } = await import('/market-scan.js');
            const { ScanState } = await import('/dashboard/scan-state.js');
            const { macroStatistics } = await import('/dashboard/statistics.js');
            const state = new ScanState();
            for (const record of await new MarketScanClient().records(job)) state.apply(record);
            return macroStatistics(state.stocks);
        }""", job)
    assert folded == status["results"]["macro_statistics"]
    return job, status["results"]


def the_table_sorts_filters_and_opens_by_keys(page, result):
    # The best stocks have bars of other lengths, the longest of them that of all returns.
    widths = page.locator("tr.data .return-bar").evaluate_all(
        "(bars) => bars.map((bar) => parseFloat(bar.style.width))")
    assert widths[0] == 20 and widths[0] > widths[1] > widths[2] > 0, widths[:5]
    # Filtered, sorted, and the address tells both.
    page.keyboard.press("/")
    page.keyboard.type("health return>20")
    expected = [stock["ticker"] for stock in result["stock_results"]
                if "health" in (stock["sector"] or "").lower() and stock["return_pct"] > 20]
    assert len(expected) > 5
    wait(page, "count => document.querySelector('.virtual-table').ariaRowCount == count",
         len(expected) + 1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Ticker").click()
    # What else stands in the cell are troubles of the account.
    shown = page.locator(".stocks tr.data td.column-ticker").evaluate_all(
        "(cells) => cells.map((cell) => cell.firstChild.textContent)")
    assert shown == sorted(expected)[: len(shown)]
    assert page.locator(".stocks th[aria-sort=ascending]").inner_text().startswith("Ticker")
    wait(page, "location.search.includes('sort=ticker') && location.search.includes('filter=')")
    page.locator("body").press("j")
    page.locator("body").press("j")
    page.locator("body").press("Enter")
    page.get_by_role("heading", name=sorted(expected)[1], exact=True).wait_for()
    return sorted(expected)[1]


def the_stock_shows_its_trades(page, ticker, result):
    stock = next(each for each in result["stock_results"] if each["ticker"] == ticker)
    page.get_by_role("heading", name=f"Trades: {stock['total_trades']}", exact=True).wait_for()
    sheet = page.locator("dialog.sheet")
    assert f"{stock['pnl']:,.2f}".lstrip("-") in sheet.inner_text()
    page.get_by_role("button", name="Show trade 1,").click()
    assert sheet.locator("canvas.candles").bounding_box()["width"] > 300
    drawn = sheet.locator("canvas.candles").evaluate(
        """canvas => new Set(new Uint32Array(canvas.getContext('2d').getImageData(
            0, 0, canvas.width, canvas.height).data.buffer)).size""")
    assert drawn > 20, "the chart is empty"
    assert f"ticker={ticker}" in page.url
    page.keyboard.press("Escape")
    wait(page, "!location.search.includes('ticker=')")
    # Back leads to the stock, as it was another place.
    page.go_back()
    page.go_forward()


def the_next_open_is_that_of_the_service(page, service, job):
    with urllib.request.urlopen(f"{service.url}/market-scan/signals/{job}") as answer:
        signals = json.load(answer)
    tab = page.get_by_role("tab", name="Next open")
    tab.click()
    assert tab.get_attribute("aria-selected") == "true"
    wait(page, "() => location.search.includes('tab=signals')")
    panel = page.locator("section.signals")
    said = f"{signals['orders']} orders, {signals['positions']} positions of {signals['stocks']} stocks"
    wait(page, "text => document.querySelector('.signals [role=status]').innerText === text", said)
    assert signals["market_time"] in panel.locator("p").first.inner_text()
    assert panel.locator("table").get_attribute("aria-rowcount") == str(len(signals["signals"]) + 1)
    first = panel.locator("tr.data").first.locator("td")
    orders = [row for row in signals["signals"] if row["action"] == "enter_long" and not row["stale"]]
    assert first.nth(0).inner_text() == "Buy", first.nth(0).inner_text()
    row = next(row for row in orders if row["ticker"] == first.nth(1).inner_text())
    assert first.nth(2).inner_text() == f"{row['order_shares']:.2f}"
    panel.get_by_label("Filter signals").fill("short gain<0")
    losing = [row for row in signals["signals"] if row["side"] == "short" and row["gain"] < 0]
    assert losing
    wait(page, "count => document.querySelector('.signals table').ariaRowCount == count",
         len(losing) + 1)
    page.reload()
    page.locator("section.signals").wait_for()
    # By keys as by the mouse.
    page.get_by_role("tab", name="Next open").press("ArrowLeft")
    page.locator("section.stocks").wait_for()
    assert page.get_by_role("tab", name="Stocks").evaluate("tab => tab === document.activeElement")


def all_trades_are_filtered_and_open_their_stock(page, service, job, result):
    page.get_by_role("tab", name="All trades").click()
    panel = page.locator("section.trades")
    panel.get_by_role("button", name="Show trades").click()
    with urllib.request.urlopen(
            f"{service.url}/market-scan/results/{job}?table=trades&format=csv") as answer:
        trades = list(csv.DictReader(io.TextIOWrapper(answer)))
    total = sum(stock["total_trades"] for stock in result["stock_results"])
    assert len(trades) == total > 10_000
    said = panel.get_by_role("status")
    wait(page, "text => document.querySelector('.trades [role=status]').innerText.startsWith(text)",
         f"{total:,}, ")
    panel.get_by_label("Filter trades").fill("short pnl<0 bars>20")
    expected = [trade for trade in trades if trade["side"] == "short"
                and float(trade["pnl"]) < 0 and int(trade["bars_held"]) > 20]
    assert 10 < len(expected) < total
    wait(page, "count => document.querySelector('.trades table').ariaRowCount == count",
         len(expected) + 1)
    pnl = sum(float(trade["pnl"]) for trade in expected)
    assert said.inner_text() == f"{len(expected):,} of {total:,}, −${-pnl:,.0f}", said.inner_text()
    panel.get_by_role("button", name="PnL").click()
    worst = min(expected, key=lambda trade: float(trade["pnl"]))["ticker"]
    first = panel.locator("tr.data").first
    wait(page, "ticker => document.querySelector('.trades tr.data td').innerText === ticker", worst)
    first.click()
    page.get_by_role("heading", name=worst, exact=True).wait_for()
    page.keyboard.press("Escape")
    wait(page, "!location.search.includes('ticker=')")


def the_exports_are_those_of_the_service(page, service, job, result):
    for name, end, query in [
            ("Stocks as CSV", "csv", "?format=csv"),
            ("Stocks as JSON lines", "ndjson", "?format=ndjson"), ("Result as JSON", "json", "")]:
        page.locator(".menu summary").click()
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.suggested_filename == f"{job}.{end}"
        with urllib.request.urlopen(
                f"{service.url}/market-scan/results/{job}{query}") as answer:
            exported = answer.read()
        taken = pathlib.Path(download.value.path()).read_bytes()
        assert taken == exported, name
        if end == "csv":
            rows = list(csv.DictReader(io.StringIO(taken.decode())))
            assert {row["ticker"]: float(row["pnl"]) for row in rows} == {
                stock["ticker"]: stock["pnl"] for stock in result["stock_results"]}
        page.keyboard.press("Escape")


def failures_are_told_by_cause(page, service):
    job = service.run(strategy="sma_cross", tickers=["AAPL", "NOPE", "MSFT", "NONE"])
    page.goto(f"{service.url}/?job={job}")
    page.get_by_role("heading", name="Failed stocks: 2").wait_for()
    summary = page.locator(".causes summary")
    assert "Unknown ticker" in summary.inner_text() and "NOPE, NONE" in summary.inner_text()
    assert "2 × the bundled prices have no ticker '…'" in summary.inner_text()
    summary.click()
    assert page.locator(".failure-list li").count() == 2
    return job


def a_scan_is_cancelled_and_two_are_compared(page, service, first, second):
    job = service.start(strategy="donchian", source="bundled?delay=200ms")
    page.goto(f"{service.url}/?job={job}")
    page.get_by_role("button", name="Cancel scan").click()
    wait_for_state(page, "Cancelled")
    page.goto(service.url)
    page.locator(".history-table tbody tr").first.wait_for()
    assert page.locator(".history-table .state").first.inner_text() == "Cancelled"
    for name in (first, second):
        page.get_by_label(f"Compare {name}").check()
    page.get_by_role("button", name="Compare two").click()
    page.get_by_role("heading", name="Portfolios").wait_for()
    assert page.locator(".comparison tr.differs").count() >= 1
    assert page.locator(".stocks .virtual-table").get_attribute("aria-rowcount") == "506"


def a_scan_whose_source_answers_nobody_is_resumed(page, service):
    job = service.start(
        strategy="sma_cross", source="yahoo", start_date="2024-01-01", end_date="2024-06-30",
        tickers=[f"T{number}" for number in range(10)])
    page.goto(f"{service.url}/?job={job}")
    page.get_by_role("button", name="Resume scan").wait_for(timeout=60_000)
    assert page.locator(".scan-title .state").inner_text() == "Interrupted"
    told = page.locator(".progress-head").inner_text()
    assert "ended for now: the price source answers nobody" in told, told
    # The page tells what the service does.
    status = service.status(job)
    folded = page.evaluate("""async (job) => {
            const { ScanState } = await import("./dashboard/scan-state.js");
            const { MarketScanClient } = await import("./market-scan.js");
            const state = new ScanState();
            for (const record of await new MarketScanClient().records(job)) state.apply(record);
            return state.status;
        }""", job)
    assert folded == {name: status[name] for name in folded}, (folded, status)
    assert status["state"] == "interrupted" and not status["complete"]
    before = status["last_event_id"]
    page.get_by_role("button", name="Resume scan").click()
    # Nobody answers this time, either.
    page.get_by_role("button", name="Cancel scan").wait_for()
    page.get_by_role("button", name="Resume scan").wait_for(timeout=60_000)
    assert service.status(job)["last_event_id"] > before


def main(program):
    with Services(program) as services, browser() as chromium:
        # There is no such proxy, so that the live source is out of reach.
        service = services.start("--source-pause", "0", environment={"https_proxy": "127.0.0.1:9"})
        page = open_page(chromium, service.url, viewport={"width": 1280, "height": 900})
        faults_are_said_at_their_fields(page, service)
        job, result = a_scan_goes_from_the_form_to_a_trade(page, service)
        ticker = the_table_sorts_filters_and_opens_by_keys(page, result)
        the_stock_shows_its_trades(page, ticker, result)
        the_exports_are_those_of_the_service(page, service, job, result)
        the_next_open_is_that_of_the_service(page, service, job)
        all_trades_are_filtered_and_open_their_stock(page, service, job, result)
        other = failures_are_told_by_cause(page, service)
        a_scan_is_cancelled_and_two_are_compared(page, service, job, other)
        a_scan_whose_source_answers_nobody_is_resumed(page, service)
        check(page)


main(sys.argv[1])

"""A sweep by hand and by keyboard: from the form to the verdict, and from a set to a scan of it."""

import csv
import io
import sys
import urllib.request

from accessibility import judge
from pages import browser, check, figure, open_page, text, wait, wait_for_state
from service import Services


def choose_sweep(page, service, strategy):
    page.goto(service.url)
    page.get_by_label("Strategy", exact=True).and_(page.locator("form select")).select_option(strategy)
    page.get_by_text("Sweep of parameters").click()


def vary(page, name, start, end, step):
    group = page.get_by_role("group", name=name, exact=True)
    group.get_by_role("combobox").select_option("range")
    for label, value in [("From", start), ("To", end), ("Step", step)]:
        group.get_by_label(label, exact=True).fill(value)
    return group


def faults_are_said_at_their_fields(page, service):
    choose_sweep(page, service, "bollinger_bands")
    group = vary(page, "Period", "1", "50", "10")
    vary(page, "Devfactor", "1", "3", "0.1")
    page.get_by_role("button", name="Start sweep").click()
    wait(page, "document.querySelectorAll('[aria-invalid=true]').length === 1")
    assert group.get_by_label("From").get_attribute("aria-invalid") == "true"
    # What makes no range never leaves the page.
    group.get_by_label("Step").fill("0")
    page.get_by_role("button", name="Start sweep").click()
    wait(page, "document.activeElement.name === '/sweep/period/from'")
    assert "a step above zero" in group.inner_text()
    group.get_by_role("combobox").select_option("list")
    group.get_by_label("Values").fill("10, 20, x")
    page.get_by_role("button", name="Start sweep").click()
    assert "numbers with commas" in group.inner_text()


def a_sweep_goes_from_the_form_to_its_verdict(page, service):
    vary(page, "Period", "10", "50", "5")
    vary(page, "Devfactor", "1", "3", "0.25")
    page.get_by_label("Only sets where").fill("period > 10")
    assert "at most" in text(page, ".sweep-sum")
    page.get_by_label("Only sets where").fill("")
    assert text(page, ".sweep-sum") == "9 × 9 = 81 sets. On 505 stocks: 40,905 trials."
    page.get_by_text("Random sets, walk-forward").click()
    page.get_by_label("Walk-forward").fill("2y/6m")
    page.get_by_role("button", name="Start sweep").click()
    wait_for_state(page, "Completed")
    job = page.evaluate("new URLSearchParams(location.search).get('job')")
    status = service.status(job)
    result = status["results"]
    assert text(page, ".progress-count") == "40,905/40,905 (100.0%)"
    assert page.get_by_role("progressbar", name="Trials done").count() == 1
    assert len(result["sets"]) == 81
    # The state that the page folds is that of the service.
    folded = page.evaluate("""async (job) => {
            const { ScanState } = await import("/dashboard/scan-state.js");
            const { MarketScanClient } = await import("/market-scan.js");
            const state = new ScanState();
            for (const record of await new MarketScanClient().records(job)) state.apply(record);
            return state.status;
        }""", job)
    assert folded == {name: status[name] for name in folded}, (folded, status)
    said = page.locator(".sentences li").all_inner_texts()
    assert said == result["judgement"]["sentences"], said
    best = result["best"]
    assert figure(page, "Best") == f"Sharpe {best['value']:.2f}".replace("-", "−")
    parameters = text(page, ".set-parameters")
    for name in ("period", "devfactor"):
        value = best["parameters"][name]
        assert f"{name} {value:g}" in parameters, (parameters, value)
    return job, result


def the_heatmap_is_read_by_keys_and_as_a_table(page, result):
    canvas = page.locator("canvas.heatmap")
    drawn = canvas.evaluate(
        """canvas => new Set(new Uint32Array(canvas.getContext('2d').getImageData(
            0, 0, canvas.width, canvas.height).data.buffer)).size""")
    assert drawn > 20, "the heatmap is empty"
    page.get_by_label("Figure").select_option("trades")
    page.get_by_text("The same in numbers").click()
    table = page.get_by_role("region", name="Heatmap as a table")
    assert table.locator("tbody tr").count() == 9
    top_left = next(row for row in result["sets"]
                    if row["inputs"] == {"period": 10, "devfactor": 3})
    assert table.locator("tbody td").first.inner_text() == f"{top_left['trades']:,}"
    canvas.focus()
    page.keyboard.press("ArrowRight")
    best = result["best"]["parameters"]
    wait(page, "text => document.querySelector('.heat .readout').textContent.startsWith(text)",
         f"period {best['period']:g}, devfactor {best['devfactor']:g}: Trades")
    for _ in range(10):
        page.keyboard.press("ArrowLeft")
        page.keyboard.press("ArrowUp")
    assert text(page, ".heat .readout").startswith("period 10, devfactor 3: Trades")
    page.keyboard.press("Enter")
    wait(page, "set => location.search.includes(`set=${set}`)", top_left["set"])
    assert text(page, "#set-title") == f"Set {top_left['set']}"
    page.reload()
    page.locator("#set-title", has_text=f"Set {top_left['set']}").wait_for()
    page.get_by_role("button", name="Show the best").click()
    page.locator("#set-title", has_text="The best set").wait_for()


def the_table_sorts_filters_and_chooses(page, result):
    table = page.locator(".sets .virtual-table")
    assert table.get_attribute("aria-rowcount") == "82"
    page.locator("body").press("/")
    page.keyboard.type("period=20")
    wait(page, "document.querySelector('.sets .virtual-table').ariaRowCount == 10")
    page.get_by_role("button", name="Return", exact=True).click()
    rows = [row for row in result["sets"] if row["inputs"]["period"] == 20]
    first = max(rows, key=lambda row: row["return_pct"])
    table.locator("tr.data td").first.wait_for()
    assert table.locator("tr.data td").first.inner_text() == str(first["set"])
    page.keyboard.press("Escape")
    page.locator("body").press("j")
    page.locator("body").press("Enter")
    wait(page, "set => location.search.includes(`set=${set}`)", first["set"])
    return first


def the_windows_are_those_of_the_service(page, result):
    walk = result["walk_forward"]
    panel = page.locator("section.walk")
    assert panel.locator(".line").count() == 2
    panel.get_by_text("Windows", exact=True).click()
    rows = panel.get_by_role("region", name="Windows").locator("tbody tr")
    assert rows.count() == len(walk["windows"]) > 2
    assert walk["windows"][0]["test_from"] in rows.first.inner_text()


def a_set_opens_as_a_scan_with_the_same_figures(page, service, row):
    page.get_by_role("button", name=f"Scan with set {row['set']}").click()
    page.get_by_role("heading", name="Equal-weight portfolio").wait_for()
    wait_for_state(page, "Completed")
    job = page.evaluate("new URLSearchParams(location.search).get('job')")
    scan = service.status(job)["results"]
    trades = sum(stock["total_trades"] for stock in scan["stock_results"])
    assert trades == row["trades"], (trades, row)
    page.go_back()
    page.locator(".sets .virtual-table").wait_for()


def the_tables_are_those_of_the_service(page, service, job):
    for table, rows in [("sets", 81), ("trials", 40_905)]:
        page.locator(".menu summary").click()
        with page.expect_download() as download:
            page.get_by_role("link", name=f"{table.capitalize()} as CSV").click()
        assert download.value.suggested_filename == f"{job}-{table}.csv"
        with urllib.request.urlopen(
                f"{service.url}/market-scan/results/{job}?table={table}&format=csv") as answer:
            assert len(list(csv.DictReader(io.TextIOWrapper(answer)))) == rows
        page.keyboard.press("Escape")


def any_record_is_shown_as_it_was(page, service, job):
    page.goto(f"{service.url}/?job={job}&at=60")
    page.locator(".heat").wait_for()
    then = service.status(job, at=60)
    wait(page, "text => document.querySelector('.progress-count').textContent.startsWith(text)",
         f"{then['current']:,}/")
    assert figure(page, "Best so far") == f"Sharpe {then['best_so_far']['value']:.2f}".replace("-", "−")
    assert page.locator(".judgement").is_hidden()


def one_is_cancelled_and_asked_for_again(page, service):
    job = service.start_sweep(
        strategy="sma_cross", source="bundled?delay=100ms",
        grid=["fast_period=5..20:5", "slow_period=30..60:10"], where=["fast_period < slow_period"],
        objective="return_pct", parameters={"position_size_pct": 90})
    page.goto(f"{service.url}/?job={job}")
    page.get_by_role("button", name="Cancel sweep").click()
    wait_for_state(page, "Cancelled")
    page.get_by_role("button", name="Sweep again").click()
    page.locator("fieldset .varied").first.wait_for()
    wait(page, "document.querySelector('.sweep-sum').textContent.includes('4 × 4 = 16 sets')")
    assert page.get_by_label("Only sets where").input_value() == "fast_period < slow_period"
    assert page.get_by_label("Best by").input_value() == "return_pct"
    row = page.locator(".history-table tbody tr").first
    row.wait_for()
    assert row.locator("a").inner_text().startswith("Sweep: ")
    assert row.get_by_role("checkbox").count() == 0


def nothing_is_serious_for_axe_and_narrow_screens(chromium, service, job):
    for scheme in ("light", "dark"):
        page = open_page(chromium, f"{service.url}/?job={job}", color_scheme=scheme,
                         viewport={"width": 1280, "height": 900})
        wait_for_state(page, "Completed")
        page.get_by_text("The same in numbers").click()
        judge(page, f"{scheme}: sweep")
        choose_sweep(page, service, "bollinger_bands")
        judge(page, f"{scheme}: form of a sweep")
        check(page)
        page.close()
    page = open_page(chromium, f"{service.url}/?job={job}", viewport={"width": 360, "height": 740})
    wait_for_state(page, "Completed")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    choose_sweep(page, service, "bollinger_bands")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    check(page)
    page.close()


def main(program):
    with Services(program) as services, browser() as chromium:
        service = services.start()
        page = open_page(chromium, service.url, viewport={"width": 1280, "height": 900})
        faults_are_said_at_their_fields(page, service)
        job, result = a_sweep_goes_from_the_form_to_its_verdict(page, service)
        the_heatmap_is_read_by_keys_and_as_a_table(page, result)
        row = the_table_sorts_filters_and_chooses(page, result)
        the_windows_are_those_of_the_service(page, result)
        a_set_opens_as_a_scan_with_the_same_figures(page, service, row)
        the_tables_are_those_of_the_service(page, service, job)
        any_record_is_shown_as_it_was(page, service, job)
        one_is_cancelled_and_asked_for_again(page, service)
        check(page)
        nothing_is_serious_for_axe_and_narrow_screens(chromium, service, job)


main(sys.argv[1])

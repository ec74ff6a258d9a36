"""A strategy is written, mended, tried, saved, scanned with and looked at, in the page."""

import sys

from pages import browser, check, open_page, text, wait, wait_for_state
from service import Services

#: Connors' RSI of two days with a band, a panel and a strip to draw; two words are mistyped.
WRONG = """strategy "Weak days" language 1
about "Buys a short fall within a long rise."
input days = 2 from 2 to 30 step 1 "Bars of the RSI."
calm = sma(clsoe, 200)
band = bbands(close, 20, 2)
r = rsi(close, days)
rises = close > calm
enter long when rises and r < 10
    "Buy a weak day above the long average."
exit long when rr > 70
    "Sell when the RSI has recovered."
exit long when close < 0
    "Never."
"""
RIGHT = WRONG.replace("clsoe", "close").replace("rr >", "r >")


def field(page):
    return page.get_by_label("Text of the strategy").and_(page.locator("textarea"))


def wait_for_check(page, found):
    page.locator(".check-state", has_text=found).wait_for()


def mistakes_are_said_where_they_are(page, service):
    page.goto(service.url)
    page.get_by_role("link", name="Write a new one").click()
    wait_for_check(page, "No errors")
    field(page).fill(WRONG)
    wait_for_check(page, "2 errors")
    buttons = page.locator(".problems button")
    assert [each.split()[0] for each in buttons.all_inner_texts()] == ["4:12", "10:16"]
    marked = page.locator(".code-line.error")
    assert [each.split()[-1] for each in marked.locator(".code-mark").all_inner_texts()] == [
        "clsoe", "rr"]
    buttons.nth(1).click()
    chosen = """() => { const area = document.activeElement;
        return area.value.slice(area.selectionStart, area.selectionEnd); }"""
    assert page.evaluate(chosen) == "rr"
    # What is wrong at the caret is said to those who cannot see it, too.
    assert "rr" in text(page, "#check-here")
    described = field(page).get_attribute("aria-describedby").split()
    assert described == ["check-state", "check-here"]
    assert field(page).get_attribute("aria-invalid") == "true"
    # What has errors is not run, and shows its first.
    page.keyboard.press("Control+Enter")
    assert page.evaluate(chosen) == "clsoe"
    page.keyboard.type("close")
    wait_for_check(page, "1 error")
    page.locator(".problems button").click()
    page.keyboard.type("r")
    wait_for_check(page, "No errors")
    assert field(page).input_value() == RIGHT
    assert page.locator(".code-mark.error").count() == 0
    assert field(page).get_attribute("aria-invalid") == "false"


def the_text_says_what_it_does(page):
    facts = page.get_by_label("What it says")
    assert "Buy a weak day above the long average." in facts.inner_text()
    assert "Needs 201 bars" in facts.inner_text() or "Needs 20" in facts.inner_text()
    assert page.get_by_label("Days", exact=True).input_value() == "2"
    facts.get_by_role("button", name="Go to line 8").click()
    assert page.locator(".check-place").inner_text() == "Line 8, column 1"


def it_is_tried_on_one_stock(page):
    page.get_by_label("Ticker", exact=True).fill("MSFT")
    page.get_by_label("Days", exact=True).fill("3")
    with page.expect_request("**/backtest") as asked:
        page.get_by_role("button", name="Try on this stock").click()
    request = asked.value.post_data_json
    assert request["strategy_text"] == RIGHT and request["parameters"]["days"] == 3
    assert request["columns"] is True and request["strategy"] == "untitled"
    page.get_by_role("heading", name="MSFT, tried").wait_for()
    results = page.locator(".try-results")
    assert results.get_by_role("button", name="Show trade 1,").count() == 1
    legend = results.get_by_role("group", name="Columns of the strategy")
    names = legend.locator("button").evaluate_all(
        "(all) => all.map((each) => each.childNodes).map((nodes) => "
        "[...nodes].find((node) => node.nodeType === 3).data)")
    assert names[:4] == ["calm", "band", "r", "rises"], names
    the_columns_are_drawn(page, results)
    warned = results.locator(".warnings").inner_text()
    assert "12" in warned or "Never" in warned, warned
    rows = results.locator(".rules-table tbody tr").all_inner_texts()
    assert len(rows) == 3 and rows[2].rstrip().endswith("0"), rows


def the_columns_are_drawn(page, results):
    """Each column leaves its colour on the canvas, until it is switched off."""
    canvas = results.locator("canvas.candles")
    count = """(canvas, name) => {
        const probe = document.createElement('canvas').getContext('2d');
        probe.fillStyle = getComputedStyle(document.documentElement).getPropertyValue(name);
        probe.fillRect(0, 0, 1, 1);
        const [r, g, b] = probe.getImageData(0, 0, 1, 1).data;
        const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let found = 0;
        for (let at = 0; at < data.length; at += 4) {
            if (Math.abs(data[at] - r) + Math.abs(data[at + 1] - g)
                + Math.abs(data[at + 2] - b) < 24) found += 1;
        }
        return found;
    }"""
    seen = {hue: canvas.evaluate(count, f"--column-{hue}") for hue in range(1, 7)}
    assert all(seen[hue] > 60 for hue in range(1, 7)), seen
    height = canvas.bounding_box()["height"]
    legend = results.get_by_role("group", name="Columns of the strategy")
    key = legend.get_by_role("button", name="r ").first
    key.press("Enter")
    assert key.get_attribute("aria-pressed") == "false"
    wait(page, "height => document.querySelector('canvas.candles').clientHeight < height - 50",
         height)
    key.press("Enter")
    canvas.focus()
    page.keyboard.press("End")
    said = results.locator(".candle-frame [role=status]").inner_text()
    assert "calm" in said and "rises" in said and "close" in said, said


def it_is_saved_and_found_again(page, service):
    page.get_by_label("Name", exact=True).fill("Weak days")
    page.keyboard.press("Control+s")
    assert "a to z" in text(page, "#field-name-error")
    page.get_by_label("Name", exact=True).fill("weak_days")
    page.keyboard.press("Control+s")
    page.get_by_text("Saved as weak_days.").wait_for()
    assert page.url == f"{service.url}/?strategy=weak_days"
    assert service.get("/strategies/weak_days")["text"] == RIGHT
    page.reload()
    wait_for_check(page, "No errors")
    assert field(page).input_value() == RIGHT
    page.goto(service.url)
    group = page.locator("#field-strategy optgroup").first
    assert group.get_attribute("label") == "Your strategies"
    assert "Weak days" in group.inner_text()


def what_is_not_saved_survives(page, service):
    page.goto(f"{service.url}/?strategy=weak_days")
    wait_for_check(page, "No errors")
    asked = []

    def answer(dialog):
        asked.append(dialog.type)
        dialog.accept() if dialog.type == "beforeunload" else dialog.dismiss()

    page.on("dialog", answer)
    field(page).press("Control+Home")
    page.keyboard.type("// mine\n")
    page.get_by_text("Not saved", exact=True).wait_for()
    page.locator(".brand").click()
    assert asked == ["confirm"] and "strategy=weak_days" in page.url
    page.reload()
    page.get_by_text("Your unsaved text is back.").wait_for()
    assert asked[-1] == "beforeunload"
    assert field(page).input_value() == "// mine\n" + RIGHT
    page.remove_listener("dialog", answer)


def nobody_is_written_over(page, service):
    other = "// theirs\n" + RIGHT
    page.evaluate(
        """async (text) => {
            const { MarketScanClient } = await import('/market-scan.js');
            await new MarketScanClient().saveStrategy('weak_days', text);
        }""", other)
    field(page).press("Control+s")
    page.get_by_text("was changed or removed since you opened it").wait_for()
    assert service.get("/strategies/weak_days")["text"] == other
    page.get_by_role("button", name="Write mine over it").click()
    page.get_by_text("Saved as weak_days.").wait_for()
    assert service.get("/strategies/weak_days")["text"] == "// mine\n" + RIGHT
    # The other way out.
    page.evaluate(
        """async (text) => {
            const { MarketScanClient } = await import('/market-scan.js');
            await new MarketScanClient().saveStrategy('weak_days', text);
        }""", RIGHT)
    field(page).press("Control+End")
    page.keyboard.type("// more\n")
    field(page).press("Control+s")
    page.get_by_role("button", name="Open that one instead").click()
    wait(page, "text => document.querySelector('textarea.code-text').value === text", RIGHT)


def the_field_is_no_trap(page):
    field(page).focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.tagName") != "TEXTAREA"
    field(page).press("Control+Home")
    page.keyboard.press("Control+]")
    assert field(page).input_value().startswith("    strategy")
    page.keyboard.press("Control+[")
    page.keyboard.press("Control+]")
    page.keyboard.press("Control+z")
    assert field(page).input_value() == RIGHT


def the_market_is_scanned(page, service):
    with page.expect_request("**/market-scan/start") as asked:
        page.get_by_role("button", name="Scan the market").click()
    assert asked.value.post_data_json["strategy_text"] == RIGHT
    wait_for_state(page, "Completed", timeout=120_000)
    job = page.evaluate("new URLSearchParams(location.search).get('job')")
    panel = page.locator(".strategy-panel")
    panel.get_by_text("Its text").click()
    lines = panel.locator(".code-line").all_inner_texts()
    assert [line.rstrip() for line in lines] == RIGHT.rstrip("\n").split("\n")
    assert panel.locator(".code-keyword").count() > 5
    assert len(panel.locator(".digest").inner_text()) == 64
    assert "line 12 was never true" in panel.locator(".warnings").inner_text()
    assert panel.locator(".rules-table tbody tr").count() == 3
    return job


def a_stock_has_the_columns_of_the_tape(page, service, job):
    with page.expect_request("**/backtest") as asked:
        page.goto(f"{service.url}/?job={job}&ticker=AAPL")
        page.get_by_role("heading", name="All figures").wait_for()
    request = asked.value.post_data_json
    assert request["columns"] is True and "strategy" not in request
    sheet = page.locator("dialog.sheet")
    keys = sheet.get_by_role("group", name="Columns of the strategy").locator("button")
    assert keys.count() > 0
    page.keyboard.press("Escape")
    return request


def a_tape_keeps_its_text(page, service, job):
    """The file is another one by now; the stock of the tape is not."""
    page.evaluate(
        """async (text) => {
            const { MarketScanClient } = await import('/market-scan.js');
            await new MarketScanClient().saveStrategy('weak_days', text);
        }""", RIGHT.replace("r < 10", "r < 5"))
    request = a_stock_has_the_columns_of_the_tape(page, service, job)
    assert request["strategy_text"] == RIGHT
    page.get_by_role("button", name="Scan again…").click()
    page.get_by_role("option", name="weak_days, as it was scanned").wait_for(state="attached")
    assert page.locator("#field-strategy").input_value() == ".text"
    page.go_back()
    page.get_by_role("button", name="Edit a copy").click()
    wait_for_check(page, "No errors")
    assert field(page).input_value() == RIGHT
    assert page.get_by_label("Name", exact=True).input_value() == "my_weak_days"
    page.get_by_role("button", name="Discard it").click()


def built_in_ones_are_drawn_and_copied(page, service):
    job = service.run(strategy="bollinger_bands", tickers=["AAPL", "MSFT"])
    request = a_stock_has_the_columns_of_the_tape(page, service, job)
    assert request["strategy_text"] == service.get("/strategies/bollinger_bands")["text"]
    page.goto(f"{service.url}/?strategy=weak_days")
    wait_for_check(page, "No errors")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Bollinger Bands").click()
    page.locator(".scan-title .state", has_text="Built in").wait_for()
    assert page.get_by_label("Name", exact=True).input_value() == "my_bollinger_bands"


def a_service_that_is_gone_is_said(page, service):
    page.goto(f"{service.url}/?strategy=weak_days")
    wait_for_check(page, "No errors")
    page.route("**/strategies/check", lambda route: route.abort())
    field(page).press("End")
    page.keyboard.type(" ")
    wait_for_check(page, "Not checked: the service does not answer")
    page.unroute("**/strategies/check")
    wait_for_check(page, "No errors")
    page.keyboard.press("Backspace")
    wait_for_check(page, "No errors")


def one_that_is_not_there_is_said(page, service):
    page.goto(f"{service.url}/?strategy=not_there")
    page.get_by_text("“not_there” cannot be opened").wait_for()
    page.goto(f"{service.url}/?strategy=Not%20there")
    page.get_by_role("heading", name="The address names no strategy").wait_for()


def it_is_deleted(page, service):
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("heading", name="New scan").wait_for()
    names = [each["name"] for each in service.get("/strategies")["strategies"]]
    assert "weak_days" not in names and "bollinger_bands" in names


def where_nothing_is_kept_texts_run_all_the_same(chromium, services):
    service = services.start("--no-strategies-writable")
    page = open_page(chromium, f"{service.url}/?strategy=", viewport={"width": 1280, "height": 900})
    wait_for_check(page, "No errors")
    page.get_by_text("keeps no strategies of its users").wait_for()
    assert page.get_by_role("button", name="Save").is_disabled()
    field(page).fill(RIGHT)
    wait_for_check(page, "No errors")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "untitled.strategy"
    with open(download.value.path(), encoding="utf-8") as file:
        assert file.read() == RIGHT
    page.get_by_role("button", name="Try on this stock").click()
    page.get_by_role("heading", name="AAPL, tried").wait_for()
    check(page)


def walk(page, service):
    mistakes_are_said_where_they_are(page, service)
    the_text_says_what_it_does(page)
    it_is_tried_on_one_stock(page)
    it_is_saved_and_found_again(page, service)
    what_is_not_saved_survives(page, service)
    nobody_is_written_over(page, service)
    the_field_is_no_trap(page)
    job = the_market_is_scanned(page, service)
    a_tape_keeps_its_text(page, service, job)
    built_in_ones_are_drawn_and_copied(page, service)
    one_that_is_not_there_is_said(page, service)
    a_service_that_is_gone_is_said(page, service)
    it_is_deleted(page, service)
    check(page)


def main(program):
    with Services(program) as services, browser() as chromium:
        service = services.start("--requests-per-second", "0")
        page = open_page(chromium, service.url, viewport={"width": 1280, "height": 900})
        walk(page, service)
        service.end()
        where_nothing_is_kept_texts_run_all_the_same(chromium, services)


if __name__ == "__main__":
    main(sys.argv[1])

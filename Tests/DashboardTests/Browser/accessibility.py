"""Views by axe, light and dark: nothing serious; and what axe cannot judge: keys, narrow screens."""

import json
import sys

from axe_playwright_python.sync_playwright import Axe
import strategy_editor
from pages import browser, check, open_page, wait, wait_for_state
from service import Services


def judge(page, name):
    """Fails for what axe finds serious."""
    found = Axe().run(page).response["violations"]
    serious = [{"id": each["id"], "help": each["help"],
                "nodes": [node["html"][:200] for node in each["nodes"]][:4],
                "why": [node.get("failureSummary", "")[:300] for node in each["nodes"]][:2]}
               for each in found if each["impact"] in ("serious", "critical")]
    assert not serious, f"{name}: {json.dumps(serious, indent=1)}"


def views(page, service, jobs, name):
    page.goto(service.url)
    page.locator(".history-table tbody tr").first.wait_for()
    page.get_by_text("More terms").click()
    judge(page, f"{name}: start")
    page.goto(f"{service.url}/?job={jobs['working']}")
    wait_for_state(page, "Running")
    wait(page, "document.querySelectorAll('.failures details').length > 0")
    page.locator(".failures summary").click()
    judge(page, f"{name}: at work")
    page.goto(f"{service.url}/?job={jobs['first']}")
    wait_for_state(page, "Completed")
    page.get_by_text("Sectors in numbers").click()
    page.locator(".menu summary").click()
    judge(page, f"{name}: complete")
    page.keyboard.press("Escape")
    page.locator("body").press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="All figures").wait_for()
    judge(page, f"{name}: stock")
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("heading", name="Shortcuts").wait_for()
    judge(page, f"{name}: shortcuts")
    page.goto(f"{service.url}/?compare={jobs['first']},{jobs['second']}")
    page.get_by_role("heading", name="Portfolios").wait_for()
    judge(page, f"{name}: comparison")
    editor(page, service, jobs["first"], name)


def editor(page, service, ended, name):
    page.goto(f"{service.url}/?strategy=")
    strategy_editor.wait_for_check(page, "No errors")
    page.locator(".menu summary").click()
    judge(page, f"{name}: editor")
    strategy_editor.field(page).fill(strategy_editor.WRONG)
    strategy_editor.wait_for_check(page, "2 errors")
    page.locator(".problems button").first.click()
    judge(page, f"{name}: mistakes")
    strategy_editor.field(page).fill(strategy_editor.RIGHT)
    strategy_editor.wait_for_check(page, "No errors")
    page.get_by_text("Stocks, days and money").click()
    page.get_by_text("Columns: ").click()
    strategy_editor.field(page).press("Control+Enter")
    page.get_by_role("heading", name="All figures").wait_for()
    judge(page, f"{name}: tried")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{service.url}/?job={ended}")
    wait_for_state(page, "Completed")
    page.get_by_text("Its text").click()
    judge(page, f"{name}: text of a tape")


def narrow_screens_need_no_sideways_scrolling(chromium, service, jobs):
    page = open_page(chromium, service.url, viewport={"width": 360, "height": 740})
    for path in ("", f"?job={jobs['first']}", f"?job={jobs['first']}&ticker=AAPL",
                 f"?compare={jobs['first']},{jobs['second']}", "?strategy=bollinger_bands"):
        page.goto(f"{service.url}/{path}")
        page.wait_for_load_state("networkidle")
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 360, f"{path}: {width} pixels wide"
    check(page)
    page.close()


def progress_is_told_to_those_who_listen(chromium, service, jobs):
    page = open_page(chromium, f"{service.url}/?job={jobs['working']}")
    bar = page.get_by_role("progressbar", name="Stocks done")
    wait(page, "document.querySelector('[role=progressbar]').ariaValueText.includes(' of 120 ')")
    assert "stocks" in bar.get_attribute("aria-valuetext")
    said = page.evaluate(
        """() => new Promise((resolve) => {
            const node = document.getElementById('announcer');
            const texts = [];
            const observer = new MutationObserver(() => texts.push(node.textContent));
            observer.observe(node, { childList: true });
            setTimeout(() => resolve(texts), 4000);
        })""")
    assert len(said) <= 1, said
    page.get_by_role("button", name="Cancel scan").click()
    wait(page, "document.getElementById('announcer').textContent.startsWith('Scan cancelled')")
    check(page)
    page.close()


def motion_is_left_out_where_it_is_not_wanted(chromium, service):
    page = open_page(chromium, service.url, reduced_motion="reduce")
    duration = page.evaluate(
        "getComputedStyle(document.querySelector('button')).transitionProperty")
    assert duration == "none", duration
    page.close()


def main(program):
    with Services(program) as services, browser() as chromium:
        service = services.start()
        jobs = {
            "first": service.run(strategy="bollinger_bands"),
            "second": service.run(strategy="sma_cross", tickers=["AAPL", "MSFT", "NOPE"]),
        }
        tickers = [stock["ticker"] for stock in service.get("/universes/bundled")["members"]]
        jobs["working"] = service.start(
            strategy="sma_cross", source="bundled?delay=2s", tickers=["NOPE"] + tickers[:119])
        for scheme in ("light", "dark"):
            page = open_page(
                chromium, service.url, color_scheme=scheme,
                viewport={"width": 1280, "height": 900})
            views(page, service, jobs, scheme)
            check(page)
            page.close()
        narrow_screens_need_no_sideways_scrolling(chromium, service, jobs)
        motion_is_left_out_where_it_is_not_wanted(chromium, service)
        progress_is_told_to_those_who_listen(chromium, service, jobs)


if __name__ == "__main__":
    main(sys.argv[1])

"""Writes pictures of the dashboard, for the README and for whoever changes it to look at.

Usage: screenshots.py PROGRAM DIRECTORY
"""

import pathlib
import sys

import strategy_editor
from pages import browser, check, open_page, wait, wait_for_state
from service import Services


def main(program, directory):
    folder = pathlib.Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    with Services(program) as services, browser() as chromium:
        service = services.start()
        whole = service.run(strategy="bollinger_bands")
        other = service.run(strategy="bollinger_bands", parameters={"period": 30})
        service.run(strategy="sma_cross", tickers=["AAPL", "MSFT", "NOPE", "AMZN"])
        universe = [stock["ticker"] for stock in service.get("/universes/bundled")["members"]]
        live = service.start(
            strategy="donchian", source="bundled?delay=120ms",
            tickers=universe[:60] + ["NOPE", "NONE"] + universe[60:300])
        sweep = service.start_sweep(
            strategy="bollinger_bands", grid=["period=10..50:2", "devfactor=1..3:0.1"],
            walk_forward="2y/6m")
        for scheme in ("light", "dark"):
            page = open_page(chromium, service.url, color_scheme=scheme, reduced_motion="reduce",
                             viewport={"width": 1280, "height": 900})
            shots(page, folder, scheme, service, whole, other, live)
            page.goto(f"{service.url}/?job={sweep}")
            wait_for_state(page, "Completed")
            page.screenshot(path=folder / f"sweep-{scheme}.png", full_page=True)
            check(page)
            page.close()
        narrow = open_page(chromium, f"{service.url}/?job={live}", color_scheme="light", reduced_motion="reduce",
                           viewport={"width": 390, "height": 844}, device_scale_factor=2)
        wait(narrow, "Number(document.querySelector('.tape input').max) > 70")
        narrow.screenshot(path=folder / "live-narrow.png")
        narrow.goto(f"{service.url}/?job={whole}")
        wait_for_state(narrow, "Completed")
        narrow.screenshot(path=folder / "scan-narrow.png", full_page=True)


def shots(page, folder, scheme, service, whole, other, live):
    page.locator(".history-table tbody tr").first.wait_for()
    page.screenshot(path=folder / f"start-{scheme}.png")
    page.goto(f"{service.url}/?job={live}")
    wait(page, "Number(document.querySelector('.tape input').max) > 70")
    page.screenshot(path=folder / f"live-{scheme}.png")
    page.goto(f"{service.url}/?job={whole}")
    wait_for_state(page, "Completed")
    wait(page, "document.querySelectorAll('.line.first').length === 1")
    page.screenshot(path=folder / f"scan-{scheme}.png", full_page=True)
    page.goto(f"{service.url}/?job={whole}&ticker=AAPL")
    page.get_by_role("heading", name="All figures").wait_for()
    page.get_by_role("button", name="1Y", exact=True).click()
    page.mouse.move(5, 5)
    page.screenshot(path=folder / f"stock-{scheme}.png")
    page.goto(f"{service.url}/?strategy=")
    strategy_editor.field(page).fill(strategy_editor.WRONG)
    strategy_editor.wait_for_check(page, "2 errors")
    page.locator(".problems button").first.click()
    page.screenshot(path=folder / f"editor-{scheme}.png")
    strategy_editor.field(page).fill(strategy_editor.RIGHT)
    strategy_editor.wait_for_check(page, "No errors")
    strategy_editor.field(page).press("Control+Enter")
    page.get_by_role("heading", name="All figures").wait_for()
    page.screenshot(path=folder / f"tried-{scheme}.png", full_page=True)
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto(f"{service.url}/?compare={whole},{other}")
    page.get_by_role("heading", name="Portfolios").wait_for()
    page.screenshot(path=folder / f"comparison-{scheme}.png", full_page=True)


main(*sys.argv[1:])

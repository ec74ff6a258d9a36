"""Addresses of the page that somebody else has made up, and sessions that are ended."""

import sys

from pages import browser, check, open_page, text, wait_for_state
from service import Services

#: What names no scan, and where it would have led as a part of a path.
WRONG = [
    "..%2F..%2Fsession", "..", ".", "20261124-211054-4d0a38ea%2F..%2F..%2Fcancel%2Fx",
    "20261124-211054-4d0a38ea%3Fat=1", "20261124-211054-4d0a38eA", "x%23", "%2F%2Fevil.test",
    "%3Cimg%20src%3Dx%3E",
]


def what_names_no_scan_is_asked_for_nowhere(chromium, service):
    for query in [f"job={name}" for name in WRONG] + [
            f"compare=20261124-211054-4d0a38ea,{name}" for name in WRONG]:
        page = open_page(chromium, service.url)
        page.get_by_label("Universe").wait_for()
        asked = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{service.url}/?{query}")
        page.get_by_role("heading", name="The address names no scan").wait_for()
        assert "is no scan’s name" in text(page, ".notice.bad")
        page.wait_for_load_state("networkidle")
        paths = [url.removeprefix(service.url) for url in asked]
        strange = [path for path in paths[1:] if not (
            path.startswith("/dashboard/") or path.startswith("/market-scan.js")
            or path.startswith("/market-scan/") and path.endswith(".js"))]
        assert strange == [], strange
        page.get_by_role("link", name="All scans").click()
        page.get_by_label("Universe").wait_for()
        check(page)
        page.close()


def the_client_takes_no_such_name(chromium, service):
    page = open_page(chromium, service.url)
    page.get_by_label("Universe").wait_for()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    outcomes = page.evaluate(
        """async () => {
            const { MarketScanClient } = await import('/market-scan.js');
            const client = new MarketScanClient();
            const outcomes = [];
            for (const name of ['../../session', '..', '', 'x?y', undefined]) {
                for (const call of ['status', 'results', 'cancel', 'records']) {
                    outcomes.push(await client[call](name).then(() => 'sent', String));
                }
                outcomes.push(await client.follow(name).done.then(() => 'sent', String));
            }
            return outcomes;
        }""")
    assert len(outcomes) == 25 and all("is no scan's name" in each for each in outcomes), outcomes
    assert asked == [], asked


def a_scan_is_shown_by_its_name(chromium, service):
    job = service.run(strategy="rsi", tickers=["AAPL"])
    page = open_page(chromium, f"{service.url}/?job={job}")
    wait_for_state(page, "Completed")
    check(page)


def a_session_that_is_closed_is_asked_for_anew(chromium, services):
    token = "a-secret-of-the-tests-42"
    service = services.start(environment={"TAPEDECK_TOKEN": token})
    page = open_page(chromium, service.url)
    field = page.get_by_label("Token", exact=True).and_(page.locator("input"))
    for _ in range(2):
        field.fill(token)
        page.get_by_role("button", name="Open").click()
        field.wait_for(state="detached")
        page.evaluate(
            """async () => {
                const { MarketScanClient } = await import('/market-scan.js');
                await new MarketScanClient().closeSession();
            }""")
        page.reload()
        field.wait_for()
    check(page)


def main(program):
    with Services(program) as services, browser() as chromium:
        service = services.start()
        what_names_no_scan_is_asked_for_nowhere(chromium, service)
        the_client_takes_no_such_name(chromium, service)
        a_scan_is_shown_by_its_name(chromium, service)
        service.end()
        a_session_that_is_closed_is_asked_for_anew(chromium, services)


main(sys.argv[1])

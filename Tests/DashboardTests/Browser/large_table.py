"""5,000 stocks: while they come and when they are there, the page answers at once."""

import datetime
import pathlib
import sys

from pages import browser, check, open_page, wait, wait_for_state
from service import Services

STOCKS = 5000
DAYS = [datetime.date(2024, 1, 1) + datetime.timedelta(days=day) for day in range(40)]


def write_prices(directory):
    """A file of made-up prices a stock: waves of various lengths and heights."""
    directory.mkdir()
    for number in range(STOCKS):
        rows = ["date,open,high,low,close,volume"]
        for index, day in enumerate(DAYS):
            wave = abs((index * (1 + number % 7) + number) % 20 - 10) * (1 + number % 13) / 10
            price = 20 + number % 50 + wave
            rows.append(f"{day},{price:.2f},{price + 1:.2f},{price - 1:.2f},{price + 0.5:.2f},1000")
        (directory / f"T{number:04}.csv").write_text("\n".join(rows) + "\n")


#: Notes how long the page was busy without a pause, and how far apart its frames were.
WATCH = """() => {
    window.busy = [];
    new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) window.busy.push(Math.round(entry.duration));
    }).observe({ entryTypes: ['longtask'] });
}"""

#: Scrolls through all of the table and returns the most rows that were in the page, and how long
#: the frames took.
SCROLL = """() => new Promise((resolve) => {
    const frame = document.querySelector('.virtual-frame');
    const [rows, times] = [[], []];
    let before = performance.now();
    const step = () => {
        const now = performance.now();
        times.push(now - before);
        before = now;
        rows.push(document.querySelectorAll('.stocks tr.data').length);
        if (frame.scrollTop + frame.clientHeight >= frame.scrollHeight - 1) {
            resolve([Math.max(...rows), times.toSorted((a, b) => a - b)]);
            return;
        }
        frame.scrollTop += 2500;
        requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
})"""

#: How long until what a key or click changed is painted.
TIMED = """([selector, act, value]) => new Promise((resolve) => {
    const node = document.querySelector(selector);
    const start = performance.now();
    if (act === 'click') node.click();
    else {
        node.value = value;
        node.dispatchEvent(new Event('input', { bubbles: true }));
    }
    requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
})"""


def main(program):
    with Services(program) as services, browser() as chromium:
        prices = pathlib.Path(services.directory.name) / "prices"
        write_prices(prices)
        service = services.start("--prices", str(prices))
        page = open_page(chromium, service.url, viewport={"width": 1280, "height": 900})
        page.evaluate(WATCH)
        job = service.start(
            strategy="sma_cross", parameters={"fast_period": 3, "slow_period": 8},
            source=f"csv:{prices}")
        page.evaluate("job => { history.pushState(null, '', `/?job=${job}`); "
                      "dispatchEvent(new Event('addresschange')); }", job)
        wait_for_state(page, "Completed", timeout=120_000)
        wait(page, "() => document.querySelector('.virtual-table').ariaRowCount === '5001'")
        busy = sorted(page.evaluate("window.busy"))
        longest = busy[-1] if busy else 0
        most, frames = page.evaluate(SCROLL)
        sort = page.evaluate(TIMED, ["th.column-sharpe_ratio button", "click", None])
        filtered = page.evaluate(TIMED, [".stocks input[type=search]", "type", "t49 pnl>0"])
        wait(page, "() => Number(document.querySelector('.virtual-table').ariaRowCount) < 101")
        travelled = page.evaluate(TIMED, [".tape input", "type", "2500"])
        middle, slowest = frames[len(frames) // 2], frames[-1]
        print(f"busy at most {longest} ms while {STOCKS} stocks came; {most} rows in the page; "
              f"frames {middle:.0f} ms, at most {slowest:.0f}; sorted in {sort:.0f} ms, filtered "
              f"in {filtered:.0f}, back in time in {travelled:.0f}")
        assert most < 60, most
        assert longest < 500, busy[-10:]
        assert middle < 50, frames
        assert sort < 300 and filtered < 300 and travelled < 500
        page.locator("body").press("k")
        check(page)


main(sys.argv[1])

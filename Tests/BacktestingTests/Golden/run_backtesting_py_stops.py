"""Writes what backtesting.py makes of five strategies with stops and targets.

Usage: run_backtesting_py_stops.py > stops-backtesting-py.csv, beside a checkout of the bundled
prices, with backtesting==0.6.6. The strategies are `../Strategies/NAME_stop.strategy`, of 64 of the
bundled stocks: every eighth by ticker. Orders fill at the next open; whole shares, no commission.

A row a trade that was closed: size is 1 for a long one and -1 for a short one. backtesting.py takes
stops and targets as prices, before it knows that of the fill; a distance from the fill is put in
its place when the trade begins, everything else is its own.

Where a bar opens beyond the target and then falls to the stop, backtesting.py books the stop; the
open comes first. That is so of three trades here: gap_fade_stop of AKAM on 2015-09-02, of AMD on
2016-03-23 and of WDC on 2015-09-02, each left at the open of its entry.
"""

import csv
import gzip
import math
import pathlib
import sys
import warnings

import backtesting
import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda iterable, **_: iterable

BROKER = backtesting.backtesting._Broker
OPEN_TRADE = BROKER._open_trade


def open_trade(broker, price, size, sl, tp, time_index, tag):
    """Begins a trade; a tag has the distances of its stop and target, or what gives them."""
    if tag:
        stop, target = (given and given(price) for given in tag)
        sign = 1 if size > 0 else -1
        sl, tp = stop and price - sign * stop, target and price + sign * target
    OPEN_TRADE(broker, price, size, sl, tp, time_index, None)


BROKER._open_trade = open_trade


def mean(values, n):
    return rolling(values, n, lambda window: math.fsum(window) / n)


def rolling(values, n, of):
    """Of each window without a missing value; missing elsewhere."""
    out = np.full(len(values), np.nan)
    for i in range(n - 1, len(values)):
        window = values[i - n + 1:i + 1]
        if not np.isnan(window).any():
            out[i] = of(window)
    return out


def smoothed(values, n, weight):
    """From the mean of the first n on."""
    out, average, seen = np.full(len(values), np.nan), None, []
    for i, value in enumerate(values):
        if math.isnan(value):
            continue
        if average is None:
            seen.append(value)
            if len(seen) < n:
                continue
            average = math.fsum(seen) / n
        else:
            average = average * (1 - weight) + value * weight
        out[i] = average
    return out


def ema(values, n):
    return smoothed(values, n, 2 / (1 + n))


def before(values, n=1):
    return np.concatenate([np.full(n, np.nan), values[:-n]])


def atr(high, low, close, n):
    was = before(close)
    ranges = np.maximum(high, was) - np.minimum(low, was)
    return smoothed(ranges, n, 1 / n)


def rsi(close, n):
    change = close - before(close)
    rise = smoothed(np.where(np.isnan(change), np.nan, np.maximum(change, 0)), n, 1 / n)
    fall = smoothed(np.where(np.isnan(change), np.nan, np.maximum(-change, 0)), n, 1 / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where((rise > 0) | (fall > 0), 100 - 100 / (1 + rise / fall),
                        np.where(np.isnan(rise), np.nan, 50))


def regression(values, n):
    """The last value of the line of least squares."""
    middle = (n - 1) / 2
    squares = n * (n * n - 1) / 12

    def last(window):
        slope = math.fsum((k - middle) * value for k, value in enumerate(window)) / squares
        return math.fsum(window) / n + slope * middle

    return rolling(values, n, last)


def crossings(left, right):
    """1 where left crosses above right, -1 below: against the side when they last differed."""
    out, side = np.zeros(len(left)), 0
    for i, difference in enumerate(left - right):
        if math.isnan(difference) or difference == 0:
            continue
        sign = 1 if difference > 0 else -1
        if side == -sign:
            out[i] = sign
        side = sign
    return out


def fixed(distance):
    return lambda price: distance


def percent(number):
    return lambda price: price * number / 100


class Rules(backtesting.Strategy):
    """Entries and exits are truths by bar; a subclass says which, and where stops are."""

    held = None

    def init(self):
        o, h, l, c, v = (
            np.array(self.data.df[name]) for name in ("Open", "High", "Low", "Close", "Volume"))
        never = np.zeros(len(c), bool)
        self.long, self.short, self.leave_long, self.leave_short = never, never, never, never
        with np.errstate(invalid="ignore"):
            self.first = self.rules(o, h, l, c, v)

    def column(self, values):
        """Makes a column that the beginning of the run waits for, as it does for attributes."""
        setattr(self, f"column{len(self._indicators)}", self.I(lambda: values))

    def next(self):
        bar = len(self.data) - 1
        if bar < self.first:
            return
        if not self.position:
            if self.long[bar]:
                self.buy(size=0.95, **self.bracket(bar, 1))
            elif self.short[bar]:
                self.sell(size=0.95, **self.bracket(bar, -1))
        elif self.position.is_long and (self.leave_long[bar] or self.is_over(bar)):
            self.position.close()
        elif self.position.is_short and self.leave_short[bar]:
            self.position.close()

    def is_over(self, bar):
        return self.held is not None and bar - self.trades[-1].entry_bar >= self.held

    def bracket(self, bar, sign):
        """A stop, and a target if there is one, by their distances at the price of the fill.

        The prices beside them only say that there is one.
        """
        stop, target = self.distances(bar)
        beyond = {1: (1e-9, 1e9), -1: (1e9, 1e-9)}[sign]
        return {"sl": beyond[0], "tp": target and beyond[1], "tag": (stop, target)}


class Turtle(Rules):
    def rules(self, o, h, l, c, v):
        high20, low20, high10, low10 = (
            rolling(values, n, of) for values, n, of in
            ((h, 20, max), (l, 20, min), (h, 10, max), (l, 10, min)))
        self.range = atr(h, l, c, 20)
        for values in (high20, low20, high10, low10, self.range):
            self.column(values)
        self.long, self.short = c > before(high20), c < before(low20)
        self.leave_long, self.leave_short = c < before(low10), c > before(high10)
        return 20

    def distances(self, bar):
        return fixed(2 * self.range[bar]), None


class MACD(Rules):
    def rules(self, o, h, l, c, v):
        line = ema(c, 12) - ema(c, 26)
        signal = ema(line, 9)
        strength = rsi(c, 14)
        lowest = rolling(strength, 5, min)
        for values in (line, signal, strength, lowest):
            self.column(values)
        crossed = crossings(line, signal)
        self.long = (crossed > 0) & (lowest < 40)
        self.leave_long = (crossed < 0) | (strength > 75)
        return 34

    def distances(self, bar):
        return percent(6), percent(15)


class GapFade(Rules):
    held = 5

    def rules(self, o, h, l, c, v):
        was = before(c)
        self.low, self.was = l, was
        self.long = (
            (o < before(l)) & ((o / was - 1) * 100 < -2) & (o < c) & (c < was) & (l < c))
        return 1

    def bracket(self, bar, sign):
        return {"sl": self.low[bar], "tp": self.was[bar]}


class YearHigh(Rules):
    def rules(self, o, h, l, c, v):
        highest, average, volume = rolling(c, 252, max), mean(c, 50), mean(v, 50)
        for values in (highest, average, volume):
            self.column(values)
        self.long = (c >= highest) & (v > 1.5 * volume)
        self.leave_long = c < average
        return 251

    def distances(self, bar):
        return percent(8), None


class Squeeze(Rules):
    def rules(self, o, h, l, c, v):
        middle = mean(c, 20)
        squares = mean(c * c, 20)
        deviation = np.sqrt(np.abs(squares - middle * middle))
        centre, width = ema(c, 20), atr(h, l, c, 20) * 1.5
        squeezed = (middle + 2 * deviation < centre + width) & (
            middle - 2 * deviation > centre - width)
        halfway = (rolling(h, 20, max) + rolling(l, 20, min)) / 2
        push = regression(c - (halfway + middle) / 2, 20)
        self.range = atr(h, l, c, 14)
        for values in (middle, width, push, self.range):
            self.column(values)
        ended = np.concatenate([[False], squeezed[:-1]]) & ~squeezed
        self.long, self.short = ended & (push > 0), ended & (push < 0)
        self.leave_long = (push < before(push)) & (before(push) < before(push, 2))
        self.leave_short = (push > before(push)) & (before(push) > before(push, 2))
        return 40

    def distances(self, bar):
        return fixed(2 * self.range[bar]), None


STRATEGIES = {
    "turtle_stop": Turtle, "macd_rsi_stop": MACD, "gap_fade_stop": GapFade,
    "year_high_stop": YearHigh, "squeeze_stop": Squeeze,
}


def main():
    sources = pathlib.Path(__file__).parents[3] / "Sources"
    with gzip.open(
            sources / "MarketData" / "Resources" / "sp500-2013-2018.csv.gz", "rt") as file:
        prices = pd.read_csv(file, index_col="date", parse_dates=True)
    prices.columns = [name.title() for name in prices.columns]
    tickers = sorted(prices["Ticker"].unique())[::8]
    rows = csv.writer(sys.stdout, lineterminator="\n")
    rows.writerow(
        ["strategy", "ticker", "size", "entry_day", "entry_price", "exit_day", "exit_price"])
    for name, strategy in STRATEGIES.items():
        for ticker in tickers:
            bars = prices[prices["Ticker"] == ticker].drop(columns="Ticker").dropna()
            if len(bars) < 300:
                continue
            run = backtesting.Backtest(bars, strategy, cash=10_000_000).run()
            trades = run["_trades"].sort_values("EntryBar", kind="stable")
            for trade in trades.itertuples():
                rows.writerow([
                    name, ticker, 1 if trade.Size > 0 else -1, trade.EntryTime.date(),
                    float(trade.EntryPrice), trade.ExitTime.date(), float(trade.ExitPrice)])


if __name__ == "__main__":
    main()

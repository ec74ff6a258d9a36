"""Runs one peer on the bundled prices and prints its times and trades as one JSON object.

Usage: backtest_peers.py PEER PRICES ROUNDS, where PEER is vectorbt, backtesting, backtrader or
polars, and PRICES the bundled file. Every peer runs the product's Bollinger strategy: bands of 20
bars and 2 deviations; enter long when the close crosses below the lower band and short when it
crosses above the upper, leave when it crosses the middle. What a peer computes beside is in its
function. Reading the prices is not timed, except for polars, where it is all that is. The trades
that a peer makes are counted after its last round, so that the times are for the same work.
"""

import gzip
import json
import sys
import time
import typing
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
PERIOD, FACTOR = 20, 2.0


def frames(path):
    """The bars of each ticker, rows that lack a price left out."""
    with gzip.open(path, "rt") as file:
        table = pd.read_csv(file, parse_dates=["date"]).dropna()
    table.columns = ["ticker", "date", "Open", "High", "Low", "Close", "Volume"]
    return {t: f.set_index("date").drop(columns="ticker") for t, f in table.groupby("ticker")}


def vectorbt(path, rounds):
    """All tickers as one matrix; total return, Sharpe, maximum drawdown and win rate of each.

    A day that a stock lacks is a hole in the matrix, where an order is lost: seven stocks end
    with another number of trades.
    """
    import vectorbt as vbt

    bars = frames(path)
    closes = pd.DataFrame({t: f["Close"] for t, f in bars.items()})
    opens = pd.DataFrame({t: f["Open"] for t, f in bars.items()})

    def run():
        bands = vbt.BBANDS.run(closes, window=PERIOD, alpha=FACTOR, ewm=False)
        lower, middle, upper = bands.lower, bands.middle, bands.upper
        close = closes.copy()
        close.columns = lower.columns
        below, above = close.vbt.crossed_below, close.vbt.crossed_above
        portfolio = vbt.Portfolio.from_signals(
            close, entries=below(lower), exits=above(middle), short_entries=above(upper),
            short_exits=below(middle), price=opens.shift(-1).values, size=0.95,
            size_type="percent", init_cash=10_000, freq="1D", upon_opposite_entry="ignore")
        figures = (
            portfolio.total_return(), portfolio.sharpe_ratio(), portfolio.max_drawdown(),
            portfolio.trades.win_rate())
        return portfolio, figures

    run()  # compiles
    seconds, (portfolio, _) = repeat(run, rounds)
    trades = portfolio.trades
    return Outcome(
        seconds, vbt.__version__, len(closes.columns), int(trades.count().sum()),
        float(np.nansum(trades.pnl.values)))


def backtesting(path, rounds):
    """Ticker after ticker, with all the statistics that its `Backtest.run` returns.

    XEL's close once is its middle band to the cent, and `crossover` forgets the side that it came
    from: one trade is left later than by backtrader's rule, which the product follows.
    """
    import backtesting as module

    class Bollinger(module.Strategy):
        def init(self):
            close = pd.Series(self.data.Close)
            middle = close.rolling(PERIOD).mean()
            deviation = close.rolling(PERIOD).std(ddof=0)
            self.middle = self.I(lambda: middle, name="middle")
            self.lower = self.I(lambda: middle - FACTOR * deviation, name="lower")
            self.upper = self.I(lambda: middle + FACTOR * deviation, name="upper")

        def next(self):
            over = module.lib.crossover
            close = self.data.Close
            if not self.position:
                if over(self.lower, close):
                    self.buy(size=0.95)
                elif over(close, self.upper):
                    self.sell(size=0.95)
            elif self.position.is_long and over(close, self.middle):
                self.position.close()
            elif self.position.is_short and over(self.middle, close):
                self.position.close()

    import backtesting.lib  # noqa: F401

    bars = {t: f for t, f in frames(path).items() if len(f) > PERIOD + 1}
    module.backtesting._tqdm = lambda iterable, **_: iterable  # draws a bar a stock

    def run():
        return [
            module.Backtest(frame, Bollinger, cash=10_000, finalize_trades=False).run()
            for frame in bars.values()]

    seconds, results = repeat(run, rounds)
    return Outcome(
        seconds, module.__version__, len(bars), sum(int(r["# Trades"]) for r in results),
        float(sum(r["_trades"]["PnL"].sum() for r in results)))


def backtrader(path, rounds):
    """Ticker after ticker, with the analyzers for Sharpe, drawdown and trades."""
    import backtrader as bt

    bars = {t: f for t, f in frames(path).items() if len(f) > PERIOD + 1}

    def run():
        strategies = []
        for frame in bars.values():
            strategies += backtrader_engine(frame).run()
        return strategies

    seconds, strategies = repeat(run, rounds)
    trades = [s.analyzers.trades.get_analysis() for s in strategies]
    closed = [t for t in trades if t.total.get("closed", 0)]
    return Outcome(
        seconds, bt.__version__, len(bars), sum(t.total.closed for t in closed),
        float(sum(t.pnl.net.total for t in closed)))


def backtrader_engine(frame):
    """An engine that is ready to run the strategy on the bars of one ticker."""
    import backtrader as bt

    class Bollinger(bt.Strategy):
        def __init__(self):
            bands = bt.indicators.BollingerBands(period=PERIOD, devfactor=FACTOR)
            close = self.data.close
            self.lower = bt.indicators.CrossOver(close, bands.bot)
            self.middle = bt.indicators.CrossOver(close, bands.mid)
            self.upper = bt.indicators.CrossOver(close, bands.top)
            self.order = None

        def notify_order(self, order):
            if not order.alive():
                self.order = None

        def next(self):
            if self.order:
                return
            if not self.position:
                if self.lower < 0:
                    self.order = self.buy()
                elif self.upper > 0:
                    self.order = self.sell()
            elif self.position.size > 0 and self.middle > 0:
                self.order = self.close()
            elif self.position.size < 0 and self.middle < 0:
                self.order = self.close()

    engine = bt.Cerebro(stdstats=False)
    engine.adddata(bt.feeds.PandasData(dataname=frame))
    engine.addstrategy(Bollinger)
    engine.addsizer(bt.sizers.PercentSizer, percents=95)
    engine.addanalyzer(bt.analyzers.SharpeRatio, timeframe=bt.TimeFrame.Days)
    engine.addanalyzer(bt.analyzers.DrawDown)
    engine.addanalyzer(bt.analyzers.TradeAnalyzer, _name="trades")
    return engine


def polars(path, rounds):
    """Reads the file as it is, with the library's own threads."""
    import polars as pl

    count = pl.read_csv(path)["ticker"].n_unique()
    seconds, _ = repeat(lambda: pl.read_csv(path), rounds)
    return Outcome(seconds, pl.__version__, count)


class Outcome(typing.NamedTuple):
    """What a peer has done; trades are closed ones, those of vectorbt all."""

    seconds: list
    version: str
    tickers: int
    trades: int | None = None
    profit: float | None = None


def repeat(work, rounds):
    """The times of all rounds, and what the last one returned."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        result = work()
        seconds.append(time.perf_counter() - start)
    return seconds, result


def main():
    peer, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    peers = {f.__name__: f for f in (vectorbt, backtesting, backtrader, polars)}
    print(json.dumps(peers[peer](path, rounds)._asdict()))


if __name__ == "__main__":
    main()

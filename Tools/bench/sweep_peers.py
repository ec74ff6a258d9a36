"""Runs one peer over sets of parameters on the bundled prices and prints times and trades as JSON.

Usage: sweep_peers.py PEER PRICES ROUNDS SETS, where PEER is raptorbt or vectorbt, PRICES the bundled
file, and SETS a JSON list of [fast, slow]. A set is the product's strategy of two averages: enter
long when the fast average crosses above the slow one, leave when it crosses below, with all the cash
at the close of the signal, without costs. Averages and signals are part of the time; reading the
prices is not.
"""

import gzip
import json
import sys
import time
import warnings

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")


def frames(path):
    """The bars of each ticker, rows that lack a price left out."""
    with gzip.open(path, "rt") as file:
        table = pd.read_csv(file, parse_dates=["date"]).dropna()
    table.columns = ["ticker", "date", "Open", "High", "Low", "Close", "Volume"]
    return {t: f.set_index("date").drop(columns="ticker") for t, f in table.groupby("ticker")}


def crosses(first, second):
    """Where one column goes above another."""
    above = first > second
    crossed = np.zeros(len(above), dtype=bool)
    crossed[1:] = above[1:] & (first[:-1] <= second[:-1])
    return crossed


def raptorbt(path, rounds, sets):
    """Stock after stock, all sets of a stock by `batch_single_backtest`, on its own threads."""
    import raptorbt as module

    stocks = []
    for ticker, frame in frames(path).items():
        columns = [
            np.ascontiguousarray(frame[name].to_numpy(dtype=float))
            for name in ("Open", "High", "Low", "Close", "Volume")]
        stamps = frame.index.to_numpy().astype("datetime64[ns]").astype(np.int64)
        stocks.append((ticker, stamps, columns))
    config = module.BacktestConfig(initial_capital=10_000.0, fees=0.0, slippage=0.0)
    lengths = sorted({length for pair in sets for length in pair})

    def run():
        trades = 0
        for ticker, stamps, columns in stocks:
            close = columns[3]
            means = {n: np.asarray(module.sma(close, n)) for n in lengths if n <= len(close)}
            items = []
            for place, (fast, slow) in enumerate(sets):
                if slow >= len(close):
                    continue
                entries = crosses(means[fast], means[slow])
                exits = crosses(means[slow], means[fast])
                items.append(module.BatchSingleItem(str(place), entries, exits, symbol=ticker))
            if not items:
                continue
            for _, result in module.batch_single_backtest(stamps, *columns, items, config):
                figures = result.metrics
                (figures.total_return_pct, figures.sharpe_ratio, figures.max_drawdown_pct)
                trades += figures.total_trades
        return trades

    return rounds_of(run, rounds), module.__version__, len(stocks)


def vectorbt(path, rounds, sets):
    """Set after set, all stocks of a set as one matrix, warm."""
    import vectorbt as module

    closes = pd.DataFrame({t: f["Close"] for t, f in frames(path).items()})

    def run():
        trades = 0
        for fast, slow in sets:
            first = module.MA.run(closes, window=fast, short_name="fast")
            second = module.MA.run(closes, window=slow, short_name="slow")
            portfolio = module.Portfolio.from_signals(
                closes, entries=first.ma_crossed_above(second).values,
                exits=first.ma_crossed_below(second).values, size=np.inf, init_cash=10_000,
                freq="1D")
            (portfolio.total_return(), portfolio.sharpe_ratio(), portfolio.max_drawdown())
            trades += int(portfolio.trades.count().sum())
        return trades

    run()  # compiles
    return rounds_of(run, rounds), module.__version__, len(closes.columns)


def rounds_of(run, rounds):
    """The times of all rounds, and the trades of the last one."""
    seconds = []
    for _ in range(rounds):
        start = time.perf_counter()
        trades = run()
        seconds.append(time.perf_counter() - start)
    return seconds, trades


def main():
    peer, path, rounds, sets = sys.argv[1], sys.argv[2], int(sys.argv[3]), json.loads(sys.argv[4])
    peers = {f.__name__: f for f in (raptorbt, vectorbt)}
    (seconds, trades), version, tickers = peers[peer](path, rounds, sets)
    print(
        json.dumps(
            {"seconds": seconds, "version": version, "tickers": tickers, "trades": trades,
             "profit": None}))


if __name__ == "__main__":
    main()

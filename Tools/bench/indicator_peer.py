"""Computes indicators and comparisons with TA-Lib and numpy, a round for each line of its input.

Usage: indicator_peer.py PRICES VALUES, where PRICES is the bundled file. First it writes what it
computes into VALUES and prints `ready`: of each stock, in the order of their tickers, the columns
of numbers as doubles, then those of comparisons as bytes. Then for each line it prints the time of
one round over all stocks as one line of JSON. Prices are float64 arrays made before, as TA-Lib
takes them; one thread.
"""

import json
import sys
import time

import numpy as np
import talib

from backtest_peers import frames


def columns(high, low, close):
    """The columns of one stock: five indicators, one of which has three lines, ten comparisons."""
    mean = talib.SMA(close, 20)
    average = talib.EMA(close, 20)
    strength = talib.RSI(close, 14)
    upper, middle, lower = talib.BBANDS(close, 20, 2.0, 2.0)
    reach = talib.ATR(high, low, close, 14)
    return (
        (mean, average, strength, lower, middle, upper, reach),
        (
            reach > close, close > mean, close < average, strength > 70, strength < 30,
            close < lower, close > upper, close > middle, average > mean, reach > 2))


def main():
    path, values = sys.argv[1:]
    stocks = [
        tuple(np.ascontiguousarray(frame[name], dtype=np.float64) for name in (
            "High", "Low", "Close"))
        for _, frame in sorted(frames(path).items())]
    with open(values, "wb") as file:
        for stock in stocks:
            for kind in columns(*stock):
                for column in kind:
                    file.write(column.tobytes())
    version = f"{talib.__ta_version__.decode().split()[0]} (ta-lib {talib.__version__})"
    print("ready", flush=True)
    for _ in sys.stdin:
        start = time.perf_counter()
        for stock in stocks:
            columns(*stock)
        seconds = time.perf_counter() - start
        print(json.dumps(
            {"seconds": [seconds], "version": version, "tickers": len(stocks)}), flush=True)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Writes bars.csv, talib.csv and candlesticks.csv beside this script.

    write_golden.py SP500.csv.gz TALIB.csv.gz

SP500.csv.gz is the bundled price file; of it, six tickers are taken. TALIB.csv.gz has a line for each
function, parameter set, series and output of the C library TA-Lib 0.8.1 (Python wrapper 0.8.2):
function,parameters,ticker,output,first_index,count,sum,values. Candlestick patterns have a file of
their own; functions that language 1 does not have are left out.
"""
import gzip
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
TICKERS = {"AAPL", "F", "GE", "KO", "NFLX", "XOM"}
LEFT_OUT = re.compile(
    r"HT_|(MAMA|MAVP|MA|SAREXT|LINEARREG_ANGLE|MAX|MIN|SUM|MAXINDEX|MININDEX|MINMAX"
    r"|MINMAXINDEX|MACDEXT),")


def main(prices, talib):
    with gzip.open(prices, "rt") as lines, open(HERE / "bars.csv", "w") as bars:
        bars.write("ticker,open,high,low,close,volume\n")
        next(lines)
        for line in lines:
            ticker, _, rest = line.split(",", 2)
            if ticker in TICKERS:
                bars.write(f"{ticker},{rest}")
    with gzip.open(talib, "rt") as lines, open(HERE / "talib.csv", "w") as golden, \
            open(HERE / "candlesticks.csv", "w") as candlesticks:
        heading = next(lines)
        golden.write(heading)
        candlesticks.write(heading)
        for line in lines:
            if not LEFT_OUT.match(line):
                (candlesticks if line.startswith("CDL") else golden).write(line)


main(*sys.argv[1:])

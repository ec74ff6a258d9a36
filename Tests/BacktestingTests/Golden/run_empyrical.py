"""Writes what empyrical makes of accounts against their benchmarks.

Usage: run_empyrical.py > benchmark-empyrical.json, with empyrical-reloaded==0.7.1.

A case is a portfolio of stocks, each with the cash at first and with what its account and its
benchmark are worth at its times. A stock counts with its cash before its first time and with its
last value after its last. Values within a day count by the day's last. The returns are those of the
sums, the first on all cash. `information_ratio` is empyrical's `excess_sharpe` times the root of the
periods in a year; captures where a year has other periods than empyrical has names for are its
`capture`, with its `annual_return` of so many periods.
"""

import datetime
import json
import math
import random

import empyrical
import numpy as np
import pandas as pd

CASH = 10_000.0


def stock(rng, times, weight=0.6, drift=0.0004, noise=0.004):
    """Holds a part of the benchmark, and something else besides."""
    equity, held = [CASH], [CASH]
    for _ in times[1:]:
        step = rng.gauss(drift, 0.012)
        held.append(held[-1] * (1 + step))
        equity.append(equity[-1] * (1 + weight * step + rng.gauss(0, noise)))
    return {"times": times, "equity": equity, "benchmark": held}


def days(count, step=1, first="2021-01-04"):
    """So many days, without weekends where there is one a day."""
    day, found = datetime.date.fromisoformat(first), []
    while len(found) < count:
        if step != 1 or day.weekday() < 5:
            found.append(day.isoformat())
        day += datetime.timedelta(days=step)
    return found


def all_days(count):
    first = datetime.date(2021, 1, 4)
    return [(first + datetime.timedelta(days=n)).isoformat() for n in range(count)]


def months(count):
    return [f"{2000 + n // 12:04}-{n % 12 + 1:02}-01" for n in range(count)]


def minutes(count):
    return [f"{day}T{minute}" for day in days(count) for minute in ("09:30", "12:00", "15:30")]


def total(stocks, name):
    """The sum of all stocks at every time."""
    columns = [pd.Series(each[name], index=each["times"]) for each in stocks]
    frame = pd.concat(columns, axis=1).sort_index()
    return frame.ffill().fillna(CASH).sum(axis=1)


def returns(values, start):
    values = values.groupby(lambda time: time[:10]).last()
    return values.to_numpy() / np.concatenate([[start], values.to_numpy()[:-1]]) - 1


def capture(values, others, chosen, periods):
    earned, benchmark = values[chosen], others[chosen]
    return (empyrical.annual_return(earned, annualization=periods)
            / empyrical.annual_return(benchmark, annualization=periods))


def case(name, periods, stocks):
    start = CASH * len(stocks)
    equity, held = total(stocks, "equity"), total(stocks, "benchmark")
    values, others = returns(equity, start), returns(held, start)
    named = {252: "daily", 52: "weekly", 12: "monthly"}
    if periods in named:
        up = empyrical.up_capture(values, others, period=named[periods])
        down = empyrical.down_capture(values, others, period=named[periods])
    else:
        up = capture(values, others, others > 0, periods)
        down = capture(values, others, others < 0, periods)
    figures = {
        "return_pct": empyrical.cum_returns_final(others) * 100,
        "excess_return_pct": (
            empyrical.cum_returns_final(values) - empyrical.cum_returns_final(others)) * 100,
        "alpha_pct": empyrical.alpha_aligned(values, others, annualization=periods) * 100,
        "beta": empyrical.beta_aligned(values, others),
        "tracking_error_pct": (
            empyrical.annual_volatility(values - others, annualization=periods) * 100),
        "information_ratio": empyrical.excess_sharpe(values, others) * math.sqrt(periods),
        "up_capture": up,
        "down_capture": down,
    }
    figures = {name: float(value) for name, value in figures.items()}
    return {"name": name, "cash": CASH, "stocks": stocks, "figures": figures}


def main():
    rng = random.Random(1)
    daily = days(160)
    print(json.dumps({"empyrical": empyrical.__version__, "cases": [
        case("days", 252, [stock(rng, daily)]),
        case("days, against the market", 252, [stock(rng, daily, -0.4, -0.001)]),
        case("days with weekends", 365, [stock(rng, all_days(150))]),
        case("weeks", 52, [stock(rng, days(120, 7))]),
        case("months", 12, [stock(rng, months(60))]),
        case("within days", 252, [stock(rng, minutes(50))]),
        case("stocks that begin late and end early", 252, [
            stock(rng, daily), stock(rng, daily[40:]), stock(rng, daily[:90], 1.1),
            stock(rng, daily[20:60]), stock(rng, daily[1::3], 0.2)]),
        case("stocks within days that begin late and end early", 252, [
            stock(rng, minutes(40)[31:]), stock(rng, minutes(40)[:80]), stock(rng, minutes(30))]),
    ]}, separators=(",", ":")))


main()

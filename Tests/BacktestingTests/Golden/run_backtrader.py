"""Runs the strategies in backtrader 1.9.78.123 over a price table, as the oracle of the tests.

    run_backtrader.py PRICES.csv.gz >sp500-backtrader.csv

One row a strategy and ticker: strategy, ticker, outcome, end value, trades, open, won, lost,
deepest drawdown in per cent; of the closed trades the sum of their gross profits, the CRC-32 of
their text, one line "entry,exit,long|short" each, and the sums of their entry prices and of their
gross profits, each times its number, which counts from 1; and of the trade that is still open, if
one is, its entry's day, side and price. The outcome is

- `ran`;
- `guarded` when backtrader divided by zero: then the numbers are those of a second run, in which
  such a division gives the neutral value that the Swift indicators document;
- `short` when there are too few bars for the indicators, and no numbers.

`--ticker` and `--strategy` select; `--set NAME=NUMBER` and `--commission` vary the run.
"""

import argparse
import csv
import datetime
import gzip
import itertools
import math
import multiprocessing
import sys
import zlib

import backtrader as bt

ind = bt.indicators


class Bars(bt.feed.DataBase):
    """Daily bars from rows in memory."""

    params = (("rows", ()),)

    def start(self):
        super().start()
        self.left = iter(self.p.rows)

    def _load(self):
        row = next(self.left, None)
        if row is None:
            return False
        self.l.datetime[0] = row[0]
        self.l.open[0], self.l.high[0], self.l.low[0], self.l.close[0], self.l.volume[0] = row[1:]
        self.l.openinterest[0] = 0
        return True


def divide(numerator, denominator, guarded, nothing, infinite=math.inf):
    """A division as backtrader writes it, or one that answers for a zero denominator."""
    if guarded:
        return bt.DivZeroByZero(numerator, denominator, infinite, nothing)
    return numerator / denominator


class MoneyFlowIndex(bt.Indicator):
    lines = ("mfi",)
    params = (("period", 14), ("guarded", False))

    def __init__(self):
        typical = (self.data.high + self.data.low + self.data.close) / 3.0
        flow = typical * self.data.volume
        gain = ind.SumN(bt.If(typical > typical(-1), flow, 0.0), period=self.p.period)
        loss = ind.SumN(bt.If(typical < typical(-1), flow, 0.0), period=self.p.period)
        ratio = divide(gain, loss, self.p.guarded, 1.0)
        self.lines.mfi = 100.0 - 100.0 / (1.0 + ratio)


class ChaikinMoneyFlow(bt.Indicator):
    lines = ("cmf",)
    params = (("period", 20), ("guarded", False))

    def __init__(self):
        high, low, close = self.data.high, self.data.low, self.data.close
        place = divide(2 * close - low - high, high - low, self.p.guarded, 0.0, 0.0)
        flow = ind.SumN(place * self.data.volume, period=self.p.period)
        volume = ind.SumN(self.data.volume, period=self.p.period)
        self.lines.cmf = bt.DivByZero(flow, volume, zero=0.0)


class OnBalanceVolume(bt.Indicator):
    lines = ("obv",)

    def nextstart(self):
        self.l.obv[0] = self.data.volume[0]

    def next(self):
        change = self.data.close[0] - self.data.close[-1]
        signed = math.copysign(self.data.volume[0], change) if change else 0.0
        self.l.obv[0] = self.l.obv[-1] + signed

    def __init__(self):
        self.addminperiod(1)


class Rules(bt.Strategy):
    """Flat, then in one position, then flat again."""

    params = (("guarded", False),)

    def next(self):
        if not self.position:
            self.enter()
        elif self.leaves_long() if self.position.size > 0 else self.leaves_short():
            self.close()

    def leaves_short(self):
        return False

    def notify_trade(self, trade):
        day = lambda number: bt.num2date(number).date()
        side = "long" if trade.long else "short"
        if trade.justopened:
            self.open = (day(trade.dtopen), side, repr(float(trade.price)))
        if trade.isclosed:
            self.open = None
            self.closed.append(
                (f"{day(trade.dtopen)},{day(trade.dtclose)},{side}\n", trade.price, trade.pnl))

    def start(self):
        self.closed = []
        self.open = None


class BollingerBands(Rules):
    params = (("period", 20), ("devfactor", 2.0))

    def __init__(self):
        bands = ind.BollingerBands(period=self.p.period, devfactor=self.p.devfactor)
        self.lower = ind.CrossOver(self.data.close, bands.bot)
        self.middle = ind.CrossOver(self.data.close, bands.mid)
        self.upper = ind.CrossOver(self.data.close, bands.top)

    def enter(self):
        if self.lower[0] < 0:
            self.buy()
        elif self.upper[0] > 0:
            self.sell()

    def leaves_long(self):
        return self.middle[0] > 0

    def leaves_short(self):
        return self.middle[0] < 0


class Bounds(Rules):
    """Buys an oscillator below one bound, sells it above the other."""

    def enter(self):
        if self.value[0] < self.p.oversold:
            self.buy()
        elif self.value[0] > self.p.overbought:
            self.sell()

    def leaves_long(self):
        return self.value[0] > self.p.overbought

    def leaves_short(self):
        return self.value[0] < self.p.oversold


class WilliamsR(Bounds):
    params = (("period", 14), ("oversold", -80.0), ("overbought", -20.0))

    def __init__(self):
        self.value = ind.WilliamsR(period=self.p.period)


class MoneyFlow(Bounds):
    params = (("period", 14), ("oversold", 20.0), ("overbought", 80.0))

    def __init__(self):
        self.value = MoneyFlowIndex(period=self.p.period, guarded=self.p.guarded)


class RsiStochastic(Rules):
    params = (
        ("rsi_period", 14), ("rsi_oversold", 30.0), ("rsi_overbought", 70.0),
        ("stoch_period", 14), ("stoch_oversold", 20.0), ("stoch_overbought", 80.0))

    def __init__(self):
        self.rsi = ind.RSI(period=self.p.rsi_period, safediv=self.p.guarded)
        self.k = ind.Stochastic(
            period=self.p.stoch_period, safediv=self.p.guarded, safezero=0.5).percK

    def enter(self):
        if self.rsi[0] < self.p.rsi_oversold and self.k[0] < self.p.stoch_oversold:
            self.buy()
        elif self.rsi[0] > self.p.rsi_overbought and self.k[0] > self.p.stoch_overbought:
            self.sell()

    def leaves_long(self):
        return self.rsi[0] > self.p.rsi_overbought or self.k[0] > self.p.stoch_overbought

    def leaves_short(self):
        return self.rsi[0] < self.p.rsi_oversold or self.k[0] < self.p.stoch_oversold


class KeltnerChannel(Rules):
    params = (("ema_period", 20), ("atr_period", 10), ("atr_multiplier", 2.0))

    def __init__(self):
        ema = ind.EMA(period=self.p.ema_period)
        width = ind.ATR(period=self.p.atr_period) * self.p.atr_multiplier
        self.upper = ind.CrossOver(self.data.close, ema + width)
        self.lower = ind.CrossOver(self.data.close, ema - width)
        self.middle = ind.CrossOver(self.data.close, ema)

    def enter(self):
        if self.upper[0] > 0:
            self.buy()
        elif self.lower[0] < 0:
            self.sell()

    def leaves_long(self):
        return self.middle[0] < 0

    def leaves_short(self):
        return self.middle[0] > 0


class CciAtr(Rules):
    params = (("cci_period", 20), ("cci_entry", -100.0), ("cci_exit", 100.0), ("atr_period", 14))

    def __init__(self):
        self.cci = ind.CCI(period=self.p.cci_period)
        self.atr = ind.ATR(period=self.p.atr_period)

    def rises_above(self, bound):
        return self.cci[0] > bound and self.cci[-1] <= bound

    def falls_below(self, bound):
        return self.cci[0] < bound and self.cci[-1] >= bound

    def enter(self):
        if self.atr[0] > self.atr[-1]:
            if self.rises_above(self.p.cci_entry):
                self.buy()
            elif self.falls_below(-self.p.cci_entry):
                self.sell()

    def leaves_long(self):
        return self.falls_below(self.p.cci_exit)

    def leaves_short(self):
        return self.rises_above(-self.p.cci_exit)


class Adx(Rules):
    params = (
        ("ma_short_period", 20), ("ma_long_period", 50), ("boll_period", 14),
        ("adx_threshold", 25.0))

    def __init__(self):
        self.adx = ind.ADX()
        self.cross = ind.CrossOver(
            ind.SMA(period=self.p.ma_short_period), ind.SMA(period=self.p.ma_long_period))
        bands = ind.BollingerBands(period=self.p.boll_period)
        self.lower = ind.CrossOver(self.data.close, bands.bot)
        self.middle = ind.CrossOver(self.data.close, bands.mid)

    def enter(self):
        self.trends = self.adx[-1] >= self.p.adx_threshold
        if self.cross[0] > 0 if self.trends else self.lower[0] < 0:
            self.buy()

    def leaves_long(self):
        return self.cross[0] < 0 if self.trends else self.middle[0] > 0


class TemaCrossover(Rules):
    params = (("tema_short_period", 20), ("tema_long_period", 60), ("volume_period", 14))

    def __init__(self):
        self.average = ind.SMA(self.data.volume, period=self.p.volume_period)
        self.cross = ind.CrossOver(
            ind.TEMA(period=self.p.tema_short_period), ind.TEMA(period=self.p.tema_long_period))

    def enter(self):
        if self.data.volume[0] > self.average[0]:
            if self.cross[0] > 0:
                self.buy()
            elif self.cross[0] < 0:
                self.sell()

    def leaves_long(self):
        return self.cross[0] < 0

    def leaves_short(self):
        return self.cross[0] > 0


class TemaMacd(Rules):
    params = (("macd1", 12), ("macd2", 26), ("macdsig", 9), ("tema_period", 12))

    def __init__(self):
        macd = ind.MACD(
            period_me1=self.p.macd1, period_me2=self.p.macd2, period_signal=self.p.macdsig)
        self.macd_cross = ind.CrossOver(macd.macd, macd.signal)
        self.tema_cross = ind.CrossOver(
            ind.TEMA(self.data.close, period=self.p.tema_period),
            ind.TEMA(self.data.open, period=self.p.tema_period))
        # By side: whether the TEMAs, and then the MACD, have turned to it.
        self.tema_turned = {1: False, -1: False}
        self.macd_turned = {1: False, -1: False}

    def next(self):
        for side in (1, -1):
            self.tema_turned[side] &= self.tema_cross[0] != -side
            self.macd_turned[side] &= self.macd_cross[0] != -side
        super().next()

    def turned(self, side):
        return self.tema_turned[side] and self.macd_turned[side]

    def enter(self):
        for side, trade in ((1, self.buy), (-1, self.sell)):
            self.tema_turned[side] |= self.tema_cross[0] == side
            self.macd_turned[side] |= self.tema_turned[side] and self.macd_cross[0] == side
            if self.turned(side):
                trade()

    def leaves_long(self):
        return not self.turned(1)

    def leaves_short(self):
        return not self.turned(-1)


class MomentumMulti(Rules):
    params = (
        ("roc_period", 12), ("roc_threshold", 2.0), ("rsi_period", 14), ("rsi_min", 40.0),
        ("rsi_max", 60.0), ("rsi_exit", 70.0))

    def __init__(self):
        self.roc = ind.ROC(period=self.p.roc_period)
        self.rsi = ind.RSI(period=self.p.rsi_period, safediv=self.p.guarded)
        self.obv = OnBalanceVolume()

    def enter(self):
        if self.p.rsi_min < self.rsi[0] < self.p.rsi_max:
            if self.roc[0] > self.p.roc_threshold and self.obv[0] > self.obv[-1]:
                self.buy()
            elif self.roc[0] < -self.p.roc_threshold and self.obv[0] < self.obv[-1]:
                self.sell()

    def leaves_long(self):
        return self.roc[0] < 0 or self.rsi[0] > self.p.rsi_exit

    def leaves_short(self):
        return self.roc[0] > 0 or self.rsi[0] < 100 - self.p.rsi_exit


class Alligator(Rules):
    params = (("lips_period", 5), ("teeth_period", 8), ("jaws_period", 13), ("ema_period", 200))

    def __init__(self):
        self.lips = ind.SMMA(period=self.p.lips_period)
        self.teeth = ind.SMMA(period=self.p.teeth_period)
        self.jaws = ind.SMMA(period=self.p.jaws_period)
        self.ema = ind.EMA(period=self.p.ema_period)
        self.cross = ind.CrossOver(self.data.close, self.lips)

    def enter(self):
        close, lips, teeth = self.data.close[0], self.lips[0], self.teeth[0]
        if close > self.ema[0] and self.jaws[0] < teeth < close < lips:
            self.buy()
        elif close < self.ema[0] and self.jaws[0] > teeth > close > lips:
            self.sell()

    def leaves_long(self):
        return self.cross[0] > 0

    def leaves_short(self):
        return self.cross[0] < 0


class CmfAtrMacd(Rules):
    params = (
        ("macd1", 12), ("macd2", 26), ("macdsig", 9), ("atrperiod", 14), ("atrdist", 2.0))

    def __init__(self):
        self.macd = ind.MACD(
            period_me1=self.p.macd1, period_me2=self.p.macd2, period_signal=self.p.macdsig)
        self.cross = ind.CrossOver(self.macd.macd, self.macd.signal)
        self.atr = ind.ATR(period=self.p.atrperiod)
        self.cmf = ChaikinMoneyFlow(guarded=self.p.guarded)

    def enter(self):
        for side, trade in ((1, self.buy), (-1, self.sell)):
            if (self.macd.macd[0] * side > 0 and self.macd.signal[0] * side > 0
                    and self.cross[0] == side and self.cmf[0] * side > 0):
                distance = self.atr[0] * self.p.atrdist
                self.stop_price = self.data.close[0] - side * distance
                self.target_price = self.data.close[0] + side * (2 * distance)
                trade()

    def leaves_long(self):
        return self.data.close[0] >= self.target_price or self.data.close[0] <= self.stop_price

    def leaves_short(self):
        return self.data.close[0] <= self.target_price or self.data.close[0] >= self.stop_price


STRATEGIES = {
    "bollinger_bands": BollingerBands, "williams_r": WilliamsR, "rsi_stochastic": RsiStochastic,
    "mfi": MoneyFlow, "keltner_channel": KeltnerChannel, "cci_atr": CciAtr, "adx": Adx,
    "alligator": Alligator, "tema_crossover": TemaCrossover, "tema_macd": TemaMacd,
    "momentum_multi": MomentumMulti, "cmf_atr_macd": CmfAtrMacd}


def run(strategy, rows, commission, parameters):
    """One run: the strategy at its end, with its analyzers."""
    cerebro = bt.Cerebro(stdstats=False)
    cerebro.broker.setcash(10_000)
    cerebro.broker.setcommission(commission)
    cerebro.adddata(Bars(rows=rows))
    cerebro.addsizer(bt.sizers.PercentSizer, percents=95)
    cerebro.addanalyzer(bt.analyzers.TradeAnalyzer, _name="trades")
    cerebro.addanalyzer(bt.analyzers.DrawDown, _name="drawdown")
    cerebro.addstrategy(strategy, **parameters)
    return cerebro.run()[0]


def result(strategy, rows, commission, parameters):
    """The columns of a row from the outcome on."""
    outcome = "ran"
    try:
        ended = run(strategy, rows, commission, parameters)
    except ZeroDivisionError:
        outcome = "guarded"
        ended = run(strategy, rows, commission, {**parameters, "guarded": True})
    except IndexError:
        return ["short"] + [""] * 13
    trades = ended.analyzers.trades.get_analysis()
    count = lambda *path: trades.get(path[0], {}).get(path[1], 0) if trades else 0
    text = "".join(line for line, _, _ in ended.closed)
    numbered = lambda column: repr(float(sum(
        number * trade[column] for number, trade in enumerate(ended.closed, start=1))))
    return [
        outcome, repr(float(ended.broker.getvalue())), count("total", "total"),
        count("total", "open"), count("won", "total"), count("lost", "total"),
        repr(float(ended.analyzers.drawdown.get_analysis().max.drawdown)),
        repr(float(sum(pnl for _, _, pnl in ended.closed))), f"{zlib.crc32(text.encode()):08x}",
        numbered(1), numbered(2), *(ended.open or ("", "", ""))]


def prices(path):
    """Rows by ticker; those that lack a price are left out."""
    tickers = {}
    with gzip.open(path, "rt") as file:
        for row in itertools.islice(csv.reader(file), 1, None):
            if all(row):
                day = bt.date2num(datetime.datetime.fromisoformat(row[1]))
                tickers.setdefault(row[0], []).append((day, *map(float, row[2:])))
    return tickers


def results_of_ticker(job):
    ticker, rows, names, commission, parameters = job
    return [
        [name, ticker, *result(STRATEGIES[name], rows, commission, parameters)] for name in names]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("prices")
    parser.add_argument("--ticker", action="append")
    parser.add_argument("--strategy", action="append", choices=STRATEGIES)
    parser.add_argument("--set", action="append", default=[])
    parser.add_argument("--commission", type=float, default=0)
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    parameters = {}
    for name, number in (setting.split("=") for setting in options.set):
        parameters[name] = float(number) if "." in number else int(number)
    jobs = [
        (ticker, rows, options.strategy or list(STRATEGIES), options.commission, parameters)
        for ticker, rows in prices(options.prices).items()
        if not options.ticker or ticker in options.ticker]
    with multiprocessing.Pool(options.processes) as pool:
        found = itertools.chain.from_iterable(pool.imap(results_of_ticker, jobs))
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow([
            "strategy", "ticker", "outcome", "end_value", "total", "open", "won", "lost",
            "maxdd_pct", "closed_pnl", "trades_crc32", "numbered_entry_prices",
            "numbered_pnl", "open_entry", "open_side", "open_price"])
        writer.writerows(sorted(found, key=lambda row: list(STRATEGIES).index(row[0])))


if __name__ == "__main__":
    main()

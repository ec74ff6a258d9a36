"""Writes what backtesting.py makes of the golden bars when orders fill at the signal's close.

Usage: run_backtesting_py.py > trade-on-close.json, beside bars.csv, with backtesting==0.6.6.
The cases have the form of those under `backtesting_py` in expected.json.
"""

import json
import pathlib
import warnings

import backtesting
import pandas as pd
from backtesting.lib import crossover

warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda iterable, **_: iterable


class Bollinger(backtesting.Strategy):
    """Bands of 20 bars and 2 deviations, left at the middle."""

    def init(self):
        close = pd.Series(self.data.Close)
        middle = close.rolling(20).mean()
        deviation = close.rolling(20).std(ddof=0)
        self.middle = self.I(lambda: middle)
        self.lower = self.I(lambda: middle - 2 * deviation)
        self.upper = self.I(lambda: middle + 2 * deviation)

    def next(self):
        close = self.data.Close
        if not self.position:
            if crossover(self.lower, close):
                self.buy(size=0.95)
            elif crossover(close, self.upper):
                self.sell(size=0.95)
        elif self.position.is_long and crossover(close, self.middle):
            self.position.close()
        elif self.position.is_short and crossover(self.middle, close):
            self.position.close()


class SMACross(backtesting.Strategy):
    """Long while the average of 10 bars is above that of 30."""

    def init(self):
        close = pd.Series(self.data.Close)
        self.fast = self.I(lambda: close.rolling(10).mean())
        self.slow = self.I(lambda: close.rolling(30).mean())

    def next(self):
        if not self.position and crossover(self.fast, self.slow):
            self.buy(size=0.95)
        elif self.position and crossover(self.slow, self.fast):
            self.position.close()


def case(bars, strategy, finalize):
    run = backtesting.Backtest(
        bars, strategy, cash=10_000, trade_on_close=True, finalize_trades=finalize).run()
    figures = {
        name: value for name, value in run.items()
        if isinstance(value, (int, float)) and not pd.isna(value)}
    figures |= {name: str(value) for name, value in run.items() if name.endswith("Duration")}
    figures["_trades"] = [
        {"size": int(t.Size), "eb": int(t.EntryBar), "xb": int(t.ExitBar),
         "ep": float(t.EntryPrice), "xp": float(t.ExitPrice), "pnl": float(t.PnL)}
        for t in run["_trades"].itertuples()]
    return figures


def main():
    place = pathlib.Path(__file__).parent
    bars = pd.read_csv(place / "bars.csv", index_col=0, parse_dates=True)
    bars.columns = ["Open", "High", "Low", "Close", "Volume"]
    cases = {
        f"{name}|finalize={finalize}": case(bars, strategy, finalize)
        for name, strategy in (("bollinger", Bollinger), ("sma_cross", SMACross))
        for finalize in (False, True)}
    print(json.dumps(cases, indent=1, default=float))


if __name__ == "__main__":
    main()

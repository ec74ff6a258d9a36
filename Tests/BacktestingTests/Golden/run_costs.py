"""Writes what three libraries make of the golden bars when orders, loans and cash have a price.

Usage: run_costs.py > costs.json, beside bars.csv, with backtrader==1.9.78.123,
backtesting==0.6.6 and vectorbt==1.2.0. All give the same orders, by the bar alone: of each forty
bars, they buy at the close of the third, leave at the tenth, sell short at the 13th and leave at the
32nd. A case has the costs by their names in requests, what came of each trade that was closed, how
many orders were refused, and the value at the end.
"""

import json
import pathlib
import warnings

import backtesting
import backtrader as bt
import pandas as pd
import vectorbt as vbt

warnings.filterwarnings("ignore")
backtesting.backtesting._tqdm = lambda iterable, **_: iterable

CASH = 10_000
LONG, EXIT_LONG, SHORT, EXIT_SHORT = 2, 9, 12, 31


def step(bar):
    return bar % 40


def fee(costs, size, price):
    """What an order is charged, by the rule that figures.md gives."""
    size = abs(size)
    return max(
        costs.get("min_fee", 0),
        size * price * costs.get("commission", 0) + costs.get("fixed_fee", 0)
        + size * costs.get("fee_per_share", 0))


# backtrader: orders fill at the next open, parts of shares.

class Scheme(bt.CommInfoBase):
    """Fees by a rule; what shares cost that are borrowed is the library's own."""

    params = (("costs", None), ("stocklike", True), ("commtype", bt.CommInfoBase.COMM_FIXED))

    def _getcommission(self, size, price, pseudoexec):
        return fee(self.p.costs, size, price)


class Scripted(bt.Strategy):
    def __init__(self):
        self.trades, self.refused = [], 0

    def next(self):
        at = step(len(self) - 1)
        if not self.position and at == LONG:
            self.buy()
        elif not self.position and at == SHORT:
            self.sell()
        elif self.position and at in (EXIT_LONG, EXIT_SHORT):
            self.close()

    def notify_order(self, order):
        if order.status == order.Margin:
            self.refused += 1

    def notify_trade(self, trade):
        if trade.justopened:
            self.size = trade.size
        if trade.isclosed:
            last = trade.history[-1]
            self.trades.append({
                "size": self.size, "entry_bar": trade.baropen - 1, "exit_bar": trade.barclose - 1,
                "entry_price": trade.price, "exit_price": last.event.price,
                "costs": trade.commission, "pnl": trade.pnlcomm})


def of_backtrader(bars, costs, percent):
    cerebro = bt.Cerebro(stdstats=False, tradehistory=True)
    cerebro.adddata(bt.feeds.PandasData(dataname=bars))
    broker = cerebro.broker
    broker.setcash(CASH)
    interest = costs.get("borrow_rate", 0)
    if set(costs) <= {"commission", "borrow_rate", "slippage", "slippage_per_share"}:
        broker.setcommission(costs.get("commission", 0), interest=interest)
    elif set(costs) == {"fee_per_share"}:
        broker.setcommission(
            costs["fee_per_share"], commtype=bt.CommInfoBase.COMM_FIXED, stocklike=True)
    else:
        broker.addcommissioninfo(Scheme(costs=costs, interest=interest))
    if "slippage" in costs:
        broker.set_slippage_perc(costs["slippage"], slip_open=True, slip_out=True)
    if "slippage_per_share" in costs:
        broker.set_slippage_fixed(costs["slippage_per_share"], slip_open=True, slip_out=True)
    cerebro.addsizer(bt.sizers.PercentSizer, percents=percent)
    cerebro.addstrategy(Scripted)
    run = cerebro.run()[0]
    return {"trades": run.trades, "refused": run.refused, "end_value": broker.getvalue()}


# backtesting.py: orders fill at the next open, whole shares.

class ScriptedUnits(backtesting.Strategy):
    def init(self):
        pass

    def next(self):
        at = step(len(self.data) - 1)
        if not self.position and at == LONG:
            self.buy(size=0.95)
        elif not self.position and at == SHORT:
            self.sell(size=0.95)
        elif self.position and at in (EXIT_LONG, EXIT_SHORT):
            self.position.close()


def of_backtesting_py(bars, costs, _):
    if set(costs) == {"commission", "fixed_fee"}:
        commission = (costs["fixed_fee"], costs["commission"])
    else:
        def commission(size, price):
            return fee(costs, size, price)
    run = backtesting.Backtest(bars, ScriptedUnits, cash=CASH, commission=commission).run()
    trades = [
        {"size": t.Size, "entry_bar": t.EntryBar, "exit_bar": t.ExitBar,
         "entry_price": t.EntryPrice, "exit_price": t.ExitPrice, "costs": t.Commission,
         "pnl": t.PnL}
        for t in run["_trades"].itertuples()]
    return {"trades": trades, "refused": 0, "end_value": run["Equity Final [$]"]}


# vectorbt: orders fill at the close that gives them, a number of shares.

def of_vectorbt(bars, costs, shares):
    at = pd.Series([step(bar) for bar in range(len(bars))], index=bars.index)
    run = vbt.Portfolio.from_signals(
        bars.Close, at == LONG, at == EXIT_LONG, at == SHORT, at == EXIT_SHORT, size=shares,
        init_cash=CASH, fees=costs.get("commission", 0), fixed_fees=costs.get("fixed_fee", 0),
        slippage=costs.get("slippage", 0))
    records = run.trades.records
    trades = [
        {"size": t.size if t.direction == 0 else -t.size, "entry_bar": t.entry_idx,
         "exit_bar": t.exit_idx, "entry_price": t.entry_price, "exit_price": t.exit_price,
         "costs": t.entry_fees + t.exit_fees, "pnl": t.pnl}
        for t in records.itertuples() if t.status == 1]
    return {"trades": trades, "refused": 0, "end_value": run.final_value()}


FEES = {"commission": 0.0005, "fixed_fee": 1.5, "fee_per_share": 0.01, "min_fee": 7}
CASES = [
    (of_backtrader, 95, {"slippage": 0.002}),
    (of_backtrader, 95, {"slippage_per_share": 0.07}),
    (of_backtrader, 95, {"fee_per_share": 0.02}),
    (of_backtrader, 95, FEES),
    (of_backtrader, 95, {"borrow_rate": 0.08}),
    (of_backtrader, 95, {**FEES, "slippage": 0.003, "borrow_rate": 0.25}),
    (of_backtrader, 99.5, {**FEES, "slippage": 0.005}),
    (of_backtesting_py, 95, {"commission": 0.001, "fixed_fee": 5}),
    (of_backtesting_py, 95, {"fee_per_share": 0.02}),
    (of_backtesting_py, 95, FEES),
    (of_vectorbt, 17.3, {"commission": 0.001}),
    (of_vectorbt, 17.3, {"fixed_fee": 2.5}),
    (of_vectorbt, 17.3, {"slippage": 0.004}),
    (of_vectorbt, 17.3, {"commission": 0.001, "fixed_fee": 2.5, "slippage": 0.004}),
]


def main():
    bars = pd.read_csv(
        pathlib.Path(__file__).parent / "bars.csv", index_col=0, parse_dates=True)
    bars.columns = ["Open", "High", "Low", "Close", "Volume"]
    cases = [
        {"library": run.__name__.removeprefix("of_"), "size": size, "costs": costs,
         **run(bars, costs, size)}
        for run, size, costs in CASES]
    lines = [json.dumps(case, default=float) for case in cases]
    print("[\n" + ",\n".join(lines) + "\n]")


if __name__ == "__main__":
    main()

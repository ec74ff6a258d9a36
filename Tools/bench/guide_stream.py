"""The stream of a market scan as the guide has it: FastAPI, `StreamingResponse`, one process.

Usage: guide_stream.py PRICES PORT. Each `POST /market-scan/stream` scans all stocks of PRICES with
Bollinger bands by backtrader, one after the other in the generator of the response, sends a
message every five stocks and pauses for 10 ms after each, as the guide's code does. With
`?backtests=recorded` the results are those of the last scan, so that a scan costs nothing but its
stream; with `?pause=0` there are no pauses.
"""

import asyncio
import json
import math
import signal
import sys
import time

import backtest_peers
import fastapi
import fastapi.responses
import uvicorn

EVERY = 5
app = fastapi.FastAPI()
prices = {}
recorded = {}


def backtest(ticker):
    """One stock's result, which is kept, or an exception."""
    engine = backtest_peers.backtrader_engine(prices[ticker])
    strategy = engine.run()[0]
    value = engine.broker.getvalue()
    trades = strategy.analyzers.trades.get_analysis()
    sharpe = strategy.analyzers.sharperatio.get_analysis()["sharperatio"]
    recorded[ticker] = {
        "ticker": ticker, "pnl": round(value - 10_000, 2),
        "return_pct": round(value / 100 - 100, 2), "total_trades": trades.total.total,
        "winning_trades": trades.won.total if "won" in trades else 0,
        "losing_trades": trades.lost.total if "lost" in trades else 0,
        "sharpe_ratio": sharpe if sharpe is not None and math.isfinite(sharpe) else None,
        "max_drawdown": round(strategy.analyzers.drawdown.get_analysis().max.drawdown, 2),
        "start_value": 10_000, "end_value": round(value, 2)}
    return recorded[ticker]


async def scan(run):
    """The messages of a scan."""
    began = time.perf_counter()
    results, failures, pnl = [], [], 0.0
    yield {"type": "start", "total_stocks": len(prices),
           "message": f"Starting market scan with {len(prices)} stocks"}
    for number, ticker in enumerate(prices, 1):
        start = time.perf_counter()
        try:
            result = run(ticker)
        except Exception as error:
            failures.append({"ticker": ticker, "error": str(error)})
            yield {"type": "error", "ticker": ticker, "error": str(error), "current": number,
                   "total": len(prices)}
            continue
        results.append(result)
        pnl += result["pnl"]
        if number % EVERY == 0 or number == len(prices):
            elapsed = time.perf_counter() - began
            yield {
                "type": "progress", "current": number, "total": len(prices),
                "progress_pct": round(number / len(prices) * 100, 1), "ticker": ticker,
                "stock_time": round(time.perf_counter() - start, 2),
                "elapsed_time": round(elapsed, 1),
                "eta_seconds": round(elapsed / number * (len(prices) - number), 1),
                "successful": len(results), "failed": len(failures),
                "current_pnl": round(pnl, 2)}
    yield {
        "type": "complete", "total_stocks": len(prices), "successful": len(results),
        "failed": len(failures), "total_pnl": round(pnl, 2),
        "total_time": round(time.perf_counter() - began, 1),
        "stock_results": sorted(results, key=lambda result: -result["pnl"]),
        "failed_stocks": failures}


@app.post("/market-scan/stream")
async def stream(backtests: str = "live", pause: float = 0.01):
    """A scan of its own for each request."""
    run = recorded.__getitem__ if backtests == "recorded" else backtest

    async def messages():
        async for message in scan(run):
            yield f"data: {json.dumps(message)}\n\n"
            if pause:
                await asyncio.sleep(pause)

    return fastapi.responses.StreamingResponse(
        messages(), media_type="text/event-stream",
        headers={"Cache-Control": "no-cache", "X-Accel-Buffering": "no"})


@app.get("/health")
async def health():
    """Whether there is an answer."""
    return {"fastapi": fastapi.__version__, "uvicorn": uvicorn.__version__}


def main():
    # Whoever started this process may have blocked the signal that is to end it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM})
    prices.update(backtest_peers.frames(sys.argv[1]))
    uvicorn.run(
        app, host="127.0.0.1", port=int(sys.argv[2]), log_level="error", access_log=False,
        timeout_graceful_shutdown=1)


if __name__ == "__main__":
    main()

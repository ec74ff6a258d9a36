"""Copies the trades of some tapes into a Parquet file with DuckDB, its types given, a row a trade,
and prints the seconds that it takes, as JSON.

Usage: duckdb_trades.py TARGET OURS TAPE...
OURS is the export of the same tapes: both must have the same trades.
"""

import json
import sys
import time

import duckdb

LISTS = {
    "bars_before": "BIGINT", "bars_held": "BIGINT", "times_before": "BIGINT",
    "times_held": "BIGINT", "entry_lines": "BIGINT", "exits": "VARCHAR", "exit_lines": "BIGINT",
    "sizes": "DOUBLE", "entry_prices": "DOUBLE", "exit_prices": "DOUBLE", "lows": "DOUBLE",
    "highs": "DOUBLE",
}


def main():
    target, ours, *tapes = sys.argv[1:]
    connection = duckdb.connect()
    types = {"seq": "BIGINT", "type": "VARCHAR", "ticker": "VARCHAR",
             **{name: f"{kind}[]" for name, kind in LISTS.items()}}
    rows = ", ".join(f"unnest({name}) AS {name}" for name in LISTS)
    start = time.perf_counter()
    connection.execute(
        f"COPY (SELECT seq, ticker, {rows} FROM read_json({tapes}, columns = {types}, "
        f"format = 'newline_delimited') WHERE type = 'stock_traded') "
        f"TO '{target}' (FORMAT parquet, CODEC 'gzip')")
    seconds = time.perf_counter() - start
    wanted = connection.execute(
        f"SELECT count(*), count(DISTINCT ticker), sum(entry_prices)::DECIMAL(18, 2), "
        f"sum(bars_held) FROM '{target}'").fetchall()[0]
    found = connection.execute(
        f"SELECT count(*), count(DISTINCT ticker), sum(entry_price)::DECIMAL(18, 2), "
        f"sum(bars_held) FROM '{ours}'").fetchall()[0]
    assert wanted == found, f"expected {wanted}, found {found}"
    print(json.dumps({"seconds": seconds, "version": duckdb.__version__, "rows": wanted[0]}))


main()

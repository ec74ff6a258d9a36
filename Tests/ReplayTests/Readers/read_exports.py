"""Reads exports back with the tools of analysts and compares them with the tapes.

Usage: read_exports.py TAPES STATUS EXPORT
TAPES has the tapes, STATUS a status document JOB.json for each, EXPORT the directories csv, ndjson
and parquet and the database sqlite. What is expected is worked out here, from the lines of the
tapes, and shares nothing with the program. Prints how many values were compared.
"""

import csv
import datetime
import glob
import gzip
import hashlib
import json
import math
import os
import struct
import sqlite3
import sys

import duckdb
import pandas
import polars
import pyarrow
import pyarrow.parquet

AGAINST = [
    "return_pct", "excess_return_pct", "alpha_pct", "beta", "tracking_error_pct",
    "information_ratio", "up_capture", "down_capture"]
KEYS = [("job_id", "text"), ("seq", "integer"), ("at", "time")]
STOCKS = KEYS + [
    ("ticker", "text"), ("sector", "text?"), ("pnl", "number"), ("return_pct", "number"),
    ("total_trades", "integer"), ("winning_trades", "integer"), ("losing_trades", "integer"),
    ("open_trades", "integer"), ("rejected_orders", "integer"), ("sharpe_ratio", "number?"),
    ("max_drawdown", "number"), ("gross_profit", "number"), ("gross_loss", "number"),
    ("exposure_pct", "number"), ("start_value", "number"), ("end_value", "number"),
    *((f"benchmark_{name}", "number?") for name in AGAINST), ("bars", "integer"), ("first_date", "date?"), ("last_date", "date?"), ("bars_sha256", "text"),
    ("rows_read", "integer"), ("rows_dropped", "integer"), ("rows_outside_range", "integer"),
    ("rows_open", "integer?"), ("fetched_at", "time?"), ("seconds", "number"), ("elapsed", "number"), ("ruined", "flag"),
]
FAILURES = KEYS + [
    ("ticker", "text"), ("sector", "text?"), ("code", "text"), ("message", "text"),
    ("seconds", "number"), ("elapsed", "number"),
]
EVENTS = KEYS + [("type", "text"), ("ticker", "text?"), ("record", "json")]
COSTS = [
    "slippage", "slippage_per_share", "fixed_fee", "fee_per_share", "min_fee", "borrow_rate",
    "cash_rate"]
SCANS = [
    ("job_id", "text"), ("state", "text"), ("strategy", "text?"), ("parameters", "json?"),
    ("start_date", "date?"), ("end_date", "date?"), ("trade_from", "date?"),
    ("interval", "text?"), ("cash", "number?"),
    ("commission", "number?"), *((name, "number?") for name in COSTS), ("fills", "text?"),
    ("whole_units", "flag?"), ("finalize_trades", "flag?"), ("stop_at_ruin", "flag?"),
    ("trades", "flag?"), ("tickers", "json?"), ("universe", "text?"), ("source", "text?"),
    ("benchmark", "text?"), ("include_open", "flag?"),
    ("engine", "text?"), ("schema", "integer?"), ("universe_sha256", "text?"),
    ("price_adjustment", "text?"), ("idempotency_key", "text?"), ("requested_at", "time"),
    ("started_at", "time?"),
    ("ended_at", "time?"), ("elapsed", "number"), ("error", "text?"), ("total", "integer"),
    ("successful", "integer"), ("failed", "integer"), ("left_out", "integer"),
    ("total_pnl", "number"), ("start_value", "number"), ("end_value", "number"),
    ("return_pct", "number?"), ("total_trades", "integer"), ("winning_trades", "integer"),
    ("losing_trades", "integer"),
]
MACRO = [
    *[(f"{figure}_{of}", "number") for of in ("pnl", "return_pct")
      for figure in ("avg", "median", "std", "min", "max")],
    ("profitable_stocks", "integer"), ("losing_stocks", "integer"), ("neutral_stocks", "integer"),
    ("profitability_rate", "number"), ("avg_trades_per_stock", "number"), ("win_rate", "number"),
]
SCANS += MACRO + [
    ("portfolio_stocks", "integer?"), ("portfolio_return_pct", "number?"),
    ("portfolio_annual_return_pct", "number?"), ("portfolio_annual_volatility_pct", "number?"),
    ("portfolio_sharpe_ratio", "number?"), ("portfolio_max_drawdown", "number?"),
    *((f"portfolio_benchmark_{name}", "number?") for name in (
        "return_pct", "annual_return_pct", "annual_volatility_pct", "sharpe_ratio",
        "max_drawdown", *AGAINST[1:])),
    ("rows_read", "integer"), ("rows_dropped", "integer"), ("rows_outside_range", "integer"),
    ("rows_open", "integer"), ("oldest_fetched_at", "time?"), ("records", "integer"), ("unknown_records", "integer"),
    ("sealed", "flag"), ("root", "text"), ("strategy_language", "integer?"),
    ("strategy_sha256", "text?"), ("strategy_text", "text?"), ("kind", "text"),
    ("sets", "integer?"), ("trials", "integer?"), ("objective", "text?"),
    ("best_set", "integer?"), ("best_objective", "number?"), ("deflated_sharpe", "number?"),
    ("overfitting", "number?"), ("verdict", "text?"),
]
# Of scans alone, without columns for the inputs of sweeps.
SETS = [
    ("job_id", "text"), ("set", "integer"), ("return_pct", "number?"), ("sharpe_ratio", "number?"),
    ("max_drawdown", "number?"), ("trades", "integer"), ("exposure_pct", "number"),
    ("gained_pct", "number"), ("median_return_pct", "number"), ("excess_return_pct", "number?"),
    ("neighbours", "number?"),
]
TRIALS = [
    ("job_id", "text"), ("seq", "integer"), ("ticker", "text"), ("set", "integer"),
    ("pnl", "number"), ("return_pct", "number"), ("sharpe_ratio", "number?"),
    ("max_drawdown", "number"), ("trades", "integer"), ("bars_held", "integer"),
    ("exposure_pct", "number"), ("idle", "flag"),
]
TRADES = [
    ("job_id", "text"), ("seq", "integer"), ("number", "integer"), ("ticker", "text"),
    ("sector", "text?"), ("side", "text"), ("entry_date", "date?"), ("entry_time", "text"),
    ("exit_date", "date?"), ("exit_time", "text?"), ("days_held", "integer?"),
    ("bars_held", "integer"), ("size", "number"), ("entry_price", "number"),
    ("exit_price", "number?"), ("commission", "number"), ("borrow_cost", "number"),
    ("pnl", "number"), ("return_pct", "number?"), ("low", "number"), ("high", "number"),
    ("mae_pct", "number?"), ("mfe_pct", "number?"), ("entry_line", "integer"), ("exit", "text?"),
    ("exit_line", "integer?"), ("entry_bar", "integer"), ("exit_bar", "integer?"),
]
SIGNALS = [
    ("job_id", "text"), ("ticker", "text"), ("sector", "text?"), ("last_time", "text"),
    ("last_close", "number"), ("stale", "flag"), ("action", "text?"), ("order_shares", "number?"),
    ("refused", "flag"), ("order_line", "integer?"), ("order_stop", "number?"),
    ("order_target", "number?"), ("side", "text?"), ("size", "number?"), ("entry_time", "text?"),
    ("entry_price", "number?"), ("entry_line", "integer?"), ("bars_held", "integer?"),
    ("gain", "number?"), ("gain_pct", "number?"), ("stop", "number?"), ("target", "number?"),
]
TABLES = {
    "scans": SCANS, "stocks": STOCKS, "failures": FAILURES, "trades": TRADES, "signals": SIGNALS,
    "sets": SETS, "trials": TRIALS, "events": EVENTS}
KNOWN = {
    "scan_requested", "scan_started", "stock_completed", "stock_failed", "stock_slow",
    "stock_left_out", "scan_resumed", "scan_cancelled", "scan_failed", "portfolio_valued",
    "scan_completed", "log_sealed", "strategy_recorded", "rules_counted", "stock_traded",
    "signals_given", "sweep_requested", "sets_listed", "sweep_started", "sweep_prepared",
    "trials_completed", "sweep_resumed", "sets_valued", "walk_forward_valued", "sweep_judged",
    "sweep_completed",
}
ENDS = {"scan_completed": "completed", "scan_cancelled": "cancelled", "scan_failed": "failed"}
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
compared = 0


def micros(text):
    """The microseconds since 1970 of a record's time."""
    moment = datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def merkle_root(leaves):
    """The tree hash of RFC 9162, section 2.1.1."""
    def tree(first, count):
        if count == 1:
            return hashlib.sha256(b"\0" + leaves[first]).digest()
        left = 1 << (count - 1).bit_length() - 1
        return hashlib.sha256(
            b"\1" + tree(first, left) + tree(first + left, count - left)).digest()

    return (tree(0, len(leaves)) if leaves else hashlib.sha256(b"").digest()).hex()


def finite_percent(part, whole):
    """A part in per cent; None where that is no number."""
    if whole == 0:
        return None
    percent = part / whole * 100
    return percent if math.isfinite(percent) else None


def trade_rows(job, completed, parts, whole_units):
    """The trades of one stock, worked out from their records."""
    rows, bar = [], 0
    result = completed["result"]
    for part in parts:
        assert "minutes" not in part
        time = 0
        for place, size in enumerate(part["sizes"]):
            bar += part["bars_before"][place]
            time += part["times_before"][place]
            held, entry = part["bars_held"][place], part["entry_prices"][place]
            is_closed = part["exits"][place] is not None
            entry_bar, entry_day = bar, datetime.date(1, 1, 1) + datetime.timedelta(time)
            bar += held
            time += part["times_held"][place]
            exit_day = datetime.date(1, 1, 1) + datetime.timedelta(time) if is_closed else None
            last = part["exit_prices"][place] if is_closed else part["last_close"]
            costs = [part.get(name, [0.0] * len(part["sizes"]))[place]
                     for name in ("commissions", "borrow_costs")]
            average = entry if whole_units else size * entry / size
            pnl = size * (last - average) - sum(costs)
            low, high = part["lows"][place], part["highs"][place]
            against, its_way = (low - entry, high - entry) if size > 0 else (entry - high, entry - low)
            rows.append({
                "job_id": job, "seq": completed["seq"], "number": len(rows) + 1,
                "ticker": result["ticker"], "sector": result["sector"],
                "side": "long" if size > 0 else "short", "entry_date": str(entry_day),
                "entry_time": str(entry_day), "exit_date": exit_day and str(exit_day),
                "exit_time": exit_day and str(exit_day),
                "days_held": (exit_day - entry_day).days if is_closed else None,
                "bars_held": held, "size": abs(size), "entry_price": entry,
                "exit_price": part["exit_prices"][place], "commission": costs[0],
                "borrow_cost": costs[1], "pnl": pnl,
                "return_pct": finite_percent(pnl, abs(size) * entry), "low": low, "high": high,
                "mae_pct": finite_percent(against, entry),
                "mfe_pct": finite_percent(its_way, entry),
                "entry_line": part["entry_lines"][place], "exit": part["exits"][place],
                "exit_line": part["exit_lines"][place], "entry_bar": entry_bar,
                "exit_bar": bar if is_closed else None})
    return rows


def signal_row(job, signal, sector, market, fills_at_open):
    """The row of what is held and ordered of a stock."""
    row = {name: signal.get(name) for name, _ in SIGNALS}
    row |= {"job_id": job, "sector": sector, "stale": signal["last_time"] != market,
            "refused": signal.get("refused", False)}
    action, held = signal.get("action"), signal.get("size")
    if action and not row["refused"]:
        entry = signal.get("order_size", 0.0) * (-1 if action.endswith("short") else 1)
        if action.startswith("enter"):
            row["order_shares"] = entry
        elif fills_at_open:
            row["order_shares"] = entry - held
    if held is not None:
        close, price = signal["last_close"], signal["entry_price"]
        row |= {"side": "short" if held < 0 else "long", "size": abs(held),
                "gain": held * (close - price),
                "gain_pct": (close - price) / price * (-100 if held < 0 else 100)}
    return row


def expected_rows(path, status):
    """The rows of one tape, by table, as dictionaries; a column that is not there is not judged."""
    with gzip.open(path) as tape:
        lines = tape.read().split(b"\n")[:-1]
    records = [json.loads(line) for line in lines]
    head = records[0]
    job, request = head["job_id"], head["request"]
    rows = {"stocks": [], "failures": [], "trades": [], "signals": [], "sets": [],
            "trials": [], "events": []}
    parts = []
    state, done, ended_at, elapsed, left_out = "unfinished", set(), None, 0.0, 0
    signals = []
    for line, record in zip(lines, records):
        keys = {"job_id": job, "seq": record["seq"], "at": micros(record["at"])}
        kind, result = record["type"], record.get("result")
        ticker = record.get("ticker", result.get("ticker") if isinstance(result, dict) else None)
        rows["events"].append(keys | {"type": kind, "ticker": ticker, "record": line.decode()})
        if state != "unfinished":
            continue
        if kind == "stock_traded":
            parts = [record] if record["offset"] == 0 else parts + [record]
        if kind in ("stock_completed", "stock_failed"):
            if ticker in done:
                continue
            done.add(ticker)
        if kind == "stock_completed":
            own = [part for part in parts if part["ticker"] == ticker]
            rows["trades"] += trade_rows(job, record, own, request["whole_units"])
            parts = []
            fields = {name: record.get(name, result.get(name)) for name, _ in STOCKS[3:]}
            fields |= {f"benchmark_{name}": value
                       for name, value in (result.get("benchmark") or {}).items()}
            fields["ruined"] = result["max_drawdown"] >= 100 or result["end_value"] <= 0
            fetched = fields["fetched_at"]
            rows["stocks"].append(
                keys | fields | {"fetched_at": micros(fetched) if fetched else None})
        elif kind == "stock_failed":
            rows["failures"].append(keys | {name: record.get(name) for name, _ in FAILURES[3:]})
        elif kind == "stock_left_out":
            left_out += 1
        elif kind == "scan_resumed":
            left_out, signals = 0, []
        elif kind == "signals_given":
            signals = (signals if record["offset"] else []) + [
                (signal, record["market_time"]) for signal in record["signals"]]
        elif kind in ENDS:
            state, ended_at = ENDS[kind], keys["at"]
        if kind in KNOWN and not (kind == "stock_slow" and ticker in done):
            elapsed = record.get("elapsed", elapsed)
    sectors = {stock["ticker"]: stock["sector"] for stock in rows["stocks"]}
    rows["signals"] = [
        signal_row(job, signal, sectors[signal["ticker"]], market, request["fills"] == "next_open")
        for signal, market in signals]
    sealed = records[-1]["type"] == "log_sealed"
    started = next((r for r in records if r["type"] == "scan_started"), None)
    scan = {name: request.get(name) for name, _ in SCANS if name in request}
    texts = [record for record in records if record["type"] == "strategy_recorded"]
    scan |= {
        **{name: request.get(name) for name in (
            "trade_from", *COSTS, "stop_at_ruin", "trades", "benchmark", "include_open")},
        "strategy_language": texts[0]["language"] if texts else None,
        "strategy_sha256": texts[0]["sha256"] if texts else None,
        "strategy_text": "".join(part["text"] for part in texts) if texts else None,
        "job_id": job, "state": state, "engine": head["engine"], "schema": head["schema"],
        "universe_sha256": head["universe_sha256"],
        "price_adjustment": head.get("price_adjustment"),
        "idempotency_key": (head.get("idempotency") or {}).get("key"),
        "requested_at": micros(head["at"]), "ended_at": ended_at, "elapsed": elapsed,
        "started_at": micros(started["at"]) if started else None, "total": head["stocks"],
        "successful": len(rows["stocks"]), "failed": len(rows["failures"]), "left_out": left_out,
        "records": len(records), "sealed": sealed,
        "root": merkle_root(lines[:-1] if sealed else lines),
        "kind": "scan", "sets": None, "trials": None, "objective": None, "best_set": None,
        "best_objective": None, "deflated_sharpe": None, "overfitting": None, "verdict": None,
        "unknown_records": sum(r["type"] not in KNOWN for r in records),
    }
    for name in ("total_trades", "winning_trades", "losing_trades", "rows_read", "rows_dropped",
                 "rows_outside_range"):
        scan[name] = sum(stock[name] for stock in rows["stocks"])
    scan["rows_open"] = sum(stock["rows_open"] or 0 for stock in rows["stocks"])
    assert status["current_pnl"] is not None and status["successful"] == scan["successful"]
    if status["results"]:
        results = status["results"]
        scan |= results["macro_statistics"]
        if results["portfolio"] is None:
            scan |= {name: None for name, _ in SCANS if name.startswith("portfolio_")}
        else:
            part = next(r for r in records if r["type"] == "portfolio_valued")
            scan["portfolio_stocks"] = part["stocks"]
            scan |= {f"portfolio_{name}": value for name, value in part["statistics"].items()}
    rows["scans"] = [scan]
    return rows


def plain(value, kind):
    """A value of any reader as text, number of integer units, or None."""
    if kind.endswith("?"):
        kind = kind[:-1]
        if value is None or value is pandas.NaT or value is pandas.NA:
            return None
        if isinstance(value, float) and math.isnan(value):
            return None
    if kind == "time":
        if isinstance(value, str):
            return micros(value)
        if isinstance(value, int):
            return value
        if isinstance(value, pandas.Timestamp):
            return value.value // 1000
        return (value - EPOCH) // datetime.timedelta(microseconds=1)
    if kind == "date":
        return value if isinstance(value, str) else value.isoformat()[:10]
    if kind == "number":
        return struct.pack("<d", value)
    if kind == "flag":
        assert value in (True, False)
        return bool(value)
    if kind == "integer":
        assert int(value) == value
        return int(value)
    assert isinstance(value, str), (value, kind)
    return value


def same(found, wanted, name, kind, reader):
    """Compares one value, to the bit."""
    global compared
    compared += 1
    if kind.startswith("json") and name != "record" and wanted is not None:
        # What is not a record was written anew.
        found, wanted = json.loads(found), wanted
    else:
        found, wanted = plain(found, kind), plain(wanted, kind)
    if reader == "sqlite3" and kind.startswith("number") and wanted == struct.pack("<d", -0.0):
        # SQLite keeps no sign of a zero.
        wanted = struct.pack("<d", 0.0)
    assert found == wanted, f"{reader}: {name}: expected {wanted!r}, found {found!r}"


def compare(table, found, expected, reader):
    """Compares rows, each a dictionary by column."""
    assert len(found) == len(expected), f"{reader}: {table}: {len(found)} of {len(expected)} rows"
    for row, wanted in zip(found, expected):
        assert list(row) == [name for name, _ in TABLES[table]], f"{reader}: {list(row)}"
        for name, kind in TABLES[table]:
            if name in wanted:
                same(row[name], wanted[name], name, kind, reader)


def with_names(names, rows):
    return [dict(zip(names, row)) for row in rows]


# MARK: Parquet

ARROW = {
    "text": pyarrow.string(), "json": pyarrow.string(), "integer": pyarrow.int64(),
    "number": pyarrow.float64(), "flag": pyarrow.bool_(), "date": pyarrow.date32(),
    "time": pyarrow.timestamp("us", tz="UTC"),
}
DUCKDB = {
    "text": "VARCHAR", "json": "VARCHAR", "integer": "BIGINT", "number": "DOUBLE",
    "flag": "BOOLEAN", "date": "DATE", "time": "TIMESTAMP WITH TIME ZONE",
}
POLARS = {
    "text": polars.String, "json": polars.String, "integer": polars.Int64,
    "number": polars.Float64, "flag": polars.Boolean, "date": polars.Date,
    "time": polars.Datetime("us", "UTC"),
}


def read_with_pyarrow(path, table, expected, scans):
    file = pyarrow.parquet.ParquetFile(path, page_checksum_verification=True)
    for field, (name, kind) in zip(file.schema_arrow, TABLES[table], strict=True):
        assert field.name == name and field.nullable == kind.endswith("?"), field
        assert field.type == ARROW[kind.rstrip("?")], field
    rows = file.read()
    rows.validate(full=True)
    compare(table, rows.to_pylist(), expected, "pyarrow")
    metadata = {k.decode(): v.decode() for k, v in file.metadata.metadata.items()}
    assert metadata["tapedeck.form"] == "1" and metadata["tapedeck.table"] == table
    assert json.loads(metadata["tapedeck.scans"]) == scans
    for group in range(file.num_row_groups):
        part = file.read_row_group(group)
        for index, (name, kind) in enumerate(TABLES[table]):
            check_statistics(file.metadata.row_group(group).column(index), part[name], name, kind)


def check_statistics(chunk, column, name, kind):
    """Bounds must hold; where there are none, there is a reason."""
    assert chunk.compression == "GZIP", chunk
    statistics = chunk.statistics
    assert statistics.null_count == column.null_count, name
    values = [value for value in column.to_pylist() if value is not None]
    if kind.startswith("json") or not values:
        assert not statistics.has_min_max, name
    elif statistics.has_min_max:
        least, greatest = statistics.min, statistics.max
        if kind.startswith("text"):
            values = [value.encode() for value in values]
            least, greatest = least.encode(), greatest.encode()
        assert (min(values), max(values)) == (least, greatest), (name, least, greatest)
    else:
        assert max(len(value.encode()) for value in values) > 64, name


def read_with_duckdb(path, table, expected):
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'UTC'")
    relation = connection.sql(f"SELECT * FROM '{path}'")
    for name, found, (wanted, kind) in zip(relation.columns, relation.types, TABLES[table]):
        assert name == wanted and str(found) == DUCKDB[kind.rstrip("?")], (name, found)
    compare(table, with_names(relation.columns, relation.fetchall()), expected, "duckdb")
    # A filter, by which row groups and pages are left out.
    for row in expected[:: max(1, len(expected) // 20)]:
        key = "seq" if "seq" in row else "records"
        count = connection.execute(
            f"SELECT count(*) FROM '{path}' WHERE job_id = ? AND {key} = ?",
            [row["job_id"], row[key]]).fetchall()
        alike = sum((other["job_id"], other[key]) == (row["job_id"], row[key])
                    for other in expected)
        assert count == [(alike,)], row


def read_with_polars(path, table, expected):
    frame = polars.read_parquet(path)
    for (name, found), (wanted, kind) in zip(frame.schema.items(), TABLES[table], strict=True):
        assert name == wanted and found == POLARS[kind.rstrip("?")], (name, found)
    compare(table, frame.to_dicts(), expected, "polars")


def read_with_pandas(path, table, expected):
    frame = pandas.read_parquet(path, dtype_backend="numpy_nullable")
    rows = with_names(frame.columns, zip(*(frame[name].tolist() for name in frame.columns)))
    compare(table, rows, expected, "pandas")


# MARK: Lines

CSV_TYPES = DUCKDB | {"time": "TIMESTAMPTZ"}


def without_mark(row, table):
    """A row of CSV with its texts as they were."""
    return {
        name: row[name][1:]
        if kind.startswith(("text", "json")) and row[name] is not None
        and row[name].startswith("'") else row[name]
        for name, kind in TABLES[table]
    }


def read_csv(path, table, expected):
    columns = {name: CSV_TYPES[kind.rstrip("?")] for name, kind in TABLES[table]}
    connection = duckdb.connect()
    connection.sql("SET TimeZone = 'UTC'")
    relation = connection.read_csv(
        path, columns=columns, header=True, delimiter=",", quotechar='"', escapechar='"',
        na_values="", allow_quoted_nulls=False, auto_detect=False)
    rows = with_names(relation.columns, relation.fetchall())
    compare(table, [without_mark(row, table) for row in rows], expected, "duckdb csv")
    # Python's own reader knows no null; whatever is quoted must come apart as it was.
    with open(path, newline="", encoding="utf-8") as file:
        data = file.read()
        assert data.endswith("\r\n") or not data
        file.seek(0)
        for row, wanted in zip(csv.DictReader(file, strict=True), expected, strict=True):
            for name, kind in TABLES[table]:
                text = row[name]
                if kind.startswith(("text", "json")):
                    assert not text or text[0] not in "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20", text
                if name in wanted and kind == "text":
                    same(without_mark(row, table)[name], wanted[name], name, kind, "csv")
    frame = pandas.read_csv(path)
    assert list(frame.columns) == list(columns) and len(frame) == len(expected)
    for name, kind in TABLES[table]:
        if kind == "number" and len(frame):
            assert frame[name].dtype.kind in "fi", (name, frame[name].dtype)


def read_ndjson(path, table, expected):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")[:-1]
    rows = [json.loads(line) for line in lines]
    compare(table, rows, expected, "json")
    names = [name for name, _ in TABLES[table]]
    assert all(list(row) == names for row in rows), table
    if not lines:
        return
    for reader, options in ("polars", {}), ("polars, all", {"infer_schema_length": None}):
        frame = polars.read_ndjson(path, **options)
        # Polars may give the columns in another order.
        assert sorted(frame.columns) == sorted(names) and frame.height == len(expected), reader
        for name, kind in TABLES[table]:
            if kind.startswith(("text", "json", "time", "date")):
                assert frame[name].to_list() == [row[name] for row in rows], (reader, name)
    for options in "", ", sample_size = -1":
        relation = duckdb.sql(
            f"SELECT * FROM read_json('{path}', format = 'newline_delimited'{options})")
        assert relation.columns == names, relation.columns
        for name, kind in TABLES[table]:
            if kind.startswith(("text", "json")):
                found = [value for value, in relation.project(f'"{name}"').fetchall()]
                # DuckDB guesses a type: days in a column of texts are dates to it.
                found = [str(day) if isinstance(day, datetime.date) else day for day in found]
                assert found == [row[name] for row in rows], (options, name)


def read_sqlite(path, tables, scans):
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    types = {"number": {"real"}, "integer": {"integer"}, "flag": {"integer"}}
    for table, expected in tables.items():
        cursor = connection.execute(f"SELECT * FROM {table} ORDER BY rowid_of".replace(
            "rowid_of", {
                "scans": "job_id", "signals": "job_id, ticker", "sets": 'job_id, "set"',
                "trials": 'job_id, ticker, "set"'}.get(table, "job_id, seq")))
        names = [column[0] for column in cursor.description]
        rows = with_names(names, cursor.fetchall())
        key = lambda row: (row["job_id"], row.get("seq", row["ticker"] if table == "signals" else 0))
        compare(table, rows, sorted(expected, key=key), "sqlite3")
        for name, kind in TABLES[table]:
            found = {row[0] for row in connection.execute(
                f"SELECT DISTINCT typeof(\"{name}\") FROM {table}")}
            allowed = types.get(kind.rstrip("?"), {"text"}) | (
                {"null"} if kind.endswith("?") else set())
            assert found <= allowed, (table, name, found)
    metadata = dict(connection.execute("SELECT name, value FROM metadata"))
    assert json.loads(metadata["tapedeck.scans"]) == scans
    connection.close()


def check_manifest(directory, form, tables, scans):
    with open(f"{directory}/export.json", encoding="utf-8") as file:
        manifest = json.load(file)
    assert manifest["form"] == 1 and manifest["format"] == form and manifest["scans"] == scans
    for file in manifest["files"]:
        with open(f"{directory}/{file['name']}", "rb") as content:
            data = content.read()
        assert file["bytes"] == len(data) and file["rows"] == len(tables[file["table"]])
        assert file["sha256"] == hashlib.sha256(data).hexdigest()
    assert {file["table"] for file in manifest["files"]} == set(tables)


def main():
    tapes, statuses, export = sys.argv[1:]
    tables = {table: [] for table in TABLES}
    for path in sorted(glob.glob(f"{tapes}/2*.ndjson.gz")):
        job = os.path.basename(path).removesuffix(".ndjson.gz")
        with open(f"{statuses}/{job}.json", encoding="utf-8") as file:
            status = json.load(file)
        for table, rows in expected_rows(path, status).items():
            tables[table] += rows
    assert tables["scans"], "there are tapes"
    scans = [
        {"job_id": scan["job_id"], "sealed": scan["sealed"], "first_seq": 0,
         "last_seq": scan["records"] - 1, "root": scan["root"]}
        for scan in tables["scans"]
    ]
    for table, expected in tables.items():
        parquet = f"{export}/parquet/{table}.parquet"
        read_with_pyarrow(parquet, table, expected, scans)
        read_with_duckdb(parquet, table, expected)
        read_with_polars(parquet, table, expected)
        read_with_pandas(parquet, table, expected)
        read_csv(f"{export}/csv/{table}.csv", table, expected)
        read_ndjson(f"{export}/ndjson/{table}.ndjson", table, expected)
    for form in ("csv", "ndjson", "parquet"):
        check_manifest(f"{export}/{form}", form, tables, scans)
    read_sqlite(f"{export}/sqlite", tables, scans)
    print(f"{compared} values compared")


main()

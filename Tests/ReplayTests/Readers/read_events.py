"""Reads the events of one long tape back from Parquet and compares them with its lines.

Usage: read_events.py TAPE EVENTS.parquet
"""

import gzip
import json
import sys

import duckdb
import polars
import pyarrow.parquet


def main():
    tape, path = sys.argv[1:]
    with gzip.open(tape, "rt", encoding="utf-8") as file:
        lines = file.read().split("\n")[:-1]
    records = [json.loads(line) for line in lines]
    tickers = [r.get("ticker", r.get("result", {}).get("ticker")) for r in records]
    file = pyarrow.parquet.ParquetFile(path, page_checksum_verification=True)
    connection = duckdb.connect()
    columns = {
        "pyarrow": file.read().to_pydict(),
        "polars": polars.read_parquet(path).to_dict(as_series=False),
        "duckdb": dict(zip(
            ("seq", "ticker", "record"),
            zip(*connection.execute(f"SELECT seq, ticker, record FROM '{path}'").fetchall()))),
    }
    for reader, found in columns.items():
        assert list(found["seq"]) == list(range(len(lines))), reader
        assert list(found["record"]) == lines, reader
        assert list(found["ticker"]) == tickers, reader
    last = len(lines) - 1
    rows = connection.execute(
        f"SELECT record FROM '{path}' WHERE seq = {last} AND ticker = '{tickers[last]}'").fetchall()
    assert rows == [(lines[last],)], rows
    print(f"{len(lines)} records in {file.num_row_groups} row groups")


main()

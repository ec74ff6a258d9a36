"""Copies a tape into a Parquet file with DuckDB and prints the seconds that it takes, as JSON.

Usage: duckdb_copy.py TAPE TARGET OURS
OURS is the export of the same tape: both must have the same records.
"""

import json
import os
import sys
import time

import duckdb


def main():
    tape, target, ours = sys.argv[1:]
    connection = duckdb.connect()
    start = time.perf_counter()
    connection.execute(
        f"COPY (SELECT * FROM read_json('{tape}', format = 'newline_delimited')) "
        f"TO '{target}' (FORMAT parquet, CODEC 'gzip')")
    seconds = time.perf_counter() - start
    question = "SELECT count(*), sum(seq), min(seq), max(seq), count(DISTINCT type) FROM '{}'"
    wanted, found = (
        connection.execute(question.format(path)).fetchall()[0] for path in (target, ours))
    assert wanted == found, f"expected {wanted}, found {found}"
    print(json.dumps({
        "seconds": seconds, "version": duckdb.__version__, "rows": wanted[0],
        "bytes": os.path.getsize(target),
    }))


main()

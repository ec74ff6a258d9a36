#!/usr/bin/env bash
# DuckDB 2.0.1 reads JSON lines whose first 20,480 have null in a column, and returns null for every
# value that comes later in it, without an error or a warning; sample_size=-1 returns the values.
# Polars 2.1.0 raises an error in the same place. Fails where this has changed.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
python3 -m venv "$scratch/python"
"$scratch/python/bin/pip" install --quiet --disable-pip-version-check duckdb==2.0.1 polars==2.1.0
cd "$scratch"
python/bin/python - <<'PYTHON'
import duckdb, json, polars, sys

with open("late.ndjson", "w") as file:
    for number in range(25_000):
        file.write(json.dumps({"number": number, "price": None, "note": None}) + "\n")
    file.write(json.dumps({"number": 25_000, "price": 2.5, "note": "late"}) + "\n")


def last(options=""):
    return duckdb.sql(
        f"FROM read_json('late.ndjson', format = 'newline_delimited'{options}) "
        "ORDER BY number DESC LIMIT 1").fetchall()[0]


print(f"duckdb {duckdb.__version__}, polars {polars.__version__}, python {sys.version.split()[0]}")
print("written:                    ", (25_000, 2.5, "late"))
print("read by duckdb:             ", sampled := last())
print("read with sample_size = -1: ", whole := last(", sample_size = -1"))
try:
    polars.read_ndjson("late.ndjson")
    refused = False
except polars.exceptions.ComputeError as error:
    refused = True
    print("polars:                     ", str(error).splitlines()[0])
as_seen = sampled == (25_000, None, None) and whole == (25_000, 2.5, "late") and refused
print("as it was seen" if as_seen else "THIS HAS CHANGED")
sys.exit(not as_seen)
PYTHON

"""Reads a tape with another program and prints its times and its answer as one JSON object.

Usage: tape_peers.py duckdb TAPE ROUNDS.
"""

import json
import sys
import time


def duckdb(path, rounds):
    """The sum of one field over all records."""
    import duckdb as module

    query = """
        SELECT count(*), sum(pnl) FROM read_json(
            $1, format='newline_delimited', compression='gzip',
            columns={seq: 'BIGINT', type: 'VARCHAR', pnl: 'DOUBLE'})"""
    seconds = []
    for _ in range(rounds):
        connection = module.connect()
        start = time.perf_counter()
        count, total = connection.execute(query, [path]).fetchone()
        seconds.append(time.perf_counter() - start)
        connection.close()
    return {"seconds": seconds, "version": module.__version__, "count": count, "sum": total}


def main():
    name, path, rounds = sys.argv[1:]
    print(json.dumps({"duckdb": duckdb}[name](path, int(rounds))))


if __name__ == "__main__":
    main()

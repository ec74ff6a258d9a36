"""Prints what an SQLite database holds: its declarations, then each table's rows."""

import sqlite3
import sys

database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
database.text_factory = bytes
for field in ("application_id", "user_version", "encoding", "journal_mode", "page_size"):
    print(field, database.execute(f"PRAGMA {field}").fetchone()[0])
declarations = database.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name")
for kind, name, sql in declarations.fetchall():
    print(kind, name, sql)
    if kind == b"table":
        for row in database.execute(f'SELECT * FROM "{name.decode()}"'):
            print(repr(row))

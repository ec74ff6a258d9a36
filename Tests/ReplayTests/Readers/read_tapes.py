"""Reads tapes with the readers that people have, and prints what each makes of them as a table.

Usage: read_tapes.py TAPES
TAPES has the same log four times: `sealed`, `growing`, `torn` (cut inside its last member) and
`checksum` (the CRC-32 of the last member but one is wrong), each `.ndjson.gz`. Its last records have
a field `late` that no record before them has. What a reader makes of a tape:

all          every record
error        an error or an exit code, and nothing or not all records
part         less than all records, and no error
not noticed  every record, though the checksum is wrong
"""

import gzip
import importlib.metadata
import io
import json
import os
import subprocess
import sys
import tempfile
import zlib

import duckdb
import indexed_gzip
import pandas
import polars
import pyarrow
import pyarrow.json
import rapidgzip

JAVA = """
import java.io.*;
import java.util.zip.GZIPInputStream;

class Reader {
    public static void main(String[] arguments) throws IOException {
        InputStream file = new BufferedInputStream(new FileInputStream(arguments[0]));
        if (arguments.length > 1) {
            file = new FilterInputStream(file) {
                @Override public int available() { return 0; }
            };
        }
        try (InputStream tape = new GZIPInputStream(file)) {
            tape.transferTo(System.out);
        }
    }
}
"""
PERL = """
use IO::Uncompress::Gunzip qw(gunzip $GunzipError);
gunzip $ARGV[0] => '-', MultiStream => $ARGV[1] or die $GunzipError;
"""


class Refused(Exception):
    """The reader says that something is wrong."""


def run(*arguments, stdin=None):
    outcome = subprocess.run(arguments, stdin=stdin, stdout=subprocess.PIPE,
                             stderr=subprocess.PIPE, check=False)
    if outcome.returncode != 0:
        raise Refused(outcome.stderr)
    return outcome.stdout


def lines(data):
    """The records that decompressed bytes hold; a line without its end is none."""
    return [json.loads(line) for line in data.split(b"\n")[:-1]]


def rows(table):
    """Rows of a table without the values that are none."""
    return [{name: value for name, value in row.items() if value is not None and value == value}
            for row in table]


def with_python_gzip(path):
    with gzip.open(path) as tape:
        return lines(tape.read())


def with_zlib_at_once(path):
    with open(path, "rb") as tape:
        return lines(zlib.decompress(tape.read(), wbits=31))


def with_zlib(path):
    with open(path, "rb") as tape:
        rest, data = tape.read(), b""
    while rest:
        member = zlib.decompressobj(wbits=31)
        data += member.decompress(rest)
        if not member.eof:
            raise Refused("cut")
        rest = member.unused_data
    return lines(data)


def with_rapidgzip(path):
    with rapidgzip.open(path, parallelization=1) as tape:
        return lines(tape.read())


def with_indexed_gzip(path):
    with indexed_gzip.open(path) as tape:
        return lines(tape.read())


def with_java(path, *more):
    return lines(run("java", "-cp", JAVA_CLASSES.name, "Reader", path, *more))


def with_jq(path):
    zcat = subprocess.Popen(["zcat", path], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    data = run("jq", "-c", ".", stdin=zcat.stdout)
    zcat.stdout.close()
    if zcat.wait() != 0:
        raise Refused("zcat")
    return lines(data)


def with_pyarrow(path):
    return rows(pyarrow.json.read_json(path).to_pylist())


def with_duckdb(path, options):
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    query = f"SELECT * FROM read_json('{path}', format = 'newline_delimited'{options})"
    return rows(connection.sql(query).to_arrow_table().to_pylist())


def packages(name):
    return f"{name} {importlib.metadata.version(name)}"


JAVA_CLASSES = tempfile.TemporaryDirectory()
# The readers by what the table calls them.
READERS = {
    "`zcat` of gzip": lambda path: lines(run("zcat", path)),
    "`zcat` of busybox": lambda path: lines(run("busybox", "zcat", path)),
    "`bgzip -dc`": lambda path: lines(run("bgzip", "-dc", path)),
    "`zcat` and `jq`": with_jq,
    "Perl `IO::Uncompress::Gunzip`": lambda path: lines(run("perl", "-e", PERL, path, "0")),
    "Perl, `MultiStream => 1`": lambda path: lines(run("perl", "-e", PERL, path, "1")),
    "Java `GZIPInputStream`": with_java,
    "Java, `available()` is 0": lambda path: with_java(path, "0"),
    "Python `gzip`": with_python_gzip,
    "Python `zlib.decompress`": with_zlib_at_once,
    "Python `zlib.decompressobj`, member by member": with_zlib,
    packages("rapidgzip"): with_rapidgzip,
    packages("indexed_gzip"): with_indexed_gzip,
    packages("pandas") + " `read_json(lines=True)`":
        lambda path: rows(pandas.read_json(path, lines=True).to_dict("records")),
    packages("pyarrow") + " `json.read_json`": with_pyarrow,
    packages("polars") + " `read_ndjson`":
        lambda path: rows(polars.read_ndjson(path).to_dicts()),
    packages("polars") + ", `infer_schema_length=None`":
        lambda path: rows(polars.read_ndjson(path, infer_schema_length=None).to_dicts()),
    packages("duckdb") + " `read_json`": lambda path: with_duckdb(path, ""),
    packages("duckdb") + ", `sample_size = -1`":
        lambda path: with_duckdb(path, ", sample_size = -1"),
}


def outcome(reader, path, expected):
    try:
        found = reader(path)
    except Exception:  # Each library has errors of its own.
        return "error"
    if [row["seq"] for row in found] != [row["seq"] for row in expected]:
        return "part"
    late = [row["late"] for row in expected if "late" in row]
    return "all" if [row["late"] for row in found if "late" in row] == late else "no `late`"


def main():
    (tapes,) = sys.argv[1:]
    source = os.path.join(JAVA_CLASSES.name, "Reader.java")
    with open(source, "w", encoding="utf-8") as file:
        file.write(JAVA)
    run("javac", source)
    expected = {}
    for name in ("sealed", "growing", "torn", "checksum"):
        intact = {"checksum": "growing"}.get(name, name)
        if intact != "torn":
            expected[name] = with_python_gzip(f"{tapes}/{intact}.ndjson.gz")
    expected["torn"] = expected["growing"]
    print("| reader | sealed | growing | torn tail | wrong checksum |")
    print("|---|---|---|---|---|")
    for name, reader in READERS.items():
        cells = [outcome(reader, f"{tapes}/{tape}.ndjson.gz", records)
                 for tape, records in expected.items() if tape != "torn"]
        cells.insert(2, outcome(reader, f"{tapes}/torn.ndjson.gz", expected["torn"]))
        if cells[3] == "all":
            cells[3] = "not noticed"
        print(f"| {name} | {' | '.join(cells)} |")


main()

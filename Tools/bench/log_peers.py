"""Runs one peer of the log on given records and prints its times as one JSON object.

Usage: log_peers.py PEER RECORDS COUNT DIRECTORY ROUNDS [SERVER], where PEER is a function below,
RECORDS a file with a record a line, of which the first COUNT are written, and SERVER the program
of nats. Each round has a new database or stream in DIRECTORY. Reading the records is not timed.
"""

import json
import os
import socket
import sqlite3
import subprocess
import sys
import time

BATCH = 10_000


def sqlite_singly(records, directory, rounds):
    """A transaction a record, each synced: WAL with synchronous=FULL."""
    return sqlite(records, directory, rounds, 1)


def sqlite_together(records, directory, rounds):
    """Transactions of 10,000 records, each synced: WAL with synchronous=FULL."""
    return sqlite(records, directory, rounds, BATCH)


def sqlite(records, directory, rounds, batch):
    seconds = []
    rows = list(enumerate(records))
    for number in range(rounds):
        path = f"{directory}/{number}.sqlite"
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE records (seq INTEGER PRIMARY KEY, body BLOB NOT NULL)")
        start = time.perf_counter()
        for first in range(0, len(rows), batch):
            database.execute("BEGIN")
            database.executemany(
                "INSERT INTO records VALUES (?, ?)", rows[first:first + batch])
            database.execute("COMMIT")
        seconds.append(time.perf_counter() - start)
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.close()
        size = os.path.getsize(path)
        os.remove(path)
    return {"seconds": seconds, "version": sqlite3.sqlite_version, "bytes": size}


def nats_singly(records, directory, rounds):
    """One publisher that waits for the acknowledgement of each record before the next."""
    return nats(records, directory, rounds, 1)


def nats_pipelined(records, directory, rounds):
    """One publisher with up to 4,000 records that are not acknowledged yet."""
    return nats(records, directory, rounds, 4_000)


def nats_batches(records, directory, rounds):
    """One publisher of atomic batches of 1,000 records, the most there may be in one."""
    return nats(records, directory, rounds, None)


def nats(records, directory, rounds, window):
    with Nats(directory) as server:
        seconds = []
        for number in range(rounds):
            stream = server.create(f"tape{number}")
            if window:
                messages = [stream.message(record) for record in records]
            else:
                messages = stream.batches(records, 1_000)
            start = time.perf_counter()
            if window:
                stream.publish(messages, window)
            else:
                stream.publish_batches(messages)
            seconds.append(time.perf_counter() - start)
            stream.check(len(records))
        return {"seconds": seconds, "version": server.version, "bytes": server.bytes()}


class Nats:
    """A server of its own with JetStream on files that syncs each write, and a client of it."""

    def __init__(self, directory):
        self.directory = f"{directory}/jetstream"
        os.makedirs(self.directory)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        path = f"{directory}/nats.conf"
        with open(path, "w") as file:
            file.write(
                f'host: 127.0.0.1\nport: {port}\n'
                f'jetstream {{ store_dir: "{self.directory}", sync_interval: always }}\n')
        self.process = subprocess.Popen(
            [SERVER, "-c", path], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        for _ in range(500):
            try:
                self.socket = socket.create_connection(("127.0.0.1", port))
                break
            except ConnectionRefusedError:
                time.sleep(0.01)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile("rb")
        self.version = json.loads(self.lines.readline().split(b" ", 1)[1])["version"]
        self.socket.sendall(b'CONNECT {"verbose":false,"pedantic":false,"headers":true}\r\nSUB inbox.* 1\r\n')

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.lines.close()
        self.socket.close()
        self.process.terminate()
        self.process.wait()

    def create(self, name):
        """A new stream on disk."""
        self.request(
            f"$JS.API.STREAM.CREATE.{name}",
            {"name": name, "subjects": [name], "storage": "file", "allow_atomic": True})
        return Stream(self, name)

    def request(self, subject, body):
        """The answer to a request."""
        data = json.dumps(body).encode()
        self.socket.sendall(
            f"PUB {subject} inbox.request {len(data)}\r\n".encode() + data + b"\r\n")
        return self.answer()

    def answer(self):
        """The next message, pings answered meanwhile."""
        while True:
            words = self.lines.readline().split()
            if words[0] == b"PING":
                self.socket.sendall(b"PONG\r\n")
            elif words[0] == b"MSG":
                answer = json.loads(self.lines.read(int(words[-1]) + 2))
                if "error" in answer:
                    raise RuntimeError(answer["error"])
                return answer
            elif words[0] == b"-ERR":
                raise RuntimeError(words)

    def bytes(self):
        """What the files of all streams take."""
        return sum(
            os.path.getsize(os.path.join(place, name))
            for place, _, names in os.walk(self.directory) for name in names)


class Stream:
    """A stream of records that are acknowledged when they are synced."""

    def __init__(self, server, name):
        self.server = server
        self.name = name

    def message(self, record):
        """A record in the form of the wire."""
        return f"PUB {self.name} inbox.a {len(record)}\r\n".encode() + record + b"\r\n"

    def publish(self, messages, window):
        """Publishes all, at most `window` of them unacknowledged at any time."""
        sent = acknowledged = 0
        while acknowledged < len(messages):
            if sent < len(messages) and sent - acknowledged <= window // 2:
                last = min(len(messages), acknowledged + window)
                self.server.socket.sendall(b"".join(messages[sent:last]))
                sent = last
            self.server.answer()
            acknowledged += 1

    def batches(self, records, size):
        """Records in batches, in the form of the wire; the last of each asks for an answer."""
        batches = []
        for first in range(0, len(records), size):
            members = records[first:first + size]
            parts = []
            for index, record in enumerate(members, 1):
                is_last = index == len(members)
                head = (
                    f"NATS/1.0\r\nNats-Batch-Id: {first}\r\nNats-Batch-Sequence: {index}\r\n"
                    + ("Nats-Batch-Commit: 1\r\n" if is_last else "") + "\r\n").encode()
                reply = "inbox.a " if is_last else ""
                sizes = f"{len(head)} {len(head) + len(record)}"
                parts.append(
                    f"HPUB {self.name} {reply}{sizes}\r\n".encode() + head + record + b"\r\n")
            batches.append(b"".join(parts))
        return batches

    def publish_batches(self, batches):
        """Publishes batches, each one when the one before is acknowledged."""
        for batch in batches:
            self.server.socket.sendall(batch)
            self.server.answer()

    def check(self, count):
        """Fails unless the stream holds `count` records."""
        found = self.server.request(f"$JS.API.STREAM.INFO.{self.name}", {})["state"]["messages"]
        if found != count:
            raise RuntimeError(f"the stream holds {found} of {count} records")


def main():
    global SERVER
    name, path, count, directory, rounds = sys.argv[1:6]
    SERVER = sys.argv[6] if len(sys.argv) > 6 else None
    with open(path, "rb") as file:
        records = file.read().split(b"\n")[:int(count)]
    os.makedirs(directory)
    peers = {f.__name__: f for f in (
        sqlite_singly, sqlite_together, nats_singly, nats_pipelined, nats_batches)}
    print(json.dumps(peers[name](records, directory, int(rounds))))


if __name__ == "__main__":
    main()

"""Resumes a stream at every record and at every message, and compares it with the tail of the whole;
compares the status after every record with what the stream has told by then.

Usage: offsets.py URL LAST. Prints how many records were compared.
"""

import json
import sys
import urllib.parse
from http.client import HTTPConnection

url, last = sys.argv[1], int(sys.argv[2])
parts = urllib.parse.urlsplit(url)
connection = HTTPConnection(parts.hostname, parts.port)


def fetch(headers):
    connection.request("GET", parts.path + "?" + parts.query, headers=headers)
    answer = connection.getresponse()
    # Heartbeats and the pause belong to the connection, not to the stream.
    lines = [line for line in answer.read().decode().split("\n")
             if line != ":" and not line.startswith("retry: ")]
    return answer.status, [block for block in "\n".join(lines).split("\n\n") if block]


def name(block):
    return block.split("\n")[0].removeprefix("id: ")


def number(block):
    return int(name(block).split(".")[0])


def data(block):
    return json.loads(block.split("\n")[1].removeprefix("data: "))


def check_status(seq):
    """What the messages up to a record tell is what the status after that record tells."""
    told = {}
    for block in whole:
        if number(block) <= seq and data(block)["type"] in ("progress", "error"):
            told |= data(block)
    connection.request("GET", parts.path.replace("/stream/", "/status/") + f"?at={seq}")
    status = json.loads(connection.getresponse().read())
    for field in ("current", "successful", "failed", "current_pnl", "progress_pct"):
        assert status[field] == told.get(field, 0), f"{field} after record {seq}: {status[field]}"


_, whole = fetch({})
for seq in range(last + 1):
    status, rest = fetch({"Last-Event-ID": str(seq)})
    expected = [block for block in whole if number(block) > seq]
    assert rest == expected, f"after record {seq}: {len(rest)} messages, not {len(expected)}"
    assert status == (200 if expected else 204), f"after record {seq}: status {status}"
    if "every=1" in parts.query:
        check_status(seq)
for index, block in enumerate(whole):
    status, rest = fetch({"Last-Event-ID": name(block)})
    assert rest == whole[index + 1 :], f"after message {name(block)}: {len(rest)} messages"
print(last + 1)

"""Resumes a stream at every record and compares it with the tail of the whole.

Usage: offsets.py URL LAST. Prints how many places were compared.
"""

import sys
import urllib.parse
from http.client import HTTPConnection

url, last = sys.argv[1], int(sys.argv[2])
parts = urllib.parse.urlsplit(url)
connection = HTTPConnection(parts.hostname, parts.port)


def fetch(headers):
    connection.request("GET", parts.path + "?" + parts.query, headers=headers)
    answer = connection.getresponse()
    body = answer.read().decode()
    return answer.status, [block for block in body.split("\n\n") if block.strip(":\n")]


def number(block):
    return int(block.split("\n")[0].removeprefix("id: "))


_, whole = fetch({})
for seq in range(last + 1):
    status, rest = fetch({"Last-Event-ID": str(seq)})
    expected = [block for block in whole if number(block) > seq]
    assert rest == expected, f"after record {seq}: {len(rest)} messages, not {len(expected)}"
    assert status == (200 if expected else 204), f"after record {seq}: status {status}"
print(last + 1)

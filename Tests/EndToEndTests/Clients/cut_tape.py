"""Writes the beginning of a tape, as a process that was killed leaves it.

Usage: cut_tape.py TAPE COPY TYPE [BEHIND]

Copies the records before the first of TYPE, and BEHIND more, a member each, without the mark of the
end.
"""

import gzip
import os
import struct
import sys
import zlib

source, target, kind = sys.argv[1:4]
behind = int(sys.argv[4]) if len(sys.argv) > 4 else 0


def member(line):
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    body = deflate.compress(line) + deflate.flush()
    size = 18 + len(body) + 8
    head = struct.pack("<4BI2BH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, size - 1)
    return head + body + struct.pack("<II", zlib.crc32(line), len(line))


with gzip.open(source) as tape:
    lines = tape.readlines()
cut = next(i for i, line in enumerate(lines) if f'"type":"{kind}"'.encode() in line[:120])
os.makedirs(os.path.dirname(target), exist_ok=True)
with open(target, "wb") as copy:
    for line in lines[: cut + behind]:
        copy.write(member(line))

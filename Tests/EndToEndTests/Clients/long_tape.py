"""Makes the tape of a scan of very many stocks from that of a scan of few.

Usage: long_tape.py TAPE DIRECTORY STOCKS

The stocks that are done come again and again by other tickers; the tape is whole, but for its seal,
which a service adds when it starts. Prints the scan's name, which stays.
"""

import gzip
import json
import os
import re
import struct
import sys
import zlib


def member(payload):
    """A gzip member as tapes have it (BGZF)."""
    deflate = zlib.compressobj(6, zlib.DEFLATED, -15)
    data = deflate.compress(payload) + deflate.flush()
    head = struct.pack("<4BIBBH2BHH", 31, 139, 8, 4, 0, 0, 255, 6, 66, 67, 2, len(data) + 25)
    return head + data + struct.pack("<II", zlib.crc32(payload), len(payload))


def main():
    path, directory, stocks = sys.argv[1], sys.argv[2], int(sys.argv[3])
    with gzip.open(path, "rb") as file:
        lines = file.read().splitlines()
    kinds = [json.loads(line)["type"] for line in lines]
    model = lines[kinds.index("stock_completed")]
    head = [re.sub(rb'"stocks":\d+', b'"stocks":%d' % stocks, lines[0]), lines[1]]
    done = (re.sub(rb'"ticker":"[^"]*"', b'"ticker":"T%d"' % n, model, count=1)
            for n in range(stocks))
    end = [line for line, kind in zip(lines, kinds) if kind == "portfolio_valued"]
    end.append(re.sub(rb'"successful":\d+,"failed":\d+', b'"successful":%d,"failed":0' % stocks,
                      lines[kinds.index("scan_completed")]))
    name = os.path.basename(path)
    seq, payload = 0, b""
    with open(f"{directory}/{name}", "wb") as file:
        for part in (head, done, end):
            for line in part:
                line = re.sub(rb'^{"seq":\d+', b'{"seq":%d' % seq, line) + b"\n"
                seq += 1
                if len(payload) + len(line) > 60_000:
                    file.write(member(payload))
                    payload = b""
                payload += line
        file.write(member(payload))
    print(name.removesuffix(".ndjson.gz"))


main()

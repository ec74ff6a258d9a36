#!/usr/bin/env bash
# zlib-ng 2.2.5 (the package zlib-ng 1.0.0) makes JSON lines of prices and sizes larger at level 9, its
# best, than at levels 6, 7 and 8; and with Z_FILTERED, which levels up to 6 take without any effect,
# levels 7 to 9 make them 4 to 7 per cent smaller than any level does without. Fails where this has
# changed.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
python3 -m venv "$scratch/python"
"$scratch/python/bin/pip" install --quiet --disable-pip-version-check zlib-ng==1.0.0
"$scratch/python/bin/python" - <<'PYTHON'
import json, random, sys
from zlib_ng import zlib_ng

values = random.Random(1)
lines = b"".join(json.dumps({
    "seq": seq, "type": "trade", "price": [round(values.uniform(10, 500), 2) for _ in range(6)],
    "size": [values.random() * 1e4 for _ in range(6)]}).encode() + b"\n" for seq in range(8000))


def compressed(level, strategy):
    stream = zlib_ng.compressobj(level, zlib_ng.DEFLATED, 15, 8, strategy)
    return len(stream.compress(lines) + stream.flush())


print(f"zlib-ng {zlib_ng.ZLIBNG_VERSION}, python {sys.version.split()[0]}, {len(lines)} bytes")
plain = {level: compressed(level, zlib_ng.Z_DEFAULT_STRATEGY) for level in range(1, 10)}
filtered = {level: compressed(level, zlib_ng.Z_FILTERED) for level in range(1, 10)}
print("level:                   ", *(f"{level:8}" for level in plain))
print("with Z_DEFAULT_STRATEGY: ", *(f"{size:8}" for size in plain.values()))
print("with Z_FILTERED:         ", *(f"{size:8}" for size in filtered.values()))
as_seen = plain[9] > max(plain[6], plain[7], plain[8]) \
    and all(filtered[level] == plain[level] for level in range(1, 7)) \
    and all(filtered[level] < 0.96 * min(plain.values()) for level in (7, 8, 9))
print("as it was seen" if as_seen else "THIS HAS CHANGED")
sys.exit(not as_seen)
PYTHON

#!/usr/bin/env bash
# Polars 2.1.0 gives the columns of JSON lines in the order of their members where a line has 32 or
# fewer, and in another order where it has 33 or more; pandas keeps the order at any number. A
# program that takes columns by their place reads others than were written. Fails where this has
# changed.
set -euo pipefail
scratch=$(mktemp -d)
trap 'rm -r "$scratch"' EXIT
python3 -m venv "$scratch/python"
"$scratch/python/bin/pip" install --quiet --disable-pip-version-check polars==2.1.0
cd "$scratch"
python/bin/python - <<'PYTHON'
import json, polars, sys

print(f"polars {polars.__version__}, python {sys.version.split()[0]}")
seen = {}
for count in (8, 31, 32, 33, 40):
    names = [f"c{index:02}" for index in range(count)]
    with open("wide.ndjson", "w") as file:
        for _ in range(3):
            file.write(json.dumps({name: index for index, name in enumerate(names)}) + "\n")
    columns = polars.read_ndjson("wide.ndjson").columns
    seen[count] = columns == names
    print(f"{count} members: " + ("in order" if seen[count] else f"{' '.join(columns[:6])} …"))
as_seen = seen == {8: True, 31: True, 32: True, 33: False, 40: False}
print("as it was seen" if as_seen else "THIS HAS CHANGED")
sys.exit(not as_seen)
PYTHON

"""The law that the contract tells the routes of the service, and the routes those of the contract."""
import re
from collections.abc import Iterator
from pathlib import Path

from breaches import Breach
from sources import Source

CONTRACT = "Schemas/openapi.yaml"


def routes(sources: list[Source]) -> dict[tuple[str, str], tuple[str, int]]:
    """The paths with their methods that the sources register, and where."""
    found = {}
    pattern = re.compile(r'\.on\(\s*"([^"]*)",\s*\[([^\]]*)\]')
    for source in sources:
        if not source.path.startswith("Sources/"):
            continue
        for match in pattern.finditer(source.text):
            line = source.text.count("\n", 0, match.start())
            for method in re.findall(r"\.(\w+):", match[2]):
                found["/" + match[1], method] = (source.path, line)
    return found


def told(contract: str) -> dict[tuple[str, str], int]:
    """The paths with their methods that the contract tells, and on which line."""
    found = {}
    path = None
    inside = False
    for number, line in enumerate(contract.splitlines()):
        if re.match(r"\S", line):
            inside = line.startswith("paths:")
        match = re.match(r"  (/\S*):", line)
        if inside and match:
            path = match[1]
        match = re.match(r"    (get|head|post|put|delete|patch|options):", line)
        if inside and path and match:
            found[path, match[1]] = number
    return found


def contract(sources: list[Source], root: Path) -> Iterator[Breach]:
    """Contract and routes are the same; files of the page are routes by being there."""
    registered = routes(sources)
    contracted = told((root / CONTRACT).read_text("utf-8"))
    site = root / "Sources/Dashboard/Site"
    for (path, method), (file, line) in sorted(registered.items()):
        if (path, method) not in contracted:
            yield Breach(
                "contract", file, line, f"{method} {path} is not in {CONTRACT}; tell it there")
    for (path, method), line in sorted(contracted.items()):
        is_file = (site / (path.strip("/") or "index.html")).is_file()
        if (path, method) not in registered and not (is_file and method == "get"):
            yield Breach(
                "contract", CONTRACT, line, f"no route answers {method} {path}; take it out")

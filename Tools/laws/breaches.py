"""What the laws find, and the exceptions that are named with their reasons."""
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Breach:
    """One place that a law forbids; its line counts from 0."""

    law: str
    path: str
    line: int
    what: str
    may_be_excepted: bool = True

    def __str__(self) -> str:
        return f"{self.path}:{self.line + 1}: {self.law}: {self.what}"


@dataclass(frozen=True)
class Exception_:
    """A path that a law leaves alone."""

    law: str
    path: str
    reason: str


def read_exceptions(path: Path) -> list[Exception_]:
    """The lines `law path: reason` of a file."""
    found = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        if not line or line.startswith("#"):
            continue
        match = re.fullmatch(r"([\w-]+) (\S+): (\S.*)", line)
        if not match:
            raise SystemExit(f"{path}:{number}: write `law path: reason`, found: {line}")
        found.append(Exception_(match[1], match[2], match[3]))
    return found


def judge(breaches: list[Breach], exceptions: list[Exception_]) -> list[str]:
    """The breaches that are not excepted, and the exceptions that nothing needs any more."""
    named = {(each.law, each.path) for each in exceptions}
    needed = {(each.law, each.path) for each in breaches if each.may_be_excepted}
    told = [
        str(each) for each in breaches
        if not each.may_be_excepted or (each.law, each.path) not in named
    ]
    told += [
        f"{each.path}: {each.law}: is within the law; take it out of the exceptions"
        for each in exceptions if (each.law, each.path) not in needed
    ]
    return told

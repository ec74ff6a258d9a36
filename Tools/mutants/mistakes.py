"""The lists of mistakes, and how a mistake is planted in a source file."""
import zlib
from dataclasses import dataclass, field
from pathlib import Path

SWITCH = "MISTAKE"
# The number of the mistake that is made comes from the environment, once a process.
SWITCH_FILE = """\
internal import Glibc

/// The mistake that this process makes; for Tools/mutants.
enum PlantedMistake {
    static let number: Int32 = {
        guard let text = unsafe getenv("TAPEDECK_MISTAKE") else { return 0 }
        return unsafe atoi(text)
    }()
}
"""


@dataclass
class Mistake:
    """A change of a source file, and the tests that must notice it."""

    name: str
    list_file: str
    file: str = ""
    tests: list[str] = field(default_factory=list)
    original: str = ""
    changed: str = ""
    equivalent: str | None = None

    @property
    def number(self) -> int:
        """What the environment names it by; the same whatever other mistakes there are."""
        return zlib.crc32(self.name.encode()) >> 1

    @property
    def planted(self) -> str:
        """What stands in the source instead, with the switch."""
        switch = f"(PlantedMistake.number == {self.number})"
        if SWITCH in self.changed:
            return self.changed.replace(SWITCH, switch)
        return f"({switch} ? ({self.changed}) : ({self.original}))"


def read_lists(folder: Path) -> list[Mistake]:
    """All mistakes, in the order of the lists' names."""
    mistakes: list[Mistake] = []
    for path in sorted(folder.glob("*.txt")):
        for line in path.read_text().splitlines():
            if line.startswith("[") and line.endswith("]"):
                mistakes.append(Mistake(line[1:-1], path.name))
            elif line.startswith(("- ", "+ ", "-\t")) or line in ("-", "+"):
                mistake = mistakes[-1]
                attribute = "original" if line[0] == "-" else "changed"
                before = getattr(mistake, attribute)
                setattr(mistake, attribute, (before + "\n" if before else "") + line[2:])
            elif line and not line.startswith("#"):
                key, value = line.split(": ", 1)
                mistake = mistakes[-1]
                if key == "tests":
                    mistake.tests = value.split()
                elif key in ("file", "equivalent"):
                    setattr(mistake, key, value)
                else:
                    raise SystemExit(f"{path.name}: what is {key}?")
    return mistakes


def fits(root: Path, mistakes: list[Mistake]) -> list[str]:
    """What is wrong with the lists, in words: each must be whole and stand once in its file."""
    problems: list[str] = []
    names: set[str] = set()
    spans: dict[str, list[tuple[int, int, str]]] = {}
    for mistake in mistakes:
        where = f"Tools/mutants/{mistake.list_file}: {mistake.name}"
        if mistake.name in names:
            problems.append(f"{where}: the name is taken")
        names.add(mistake.name)
        if not (mistake.file and mistake.original):
            problems.append(f"{where}: it names no file or no original")
            continue
        if mistake.equivalent is None and not mistake.tests:
            problems.append(f"{where}: it names no tests")
        path = root / mistake.file
        text = path.read_text() if path.is_file() else ""
        count = text.count(mistake.original)
        if count != 1:
            problems.append(f"{where}: its original stands {count} times in {mistake.file}")
            continue
        start = text.index(mistake.original)
        spans.setdefault(mistake.file, []).append(
            (start, start + len(mistake.original), mistake.name))
    for found in spans.values():
        found.sort()
        for first, second in zip(found, found[1:]):
            if second[0] < first[1]:
                problems.append(f"Tools/mutants: {first[2]} and {second[2]} overlap")
    return problems


def plant(root: Path, mistakes: list[Mistake]) -> dict[str, str]:
    """The files that change, with all mistakes in them, and the switch of each target."""
    places: dict[str, list[tuple[int, Mistake]]] = {}
    texts: dict[str, str] = {}
    for mistake in mistakes:
        text = texts.setdefault(mistake.file, (root / mistake.file).read_text())
        places.setdefault(mistake.file, []).append((text.index(mistake.original), mistake))
    for file, found in places.items():
        text = texts[file]
        for start, mistake in sorted(found, key=lambda place: place[0], reverse=True):
            text = text[:start] + mistake.planted + text[start + len(mistake.original):]
        texts[file] = text
    for file in places:
        target = "/".join(file.split("/")[:2])
        texts[f"{target}/PlantedMistake.swift"] = SWITCH_FILE
    return texts

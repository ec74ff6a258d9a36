"""The Swift sources as the laws read them: lines, code without comments and texts, declarations."""
import re
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

DECLARATION = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*"
    r"(?P<modifiers>(?:(?:package|public|private|fileprivate|internal|static|class|final|override"
    r"|mutating|nonmutating|nonisolated|convenience|required|indirect|lazy|weak|isolated"
    r"|consuming|borrowing|(?:private|fileprivate|package|nonisolated)\(\w+\))\s+)*)"
    r"(?P<kind>func|var|let|struct|class|enum|actor|protocol|init|subscript|typealias)\b"
    r"\s*(?P<name>`?\w+`?)?"
)
TYPES = {"struct", "class", "enum", "actor", "protocol", "typealias"}


@dataclass(frozen=True)
class Declaration:
    """A declaration, by the line that it begins on, counted from 0."""

    line: int
    modifiers: frozenset[str]
    kind: str
    name: str

    @property
    def is_shared(self) -> bool:
        """Whether other targets can see it."""
        return bool(self.modifiers & {"package", "public"})


@dataclass(frozen=True)
class Source:
    """One Swift file."""

    path: str
    target: str
    text: str

    @cached_property
    def lines(self) -> list[str]:
        """Its lines as they are."""
        return self.text.splitlines()

    @cached_property
    def code(self) -> str:
        """The text with blanks for comments and for what stands in literals."""
        return without_comments_and_texts(self.text)

    @cached_property
    def code_lines(self) -> list[str]:
        """The lines of `code`."""
        return self.code.splitlines()

    @cached_property
    def declarations(self) -> list[Declaration]:
        """What the file declares, members included, in their order."""
        found = []
        for number, line in enumerate(self.code_lines):
            match = DECLARATION.match(line)
            if match:
                found.append(
                    Declaration(
                        number, frozenset(match["modifiers"].split()), match["kind"],
                        (match["name"] or "").strip("`")))
        return found

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """The modules that it imports, with their lines."""
        pattern = re.compile(r"^\s*(?:@\w+ )?(?:\w+ )?import (?:\w+ )?(\w+)")
        matches = ((n, pattern.match(line)) for n, line in enumerate(self.code_lines))
        return [(number, match[1]) for number, match in matches if match]

    def end_of(self, start: int) -> int | None:
        """The last line of the body of the declaration on line `start`; nil where it has none."""
        indent = len(self.lines[start]) - len(self.lines[start].lstrip())
        for number in range(start, len(self.code_lines)):
            line = self.code_lines[number].rstrip()
            if number > start and line and len(line) - len(line.lstrip()) < indent:
                return None
            if line.endswith("{") and len(line) - len(line.lstrip()) == indent:
                break
            if number > start and (not line or DECLARATION.match(line)):
                return None
            if line.endswith("}"):
                return number
        else:
            return None
        for number in range(number + 1, len(self.code_lines)):
            line = self.code_lines[number]
            if line.startswith(" " * indent + "}"):
                return number
        return None


def without_comments_and_texts(text: str) -> str:
    """The text with blanks for comments and the words of literals; interpolated code stays."""
    kept = list(text)

    def blank(first: int, end: int) -> None:
        for place in range(first, min(end, len(kept))):
            if kept[place] != "\n":
                kept[place] = " "

    opening = re.compile(r'(#*)("""|")')
    # The literals whose interpolations the place is in, and the parentheses open in each.
    outer: list[tuple[tuple[str, str], int]] = []
    literal: tuple[str, str] | None = None
    parentheses = 0
    place = 0
    while place < len(text):
        if literal is None:
            start = opening.match(text, place)
            if text.startswith("//", place):
                end = text.find("\n", place)
                end = len(text) if end < 0 else end
            elif text.startswith("/*", place):
                end = text.find("*/", place + 2)
                end = len(text) if end < 0 else end + 2
            elif start:
                literal, end = (start[1], start[2]), start.end()
            else:
                if outer and text[place] == "(":
                    parentheses += 1
                elif outer and text[place] == ")":
                    if parentheses == 0:
                        literal, parentheses = outer.pop()
                    else:
                        parentheses -= 1
                place += 1
                continue
            blank(place, end)
            place = end
            continue
        pounds, quote = literal
        if text.startswith(quote + pounds, place):
            blank(place, place + len(quote + pounds))
            place += len(quote + pounds)
            literal = None
        elif text.startswith("\\" + pounds + "(", place):
            blank(place, place + len(pounds) + 1)
            place += len(pounds) + 2
            outer.append((literal, parentheses))
            literal, parentheses = None, 0
        elif text.startswith("\\" + pounds, place):
            blank(place, place + len(pounds) + 2)
            place += len(pounds) + 2
        elif text[place] == "\n" and quote == '"':
            literal = None
        else:
            blank(place, place + 1)
            place += 1
    return "".join(kept)


def read_sources(root: Path) -> list[Source]:
    """All Swift files below `Sources`, `Tools` and `Tests`, each with its folder as target."""
    found = []
    for folder in ["Sources", "Tools", "Tests"]:
        for path in sorted((root / folder).rglob("*.swift")):
            parts = path.relative_to(root).parts
            if len(parts) > 2:
                found.append(
                    Source("/".join(parts), "/".join(parts[:2]), path.read_text("utf-8")))
    return found

"""The laws on the form of the sources: length, documentation, what nobody uses, names."""
import re
from collections import Counter
from collections.abc import Iterator

from breaches import Breach
from sources import TYPES, Source

MOST_LINES = 200
MOST_LINES_EVER = 400
MOST_FUNCTION_LINES = 70
FUNCTIONS = {"func", "init", "subscript"}
# What a protocol of the language or of a library asks for: it says what that is, and uses it.
WITNESSES = {
    "", "Context", "Element", "Failure", "customMirror", "debugDescription", "description", "encode",
    "enqueue", "hash", "respond", "unownedExecutor",
}


def file_length(sources: list[Source]) -> Iterator[Breach]:
    """A file has one subject; a file of tests may have a longer table of cases."""
    for source in sources:
        count = len(source.lines)
        if count > MOST_LINES_EVER:
            yield Breach(
                "file-length", source.path, MOST_LINES_EVER,
                f"{count} lines, above {MOST_LINES_EVER}; split it", may_be_excepted=False)
        elif count > MOST_LINES and not source.path.startswith("Tests/"):
            yield Breach(
                "file-length", source.path, MOST_LINES,
                f"{count} lines; split it by subject, or name it with its reason")


def function_length(sources: list[Source]) -> Iterator[Breach]:
    """A function fits a screen."""
    for source in sources:
        for declaration in source.declarations:
            if declaration.kind not in FUNCTIONS:
                continue
            end = source.end_of(declaration.line)
            count = 0 if end is None else end - declaration.line + 1
            if count > MOST_FUNCTION_LINES:
                yield Breach(
                    "function-length", source.path, declaration.line,
                    f"{declaration.name or declaration.kind} has {count} lines, above "
                    f"{MOST_FUNCTION_LINES}; give a part of it a name")


def requirements(sources: list[Source]) -> set[str]:
    """The names of what the protocols of the house ask for."""
    names = set()
    for source in sources:
        for protocol in source.declarations:
            if protocol.kind != "protocol":
                continue
            end = source.end_of(protocol.line) or protocol.line
            names |= {
                each.name for each in source.declarations if protocol.line < each.line < end
            }
    return names


def documentation(sources: list[Source]) -> Iterator[Breach]:
    """What other targets can see says what it is; what a protocol asks for, the protocol says."""
    told = WITNESSES | requirements(sources)
    for source in sources:
        if not source.path.startswith("Sources/"):
            continue
        for declaration in source.declarations:
            if not declaration.is_shared or "override" in declaration.modifiers:
                continue
            if declaration.kind != "init" and declaration.name in told:
                continue
            above = declaration.line - 1
            while above >= 0 and source.lines[above].lstrip().startswith(("@", "#if")):
                above -= 1
            if above < 0 or not source.lines[above].lstrip().startswith("///"):
                yield Breach(
                    "documentation", source.path, declaration.line,
                    f"{declaration.name or declaration.kind} has no comment; say in one sentence "
                    "what it is")


def dead_declarations(sources: list[Source]) -> Iterator[Breach]:
    """What other targets can see, somebody names; by name only, so that it misses some."""
    words: Counter[str] = Counter()
    declared: Counter[str] = Counter()
    for source in sources:
        if source.target.startswith("Tests/"):
            continue
        words.update(re.findall(r"\w+", source.code))
        declared.update(each.name for each in source.declarations)
    for source in sources:
        if not source.path.startswith("Sources/"):
            continue
        for declaration in source.declarations:
            name = declaration.name
            if not declaration.is_shared or name in WITNESSES:
                continue
            if declaration.kind in {"init", "subscript"}:
                continue
            if words[name] <= declared[name]:
                yield Breach(
                    "dead-declarations", source.path, declaration.line,
                    f"nothing but tests names {name}; delete it")


def module_names(sources: list[Source]) -> Iterator[Breach]:
    """A type named as a module hides it."""
    modules = {source.target.split("/")[1] for source in sources}
    for source in sources:
        if source.path.startswith("Tests/"):
            continue
        for declaration in source.declarations:
            if declaration.kind in TYPES and declaration.name in modules:
                yield Breach(
                    "module-names", source.path, declaration.line,
                    f"the type {declaration.name} is named as a module; rename it")

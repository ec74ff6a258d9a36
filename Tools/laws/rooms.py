"""The laws on the targets: unsafe code, purity, the page at each door, the picture."""
import re
from collections.abc import Iterator
from pathlib import Path

from breaches import Breach
from sources import Source

ARCHITECTURE = "Sources/README.md"
MOST_PAGE_LINES = 40
PAGE_HEADINGS = ["Lives here", "Never here", "The way through", "Who may touch what"]
UNSAFE = re.compile(r"\bunsafe\b|@unsafe\b|\bUnsafe\w*(?:Pointer|BufferPointer)\b")
# What reads or writes something besides memory, by its names in the toolchain.
IMPURE = re.compile(
    r"\b(?:CommandLine|ContinuousClock|SuspendingClock|SystemRandomNumberGenerator|Task\.sleep"
    r"|Task\.detached|debugPrint|print|readLine)\b")
# The same in Foundation and in the C library that comes with it.
IMPURE_IN_FOUNDATION = re.compile(
    r"\b(?:Bundle|DispatchQueue|DispatchSemaphore|FileDescriptor|FileHandle|FileManager|NSLog|Pipe"
    r"|Process|ProcessInfo|RunLoop|Thread|Timer|URLSession|UserDefaults|clock_gettime|fopen|fwrite"
    r"|getenv|gettimeofday)\b|\bDate\(\)|\b(?:Data|String)\(contentsOf"
    r"|(?<![.\w])(?:open|read|socket|write)\(")


def table(text: str, heading: str) -> dict[str, str]:
    """The rows of the table below a heading: the name in the first cell, and the last cell."""
    rows: dict[str, str] = {}
    inside = False
    for line in text.splitlines():
        if line.startswith("#"):
            inside = line.lstrip("#").strip() == heading
        match = re.fullmatch(r"\| `([^`]+)` \| (?:.* \| )?(.+) \|", line)
        if inside and match:
            rows[match[1]] = match[2]
    return rows


def short(source: Source) -> str:
    """A target as the architecture names it: without `Sources/`."""
    return source.target.removeprefix("Sources/")


def unsafe_code(sources: list[Source], architecture: str) -> Iterator[Breach]:
    """Unsafe code lives where the architecture says, with its reason."""
    allowed = table(architecture, "Unsafe code")
    used: set[str] = set()
    for source in sources:
        if source.target.startswith("Tests/"):
            continue
        for number, line in enumerate(source.code_lines):
            if not UNSAFE.search(line):
                continue
            used.add(short(source))
            if short(source) not in allowed:
                yield Breach(
                    "unsafe-code", source.path, number,
                    f"{short(source)} is not among those of `{ARCHITECTURE}`, Unsafe code")
    for name in sorted(set(allowed) - used):
        yield Breach(
            "unsafe-code", ARCHITECTURE, 0, f"{name} has no unsafe code; take it out of the table")


def purity(sources: list[Source], architecture: str) -> Iterator[Breach]:
    """A room without input and output imports only such rooms, and names nothing that does."""
    pure = table(architecture, "Rooms without input and output")
    for name in sorted(pure):
        if not any(short(source) == name for source in sources):
            yield Breach("purity", ARCHITECTURE, 0, f"there is no target {name}")
    for source in sources:
        if short(source) not in pure:
            continue
        # The modules in the last cell of its row are those that it may import besides.
        besides = set(re.findall(r"`(\w+)`", pure[short(source)]))
        for number, module in source.imports:
            if module not in pure and module not in besides:
                yield Breach(
                    "purity", source.path, number,
                    f"{short(source)} does no input and output, but imports {module}")
        own = {declaration.name for declaration in source.declarations}
        for number, line in enumerate(source.code_lines):
            match = IMPURE.search(line) or IMPURE_IN_FOUNDATION.search(line)
            if match and match[0].rstrip("(") not in own:
                yield Breach(
                    "purity", source.path, number,
                    f"{short(source)} does no input and output, but names {match[0].strip()}")


def doors(sources: list[Source], root: Path) -> Iterator[Breach]:
    """Each target has a page at its door, which answers four questions and names what there is."""
    words = {word for source in sources for word in re.findall(r"\w+", source.code)}
    words |= {each.name for each in root.glob("Sources/*/*") if each.is_dir()}
    words |= {each.name for each in root.glob("Tests/*") if each.is_dir()}
    names = {each.name for each in (root / "Sources").iterdir() if each.is_dir()}
    for folder in sorted((root / "Sources").iterdir()):
        if not folder.is_dir() or not any(folder.rglob("*.swift")):
            continue
        name = folder.name
        path = f"Sources/{name}/{name}.docc/{name}.md"
        page = root / path
        if not page.exists():
            yield Breach("doors", path, 0, "is missing; say what lives there and what never")
            continue
        lines = page.read_text("utf-8").splitlines()
        if len(lines) > MOST_PAGE_LINES:
            yield Breach("doors", path, MOST_PAGE_LINES, f"has {len(lines)} lines; say less")
        if lines[:1] != [f"# ``{name}``"]:
            yield Breach("doors", path, 0, f"begins with something else than # ``{name}``")
        headings = [line.removeprefix("## ") for line in lines if line.startswith("## ")]
        if headings != PAGE_HEADINGS:
            yield Breach("doors", path, 0, f"has the headings {headings}, not {PAGE_HEADINGS}")
        for number, line in enumerate(lines):
            for word in re.findall(r"(?<!`)`([A-Z]\w*[a-z]\w*)[.`]", line):
                if word not in words | names:
                    yield Breach("doors", path, number, f"names {word}, which is nowhere")


def picture(sources: list[Source], root: Path, architecture: str) -> Iterator[Breach]:
    """Each target is in the picture and in the table, and imports what is drawn below it."""
    drawn = re.search(r"^## The picture\n.*?^```\n(.*?)^```", architecture, re.M | re.S)
    rows: dict[str, int] = {}
    for number, line in enumerate(drawn[1].splitlines() if drawn else []):
        rows |= {name: number for name in re.findall(r"[\w-]+", line)}
    rooms = table(architecture, "The rooms")
    names = {each.name for each in (root / "Sources").iterdir() if each.is_dir()}
    for name in sorted(names):
        if name not in rows:
            yield Breach("picture", ARCHITECTURE, 0, f"{name} is not in the picture")
        if name not in rooms:
            yield Breach("picture", ARCHITECTURE, 0, f"{name} is not in the table of the rooms")
    for name in sorted(set(rooms) - names):
        yield Breach("picture", ARCHITECTURE, 0, f"there is no {name}")
    for source in sources:
        name = {"Tools/replay": "tapedeck-replay"}.get(source.target, short(source))
        for line, module in source.imports:
            if module in names and name in rows and rows.get(module, 0) <= rows[name]:
                yield Breach(
                    "picture", source.path, line,
                    f"{name} imports {module}, which is not drawn below it")

"""The project's own files as the house rules see them: which there are, what the Python ones use.

Not here: any rule. A rule is a function of a `Source` that lists what it objects to.
"""

import ast
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parents[2]

BELOW_THE_EDGES = ("handlers", "flows", "backend", "storage")
SHOP = (*BELOW_THE_EDGES, "bot", "console", "rehearsal")
"""The packages of the shop itself; the sandbox stands for the world around it."""

EVERYTHING = (*SHOP, "sandbox", "tests")


@dataclass(frozen=True)
class Source:
    """A Python file of the project; `path` starts at the root of the checkout."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return _parsed(self.text)


@dataclass(frozen=True)
class Use:
    """A name the code imports or reaches, in full: `datetime.datetime.now`, whatever it was imported as."""

    name: str
    line: int

    def is_of(self, *modules: str) -> bool:
        """Whether it is one of these names, or something inside one of them."""
        return any(self.name == module or self.name.startswith(f"{module}.") for module in modules)


def sources(*packages: str) -> Iterator[Source]:
    """The Python files of these packages."""
    for path in files():
        if path.suffix == ".py" and path.parts[0] in packages:
            yield Source(str(path), (ROOT / path).read_text())


@cache
def files() -> list[PurePosixPath]:
    """Every file git keeps, or would keep if it were added."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    paths = map(PurePosixPath, sorted(filter(None, listing.stdout.split("\0"))))
    return [path for path in paths if (ROOT / path).is_file()]


def uses(source: Source) -> list[Use]:
    """Every import, and every dotted name that begins at one."""
    imported = {name: full for node in ast.walk(source.tree) for name, full in _bindings(node)}
    found = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found += [Use(full, node.lineno) for full in _imports(node)]
        elif isinstance(node, ast.Name | ast.Attribute):
            first, *rest = dotted(node).split(".")
            if first in imported:
                found.append(Use(".".join([imported[first], *rest]), node.lineno))
    return found


def dotted(node: ast.expr) -> str:
    """`a.b.c` as written; an expression that is no plain name is an empty part: `f().x` is `.x`."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ""


def calls(source: Source) -> list[ast.Call]:
    """Every call in the file."""
    return [node for node in ast.walk(source.tree) if isinstance(node, ast.Call)]


def objections(found: Iterable[tuple[Source, list[int]]]) -> list[str]:
    """`path:line` of everything found, as an editor opens it."""
    return [f"{source.path}:{line}" for source, lines in found for line in sorted(set(lines))]


@cache
def _parsed(text: str) -> ast.Module:
    return ast.parse(text)


def _bindings(node: ast.AST) -> list[tuple[str, str]]:
    """The names an import statement makes, each with the full name of what it stands for."""
    if isinstance(node, ast.Import):
        return [(a.asname, a.name) if a.asname else (a.name.split(".")[0],) * 2 for a in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(a.asname or a.name, f"{node.module}.{a.name}") for a in node.names]
    return []


def _imports(node: ast.Import | ast.ImportFrom) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [f"{node.module}.{alias.name}" for alias in node.names]

"""Files are named for what they hold, and say so; every package is known to the tools."""

import ast
import tomllib
from pathlib import PurePosixPath

import pytest

from tests.house_rules.source import EVERYTHING, ROOT, Source, files, sources

ATTICS = {"util", "utils", "helper", "helpers", "common", "misc", "base", "manager", "processor"}


def is_an_attic(path: PurePosixPath) -> bool:
    """Whether a folder or file is named for everything that fits nowhere else."""
    return any(word in ATTICS for part in path.parts for word in part.removesuffix(".py").split("_"))


def lacks_docstring(source: Source) -> bool:
    """Whether the module has something in it but does not say what."""
    return bool(source.text.strip()) and ast.get_docstring(source.tree) is None


@pytest.mark.parametrize("path", ["flows/utils.py", "bot/order_helpers.py", "backend/common/money.py", "base.py"])
def test_an_attic_is_reported(path: str) -> None:
    assert is_an_attic(PurePosixPath(path))


@pytest.mark.parametrize("path", ["storage/database.py", "backend/orders.py", "bot/drivers/__init__.py"])
def test_a_noun_is_fine(path: str) -> None:
    assert not is_an_attic(PurePosixPath(path))


def test_no_file_is_an_attic() -> None:
    assert [str(path) for path in files() if path.suffix == ".py" and is_an_attic(path)] == []


@pytest.mark.parametrize("code", ["import os", "# a comment is no docstring"])
def test_a_module_without_a_docstring_is_reported(code: str) -> None:
    assert lacks_docstring(Source("backend/orders.py", code))


@pytest.mark.parametrize("code", ["", "\n", '"""Orders."""\nimport os'])
def test_an_empty_module_or_a_described_one_is_fine(code: str) -> None:
    assert not lacks_docstring(Source("backend/orders.py", code))


def test_every_module_says_what_lives_in_it() -> None:
    assert [source.path for source in sources(*EVERYTHING) if lacks_docstring(source)] == []


def test_every_package_is_known_to_the_tools() -> None:
    packages = {path.parts[0] for path in files() if path.suffix == ".py" and len(path.parts) > 1}
    tool = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]

    unknown = {
        "ruff": packages - {*tool["ruff"]["lint"]["isort"]["known-first-party"]},
        "deptry": packages - {*tool["deptry"]["known_first_party"]},
        "import-linter": packages - {*tool["importlinter"]["root_packages"], "tests"},
        "the house rules": packages - {*EVERYTHING},
    }

    assert not any(unknown.values()), unknown

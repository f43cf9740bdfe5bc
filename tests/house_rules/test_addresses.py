"""Nothing we publish points at a package registry or into one machine's folders; locks hold hashes only."""

import re

import pytest

from tests.house_rules.source import ROOT, files

LOCKS = ("requirements.lock", "requirements-dev.lock")
REGISTRY = re.compile(
    r"\b(?:pypi|pythonhosted|npmjs|npmmirror|yarnpkg|crates|rubygems|proxy\.golang)\.(?:org|com|io|net)\b"
)
MACHINE_PATH = re.compile(r"(?<![\w.~/-])/(?:work|root|tmp|opt)\b|(?<![\w.~/-])/(?:home|Users)/\w|file:///\w")
REQUIREMENT = re.compile(r"^(?P<name>[\w.-]+)==(?P<version>\S+)(?P<rest>(?:.*\\\n)*.*)$", re.MULTILINE)


def addresses_in(lock: str) -> list[str]:
    """Lines of a lock file that say where to download from."""
    lines = map(str.strip, lock.splitlines())
    return [line for line in lines if "://" in line or re.match(r"--(?!hash=)", line)]


def requirements_without_a_hash(lock: str) -> list[str]:
    """Names of a lock file's requirements that somebody could swap for something else."""
    return [found["name"] for found in REQUIREMENT.finditer(lock) if "--hash=sha256:" not in found["rest"]]


def private_places(text: str) -> list[str]:
    """Registries and folders of one machine that a text names."""
    return [found[0] for pattern in (REGISTRY, MACHINE_PATH) for found in pattern.finditer(text)]


@pytest.mark.parametrize(
    "line",
    ["--index-url https://example.test", "  --find-links wheels", "shop @ https://example.test/shop.whl"],
)
def test_an_address_in_a_lock_is_reported(line: str) -> None:
    assert addresses_in(f"rich==1.0 \\\n    --hash=sha256:00\n{line}\n") == [line.strip()]


def test_a_requirement_without_a_hash_is_reported() -> None:
    lock = "bare==1.0\n    # via rich\nrich==2.0 \\\n    --hash=sha256:00 \\\n    --hash=sha256:11\n"

    assert requirements_without_a_hash(lock) == ["bare"]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()

    assert addresses_in(text) == []
    assert requirements_without_a_hash(text) == []


def test_both_locks_hold_the_same_versions() -> None:
    run_time, development = (_versions((ROOT / lock).read_text()) for lock in LOCKS)

    assert run_time
    assert run_time.items() <= development.items()


@pytest.mark.parametrize(
    "text",
    [
        "https://" + ".".join(["files", "pythonhosted", "org"]) + "/x",
        "registry." + ".".join(["npmjs", "org"]),
        "cd /" + "work/main",
        "open('/" + "tmp/shop')",
        "file:" + "///srv/x",
        "/" + "home/ana/x",
    ],
)
def test_a_private_place_is_reported(text: str) -> None:
    assert private_places(text)


@pytest.mark.parametrize(
    "text",
    [
        "pypi",
        "a/tmp/b",
        "/templates",
        "https://example.test/work",
        "sqlite:///shop",
        "/usr/lib/x",
        "/rootless",
    ],
)
def test_any_other_place_is_fine(text: str) -> None:
    assert private_places(text) == []


def test_no_file_names_a_private_place() -> None:
    texts = {path: (ROOT / path).read_bytes().decode(errors="ignore") for path in files()}

    assert {str(path): found for path, text in texts.items() if (found := private_places(text))} == {}


def _versions(lock: str) -> dict[str, str]:
    return {found["name"]: found["version"] for found in REQUIREMENT.finditer(lock)}

"""The launcher `./xiaoer`: sets itself up once, whole or not at all, and then gets out of the way.

Not here: what the program does. The installer is a stand-in that notes what it was asked; the shell is real.
"""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house_rules.source import ROOT

AT_MOST_SECONDS = 30
UV = """#!/bin/sh
echo "$1" >> "$UV_JOURNAL"
case "$1" in
    venv)
        for folder; do :; done
        mkdir -p "$folder/bin"
        ln -s "$(command -v python3)" "$folder/bin/python"
        ;;
    pip) [ -z "${UV_WAITS_FOR-}" ] || read -r go < "$UV_WAITS_FOR"; [ -z "${UV_FAILS-}" ] ;;
esac
"""
BOT = "import os, sys; print([os.path.basename(os.getcwd()), *sys.argv[1:]]); sys.exit(len(sys.argv) - 1)"
OLD_PYTHON = "#!/bin/sh\nexit 1\n"


class Checkout:
    """A checkout with the launcher, two locks and a bot that prints where it is and what it was told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "my shop"
        self.programs = folder / "programs"
        self.journal = folder / "journal"
        self.gate = folder / "gate"
        for name, text in {"bot/__main__.py": BOT, "tests/run.py": BOT}.items():
            (self.folder / name).parent.mkdir(parents=True)
            (self.folder / name).write_text(text)
        shutil.copy(ROOT / "xiaoer", self.folder)
        (self.folder / "requirements.lock").write_text("rich==1\n")
        (self.folder / "requirements-dev.lock").write_text("rich==1\npytest==1\n")
        self.programs.mkdir()
        self.has_program("uv", UV)
        (self.programs / "python3").symlink_to(sys.executable)
        os.mkfifo(self.gate)

    def has_program(self, name: str, text: str) -> None:
        (self.programs / name).unlink(missing_ok=True)
        (self.programs / name).write_text(text)
        (self.programs / name).chmod(0o755)

    def start(self, *command: str | Path, cwd: Path | None = None, **settings: str) -> "subprocess.Popen[str]":
        return subprocess.Popen(
            command or [self.folder / "xiaoer"],
            cwd=cwd or self.folder,
            env={"PATH": f"{self.programs}:/usr/bin:/bin", "UV_JOURNAL": str(self.journal), **settings},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *command: str | Path, cwd: Path | None = None, **settings: str) -> tuple[int, str, str]:
        return ended(self.start(*command, cwd=cwd, **settings))

    def installations(self) -> list[str]:
        return self.journal.read_text().split() if self.journal.exists() else []


def ended(process: "subprocess.Popen[str]") -> tuple[int, str, str]:
    """The exit status of a process, and what it wrote."""
    out, errors = process.communicate(timeout=AT_MOST_SECONDS)
    return process.returncode, out, errors


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def test_the_first_start_sets_up_and_the_second_one_only_starts(checkout: Checkout) -> None:
    first = checkout.run(checkout.folder / "xiaoer", "demo", "a b")
    second = checkout.run(checkout.folder / "xiaoer", "demo", "a b")

    assert first[:2] == second[:2] == (2, "['my shop', 'demo', 'a b']\n")
    assert "Setting up Xiaoer" in first[2]
    assert second[2] == ""
    assert checkout.installations() == ["venv", "pip"]


def test_it_works_through_links_and_leaves_the_caller_where_they_are(checkout: Checkout, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "bot").mkdir(parents=True)
    (elsewhere / "bot" / "__main__.py").write_text("raise SystemExit('the wrong bot')")
    (elsewhere / "direct").symlink_to(checkout.folder / "xiaoer")
    (elsewhere / "relative").symlink_to("direct")

    _, out, _ = checkout.run("./relative", "run", cwd=elsewhere)

    assert out == "['elsewhere', 'run']\n"


def test_tests_run_in_the_checkout_with_the_development_lock(checkout: Checkout, tmp_path: Path) -> None:
    checkout.run()

    _, out, _ = checkout.run(checkout.folder / "xiaoer", "check", "-k", "x", cwd=tmp_path)
    checkout.run()

    assert out == "['my shop', 'check', '-k', 'x']\n"
    assert checkout.installations() == ["venv", "pip", "pip"]


def test_a_changed_lock_is_installed_once(checkout: Checkout) -> None:
    checkout.run()
    (checkout.folder / "requirements.lock").write_text("rich==2\n")

    checkout.run()
    checkout.run()

    assert checkout.installations() == ["venv", "pip", "pip"]


def test_a_failed_set_up_is_said_and_done_again_from_the_start(checkout: Checkout) -> None:
    status, out, errors = checkout.run(UV_FAILS="yes")

    assert (status, out) == (1, "")
    assert errors.endswith("Xiaoer could not be set up; the reason is above. Starting it again tries again.\n")
    assert checkout.run()[0] == 0
    assert checkout.installations() == ["venv", "pip", "venv", "pip"]


def test_a_change_that_fails_half_way_is_done_again_from_the_start(checkout: Checkout) -> None:
    checkout.run()
    (checkout.folder / "requirements.lock").write_text("rich==2\n")
    checkout.run(UV_FAILS="yes")

    (checkout.folder / "requirements.lock").write_text("rich==1\n")
    checkout.run()

    assert checkout.installations() == ["venv", "pip", "pip", "venv", "pip"]


def test_a_set_up_killed_half_way_is_done_again_from_the_start(checkout: Checkout) -> None:
    killed = checkout.start(UV_WAITS_FOR=str(checkout.gate))
    with checkout.gate.open("w"):  # opens once the installer waits on the other side
        os.killpg(killed.pid, signal.SIGKILL)
    ended(killed)

    assert checkout.run()[0] == 0
    assert checkout.installations() == ["venv", "pip", "venv", "pip"]


def test_two_first_starts_at_once_set_up_once(checkout: Checkout) -> None:
    first = checkout.start(UV_WAITS_FOR=str(checkout.gate))
    with checkout.gate.open("w") as gate:
        second = checkout.start()
        assert second.stderr is not None
        said = second.stderr.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            second.wait(timeout=0.5)
        gate.write("go\n")

    assert said == "Another start is setting Xiaoer up: waiting for it …\n"
    assert ended(first)[0] == ended(second)[0] == 0
    assert checkout.installations() == ["venv", "pip"]


def test_an_old_python_is_refused_in_a_sentence(checkout: Checkout) -> None:
    for name in ("python3", "python3.14", "python3.13", "python3.12", "python3.11", "python"):
        checkout.has_program(name, OLD_PYTHON)

    status, out, errors = checkout.run()

    assert (status, out) == (1, "")
    assert errors == "Xiaoer needs Python 3.11 or newer (python3 on the PATH). Install it and start again.\n"


@pytest.mark.slow
def test_without_uv_the_interpreter_s_own_pip_sets_up(checkout: Checkout) -> None:
    (checkout.programs / "uv").unlink()
    for lock in ("requirements.lock", "requirements-dev.lock"):
        (checkout.folder / lock).write_text("# nothing to download\n")

    status, out, _ = checkout.run()

    assert (status, out) == (0, "['my shop']\n")
    assert (checkout.folder / ".venv/bin/pip").exists()
    assert checkout.installations() == []

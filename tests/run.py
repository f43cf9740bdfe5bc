"""Every check of the project in one command: `./xiaoer check` (quick), `./xiaoer test` (all that CI runs).

Not here: what is checked; that is in pyproject.toml and in the tests. Further arguments go to pytest.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
COMMANDS = Path(sys.executable).parent
QUICK_TESTS = ("pytest", "-m", "not slow")
ALL_TESTS = ("pytest",)
OF_PROCESSES = ("tests/chaos", "tests/e2e", "tests/bot/test_tour.py", "tests/sandbox")
"""These start a shop or its sandbox, kill it and wait for it: about as long as all other tests take to compute."""

PROCESS_TESTS = ("pytest", "--durations=15", *OF_PROCESSES)
OTHER_TESTS = ("pytest", *(f"--ignore={path}" for path in OF_PROCESSES))
GIVING_WAY = ("nice", "-n", "10")
"""Tests of processes mostly wait, and some of them measure: what runs beside them only takes what they leave."""


@dataclass(frozen=True)
class Step:
    """A command that must exit with 0; its output is kept back until it fails, unless it is `live`."""

    name: str
    command: tuple[str, ...]
    live: bool = False
    gives_way: bool = False


STATIC = (
    Step("format", ("ruff", "format", "--check", ".")),
    Step("lint", ("ruff", "check", ".")),
    Step("types", ("mypy", ".")),
    Step("imports", ("lint-imports",)),
    Step("dependencies", ("deptry", ".")),
)


def main(arguments: Sequence[str]) -> int:
    """Run the steps of `check` or `test`, all of them even after a failure; 0 only if every one passed."""
    match arguments:
        case ["check", *rest]:
            return run((*STATIC, Step("quick tests", (*QUICK_TESTS, *rest), live=True)))
        case ["test"]:
            others = Step("other tests", OTHER_TESTS, gives_way=True)
            return run((*STATIC, others), beside=(Step("processes", PROCESS_TESTS, live=True),))
        case ["test", *rest]:
            return run((*STATIC, Step("tests", (*ALL_TESTS, *rest), live=True)))
        case _:
            print("Say `./xiaoer check` or `./xiaoer test`; what follows goes to pytest.", file=sys.stderr)
            return 2


def run(
    steps: Sequence[Step],
    say: Callable[[str], None] = lambda line: print(line, flush=True),
    *,
    beside: Sequence[Step] = (),
) -> int:
    """Run each step, one line each and a last one; a failed step's output follows its line.

    The steps `beside` run one after the other at the same time.
    """
    started = time.monotonic()
    with ThreadPoolExecutor(2) as lanes:
        both = [lanes.submit(_failed, each, say) for each in (steps, beside)]
        failed = [name for lane in both for name in lane.result()]
    seconds = time.monotonic() - started
    say(f"failed: {', '.join(failed)} ({seconds:.0f} s)" if failed else f"all passed ({seconds:.0f} s)")
    return 1 if failed else 0


def _failed(steps: Sequence[Step], say: Callable[[str], None]) -> list[str]:
    return [step.name for step in steps if not _passes(step, say)]


def _passes(step: Step, say: Callable[[str], None]) -> bool:
    started = time.monotonic()
    program, *rest = step.command
    result = subprocess.run(
        [*(GIVING_WAY if step.gives_way else ()), COMMANDS / program, *rest],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=None if step.live else subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    passed = result.returncode == 0
    say(f"{'ok    ' if passed else 'FAILED'}  {step.name:<12}  {time.monotonic() - started:5.1f} s")
    if not passed and result.stdout:
        say(result.stdout)
    elif step.gives_way and result.stdout:
        say(_last_line(result.stdout))
    return passed


def _last_line(output: str) -> str:
    """What pytest says in the end: how many tests there were."""
    return f"        {output.strip().splitlines()[-1]}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

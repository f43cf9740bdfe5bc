"""The nursery: begins a shop's processes as forks of one that has imported what they need, which takes seconds.

Not here: what is imported beforehand (bot.chaos.warm). A fork runs the very command that a fresh interpreter would.
"""

import multiprocessing
import os
import runpy
import subprocess
import sys
from collections.abc import Mapping, Sequence
from multiprocessing.context import ForkServerProcess
from pathlib import Path

from bot.chaos.zygote import WARM


def begin_warm(module: str, arguments: Sequence[str], environment: Mapping[str, str], log: Path) -> "Fork":
    """Run `python -m module` in a fork, as `bot.demo.processes.begin_afresh` does in an interpreter of its own."""
    return begin_alone(module, arguments, os.environ | environment, output=log, complaints=log)


def begin_alone(
    module: str, arguments: Sequence[str], environment: Mapping[str, str], *, output: Path, complaints: Path
) -> "Fork":
    """The same with this environment and nothing else in it, and what it complains of apart from what it says."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([WARM])
    process = forks.Process(target=_run, args=(module, arguments, dict(environment), output, complaints), daemon=True)
    process.start()
    return Fork(process)


class Fork:
    """A process that can be asked what a `subprocess.Popen` can."""

    def __init__(self, process: ForkServerProcess) -> None:
        self._process = process
        self.terminate = process.terminate
        self.kill = process.kill

    def poll(self) -> int | None:
        """Its exit status, if it has ended."""
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status, as soon as it has ended."""
        self._process.join(timeout)
        status = self._process.exitcode
        if status is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout or 0)
        return status


def _run(module: str, arguments: Sequence[str], environment: Mapping[str, str], output: Path, complaints: Path) -> None:
    os.setsid()
    os.environ.clear()
    os.environ.update(environment)
    with output.open("ab") as said, complaints.open("ab") as complained:
        os.dup2(said.fileno(), sys.stdout.fileno())
        os.dup2(complained.fileno(), sys.stderr.fileno())
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)

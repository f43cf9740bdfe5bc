"""The zygote: a process that has imported the bot already and forks one that serves whenever it is asked.

Not here: when it is killed (the tests beside this one). Importing takes seconds, so two hundred fresh
interpreters would take a quarter of an hour; what they would run is the same `bot.process.serve`.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

import bot.drivers.aiogram_driver  # noqa: F401 - the shop imports it when it is chosen; here it is imported once for all
from bot import process
from bot.settings import settings_from_environment


class Zygote:
    """Starts bots, each a process of its own that reads its settings from this environment."""

    def __init__(self, environment: Mapping[str, str], *, log: Path) -> None:
        self._environment = dict(environment)
        self._log = log
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([__name__])

    def start_bot(self) -> ForkServerProcess:
        """A bot that is on its way up; the caller ends it."""
        bot = self._processes.Process(target=_serve, args=(self._environment, self._log), daemon=True)
        bot.start()
        return bot


def _serve(environment: dict[str, str], log: Path) -> None:
    os.environ.update(environment)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    process.serve(settings_from_environment())

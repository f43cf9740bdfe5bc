"""The zygote: a process that has imported the bot already and forks one that serves whenever it is asked.

Not here: when it is killed (bot.chaos.storm, bot.chaos.sweep). A fresh interpreter takes seconds to import what a
fork has at once; what both run is `bot.process.serve`.
"""

import multiprocessing
import os
import sys
from collections.abc import Mapping
from multiprocessing.context import ForkServerProcess
from pathlib import Path

WARM = "bot.chaos.warm"


class Zygote:
    """Starts bots, each a process of its own that reads its settings from this environment."""

    def __init__(self, environment: Mapping[str, str], *, log: Path) -> None:
        self._environment = dict(environment)
        self._log = log
        self._processes = multiprocessing.get_context("forkserver")
        self._processes.set_forkserver_preload([WARM])

    def start_bot(self, **more: str) -> ForkServerProcess:
        """A bot that is on its way up, with more in its environment; the caller ends it."""
        bot = self._processes.Process(target=_serve, args=(self._environment | more, self._log), daemon=True)
        bot.start()
        return bot


def _serve(environment: dict[str, str], log: Path) -> None:
    from bot import process
    from bot.roles import EVERY_ROLE, Role
    from bot.settings import settings_from_environment

    os.environ.update(environment)
    with log.open("ab") as file:
        os.dup2(file.fileno(), sys.stdout.fileno())
        os.dup2(file.fileno(), sys.stderr.fileno())
    roles = frozenset(map(Role, os.environ.get("XIAOER_ROLES", "").split())) or EVERY_ROLE
    process.serve(settings_from_environment(), roles)

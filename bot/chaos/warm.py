"""What a shop's processes need that takes long to import and read, done once: for the process that forks them.

Not here: the forking (bot.chaos.zygote, bot.chaos.nursery). Importing this is meant to have an effect: it is imported
for that alone.
"""

import gc
from importlib import import_module
from zoneinfo import ZoneInfo

NEEDED = (
    "bot.process",
    "bot.drivers.aiogram_driver",  # the bot imports the one that is chosen
    "bot.drivers.ptb_driver",
    "bot.console_process",
    "sandbox.server",
    "sandbox.page",
)

gc.disable()  # what comes to stay is looked through again and again: a quarter of the time
for name in NEEDED:
    import_module(name)

from bot.settings import LOCALES  # noqa: E402 - without looking for garbage, too
from bot.understanding.faq import questions_of  # noqa: E402
from bot.understanding.learned import classifier_of  # noqa: E402
from bot.voice import Voice  # noqa: E402

Voice(LOCALES, time_zone=ZoneInfo("UTC"))
# A process reads and learns these once, as wiring asks for them: a fork has them already.
questions_of(LOCALES, None, classifier_of(LOCALES, None)).learn()
gc.enable()
gc.freeze()

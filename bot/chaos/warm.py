"""What a bot needs that takes long to import and read, done once: for the zygote's process, which forks bots.

Not here: the forking (bot.chaos.zygote). Importing this is meant to have an effect: it is imported for that alone.
"""

import gc
from zoneinfo import ZoneInfo

import bot.drivers.aiogram_driver
import bot.drivers.ptb_driver  # noqa: F401 - the bot imports the one that is chosen
from bot import process  # noqa: F401 - what the forked process runs
from bot.settings import LOCALES
from bot.voice import Voice

Voice(LOCALES, time_zone=ZoneInfo("UTC"))
gc.collect()
gc.freeze()

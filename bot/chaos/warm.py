"""What a bot needs that takes long to import and read, done once: for the zygote's process, which forks bots.

Not here: the forking (bot.chaos.zygote). Importing this is meant to have an effect: it is imported for that alone.
"""

import gc
from zoneinfo import ZoneInfo

import bot.drivers.aiogram_driver
import bot.drivers.ptb_driver  # noqa: F401 - the bot imports the one that is chosen
from bot import process  # noqa: F401 - what the forked process runs
from bot.settings import LOCALES
from bot.understanding.faq import questions_of
from bot.understanding.learned import classifier_of
from bot.voice import Voice

Voice(LOCALES, time_zone=ZoneInfo("UTC"))
# A process reads and learns these once, as wiring asks for them: a fork has them already.
questions_of(LOCALES, None, classifier_of(LOCALES, None)).learn()
gc.collect()
gc.freeze()

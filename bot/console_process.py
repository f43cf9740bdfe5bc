"""The console's process: the shop's database, a voice and a clock, put together and served to browsers.

Not here: the pages (console). It needs no bot beside it to show the shop; what is done in it waits for the bot.
"""

from zoneinfo import ZoneInfo

import structlog

from bot import logs
from bot.process import open_shop, require_free_port
from bot.settings import LOCALES, Settings
from bot.voice import Voice
from bot.wiring import clock_for
from console.desk import Desk
from console.files import TelegramFiles
from console.server import serve as serve_pages

log = structlog.get_logger()


def serve(settings: Settings) -> None:
    """Serve the console until SIGINT or SIGTERM. Raises CannotStart."""
    logs.configure()
    host, port = settings.console_host, settings.console_port
    require_free_port(host, port, remedy="set CONSOLE_HOST and CONSOLE_PORT to a free address")
    address = settings.console_url or f"http://{host}:{port}"
    with open_shop(settings) as (database, _):
        desk = Desk(
            database=database,
            voice=Voice(LOCALES, time_zone=ZoneInfo(settings.time_zone)),
            clock=clock_for(settings),
            files=TelegramFiles(settings.telegram_bot_token, api_base=settings.telegram_api_base),
            time_zone=ZoneInfo(settings.time_zone),
            address=address,
        )
        serve_pages(desk, host=host, port=port, on_ready=lambda: log.info("ready", address=address))

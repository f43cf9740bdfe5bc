"""Logs: no token gets into them."""

import logging

from bot.logs import WithoutTokens, without_tokens

ADDRESS = "POST /bot123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw/getMe failed"


def test_a_token_is_blanked_wherever_it_hides() -> None:
    told = without_tokens(None, "error", {"event": ADDRESS, "lane": 7})

    assert told == {"event": "POST /bot<token>/getMe failed", "lane": 7}


def test_what_libraries_log_is_blanked_too() -> None:
    record = logging.LogRecord("aiohttp", logging.WARNING, "", 0, "%s", (ADDRESS,), None)

    assert WithoutTokens("%(message)s").format(record) == "POST /bot<token>/getMe failed"

"""The Bot API: one file for each noun a bot may act on, `methods` for the table of them, `endpoint` for
HTTP.

Not here: the world itself. A method is a plain function `(call, request) -> result` inside one transaction;
it raises a `Refusal` in Telegram's own words, and then nothing has changed.
"""

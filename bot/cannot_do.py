"""What a command can't do, which its user can mend.

Not here: other mishaps, or how each is told (bot.mishaps).
"""


class CannotDo(Exception):
    """It can't be done; the message says why and what to do."""

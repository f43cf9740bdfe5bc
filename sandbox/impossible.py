"""What a person in the sandbox cannot do, told in a sentence that says why and what would be possible.

Not here: what a bot may not do; those are Telegram's own refusals, in `api.refusals`.
"""


class Impossible(Exception):
    """A person's act that the messenger would not offer; the message says what was wrong."""

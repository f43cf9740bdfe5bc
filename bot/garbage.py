"""Garbage: how often Python looks for circles of objects that nobody else refers to.

Not here: what goes by itself, which is nearly everything that a turn makes.
"""

import gc

_YOUNG_OBJECTS = 20_000
"""A group of turns makes about as many that live until its commit; Python would look through them thirty times."""


def settle() -> None:
    """Take what is there for what stays, and look for garbage among the rest only now and then."""
    gc.freeze()
    gc.set_threshold(_YOUNG_OBJECTS, 10, 50)

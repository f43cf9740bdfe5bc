"""The taps and words that move an open conversation: answer, back, cancel, change, go on.

Not here: what the conversations ask (flows).
"""

from collections.abc import Mapping
from typing import Any

from backend.people import Role
from flows.engine import RESUME_AFTER, Engine
from flows.pages import menu
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from handlers.customer import asides, typed_taps


@open_to(Role.CUSTOMER)
def answer(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Take a tapped answer."""
    if engine.is_open(turn):
        engine.pick(turn, args["step"], args["answer"])
    else:
        _nothing_open(turn)


def hear(turn: Turn, text: str, engine: Engine) -> None:
    """Take a text for an answer; after a long silence ask first whether to go on."""
    if turn.conversation.idle_for(turn.now) > RESUME_AFTER:
        turn.show(engine.resume_prompt(turn))
    elif typed_taps.tap(turn, text, engine):
        pass
    elif not asides.turn_aside(turn, text, engine):
        engine.hear(turn, text)


@open_to(Role.CUSTOMER)
def back(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Return to the question before; from the first one there is only the way out."""
    if not engine.is_open(turn):
        _nothing_open(turn)
    elif not engine.back(turn):
        cancel(turn, args, engine)


@open_to(Role.CUSTOMER)
def change(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Ask an answered question again."""
    if engine.is_open(turn):
        engine.change(turn, args["step"])
    else:
        _nothing_open(turn)


@open_to(Role.CUSTOMER)
def resume(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Go on where the person left off."""
    del args
    if engine.is_open(turn):
        engine.resume(turn)
    else:
        _nothing_open(turn)


@open_to(Role.CUSTOMER)
def exchange(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Go on with the order that was set aside; the open one waits."""
    del args
    if engine.is_open(turn):
        engine.exchange(turn)
    else:
        _nothing_open(turn)


@open_to(Role.CUSTOMER)
def cancel(turn: Turn, args: Mapping[str, Any], engine: Engine) -> None:
    """Leave the conversation; nothing was ordered."""
    del args
    if not engine.is_open(turn):
        _nothing_open(turn)
        return
    asides.leave(turn, engine)


def _nothing_open(turn: Turn) -> None:
    turn.show(menu.menu(turn).below(words("conversation-over")))

"""The way into the console: a link of one's own that works once.

Not here: what is behind it (console), or what makes the link good (backend.sign_in).
"""

from collections.abc import Mapping
from typing import Any

from backend import sign_in
from backend.errors import ConsoleClosed
from backend.people import Role
from flows.screens import Button, Screen, seal_link
from flows.turn import Turn
from flows.words import words
from handlers.audience import open_to
from storage.secrets import Secret


@open_to(Role.AGENT)
def give_link(turn: Turn, _: Mapping[str, Any]) -> None:
    """Send whoever asks a link, into their private chat wherever they asked: it signs in as them."""
    if turn.shop.console_url is None:
        raise ConsoleClosed()
    token = sign_in.make_token(turn.db, turn.person, event_id=turn.event.id, key=turn.shop.token_key, now=turn.now)
    address = Secret(f"{turn.shop.console_url.rstrip('/')}/sign-in?token={token.reveal()}")
    link = Button(words("button-console"), sealed_url=seal_link(turn.shop.vault, address, person_id=turn.person.id))
    screen = Screen(words("console-link", minutes=sign_in.LINK_MINUTES), ((link,),))
    if turn.is_private:
        turn.show(screen)
    else:
        turn.tell(turn.person, screen)
        turn.toast("console-link-sent")

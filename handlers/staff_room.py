"""The staff room: what staff say, tap and command in their group, and what they do in the console.

Not here: what comes of it (handlers.agent, handlers.admin). Neither place has a conversation of its own, so only
what is for staff can be done there.
"""

from backend import staff
from backend.people import Role
from flows.screens import Screen
from flows.turn import Turn
from flows.words import Words, to_json
from handlers.agent import desk, relay
from handlers.agent.room import is_ticket
from handlers.audience import admit, audience_of
from handlers.customer import start
from handlers.entries import GROUP_COMMANDS, TAPS, Args
from storage import console_acts, conversations, topics

CONNECT = "connect"
"""The one command that is heard in a group that is not the staff's yet."""


def act(turn: Turn, action: str, args: Args) -> None:
    """Do what a button of the group, or of the console, stands for."""
    handler = TAPS.get(action)
    if handler is None or audience_of(handler) is Role.CUSTOMER:
        turn.toast("tap-outdated")
        return
    admit(turn.person, handler)
    handler(turn, args)


def say_why_outdated(turn: Turn, message_id: int | None) -> None:
    """Answer a tap that came after another's: a ticket's card says who was quicker, anything else that it is over."""
    screen = None if message_id is None else conversations.screen_of_message(turn.db, turn.chat_id, message_id)
    subject = None if screen is None else screen.subject
    if subject is None or not is_ticket(subject) or not desk.say_who_serves(turn, subject):
        turn.toast("tap-outdated")


def command(turn: Turn, name: str, argument: str) -> None:
    """Do what a command says; in any other group, say where the shop is."""
    is_staff_group = turn.chat_id == staff.staff_group(turn.db)
    handler = GROUP_COMMANDS.get(name)
    if handler is None or not (is_staff_group or name == CONNECT):
        if not is_staff_group:
            start.only_in_private(turn)
        return
    admit(turn.person, handler)
    handler(turn, {"argument": argument})


def hear(turn: Turn) -> None:
    """Take what is written in a ticket's topic; anything else is staff talking among themselves."""
    topic = None if turn.thread_id is None else topics.with_thread(turn.db, turn.chat_id, turn.thread_id)
    if topic is not None and is_ticket(topic.subject):
        admit(turn.person, relay.said)
        relay.said(turn)


def refuse(turn: Turn, spoken: Words) -> None:
    """Say why not: to who tapped in a line that fades, to who wrote below it, to the console on its page."""
    if turn.console_key is not None:
        console_acts.note(turn.db, turn.console_key, refusal=to_json(spoken), now=turn.now)
    elif turn.is_tap:
        turn.toast(spoken.key, **spoken.args)
    else:
        turn.notify(Screen(spoken))


def note_done(turn: Turn) -> None:
    """Let the console know that it is done."""
    if turn.console_key is not None:
        console_acts.note(turn.db, turn.console_key, refusal=None, now=turn.now)

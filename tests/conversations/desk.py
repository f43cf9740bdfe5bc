"""The staff's side of a transcript: being asked, serving, and reading what crossed.

Not here: the chats themselves (tests.conversations.chats).
"""

from backend import tickets
from backend.tickets import TicketStatus
from bot.drivers.memory_driver import Message
from bot.voice import bare
from tests.conversations.chats import STAFF_GROUP, PersonInTest, PersonInTopic, ShopInTest

TICKET = "ticket:1"


def asks(person: PersonInTest) -> None:
    person.says("/human")


def served(person: PersonInTest, agent: PersonInTest) -> PersonInTopic:
    """The agent in the topic of the person's ticket, which they have claimed."""
    asks(person)
    topic = agent.in_topic(TICKET)
    topic.taps("接手")
    return topic


def connects(owner: PersonInTest) -> None:
    """Make the group the staff's by the command that says so."""
    command = {"type": "bot_command", "offset": 0, "length": 8}
    group = {"id": STAFF_GROUP, "type": "supergroup", "is_forum": True}
    owner.sends(text="/connect", entities=[command], chat=group)


def texts(messages: list[Message]) -> list[str]:
    return [bare(message.text) for message in messages]


def said_to(messages: list[Message], by: str) -> list[str]:
    """What was passed on from somebody, in the order in which it stands there."""
    passed = [text.split("\n", 1) for text in texts(messages)]
    return [parts[1] for parts in passed if len(parts) == 2 and parts[0].endswith(by) and not parts[0].startswith("📝")]


def status(shop: ShopInTest) -> TicketStatus:
    with shop.database.read() as db:
        return tickets.the_ticket(db, 1).status


def owner(shop: ShopInTest) -> str:
    with shop.database.read() as db:
        return tickets.owner_name(db, tickets.the_ticket(db, 1))

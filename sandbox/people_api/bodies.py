"""What goes over the wire of the people API: the bodies of acts and the answers to them.

Not here: what a person sees (`screens`).
"""

from aiogram.enums import ChatType
from pydantic import BaseModel, ConfigDict

from sandbox.invoices import CheckoutState
from sandbox.people import STARS_AT_BIRTH

ChatName = int | str | None
"""The chat an act means: a bot's @username or id, a group's id, None for the first bot."""


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Done(BaseModel):
    """What an act left behind: the change before it (wait for what comes after) and the message it posted."""

    change: int
    message_id: int | None = None
    url: str | None = None


class NewPerson(_Body):
    """With `has_started` they have a chat with the first bot, of which it is told nothing."""

    first_name: str
    id: int | None = None
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = "zh-hans"
    phone_number: str | None = None
    stars: int = STARS_AT_BIRTH
    has_started: bool = False


class Crowd(_Body):
    """Many people at once; with `has_started` each has a chat with the first bot, of which it is told nothing."""

    first_names: list[str]
    language_code: str | None = "zh-hans"
    has_started: bool = True


class NewBot(_Body):
    token: str
    username: str | None = None
    name: str | None = None


class BotName(BaseModel):
    id: int
    username: str
    name: str
    stars: int


class Saying(_Body):
    text: str
    chat: ChatName = None
    topic: int | None = None
    reply_to: int | None = None


class Tapping(_Body):
    """One of label, data, or row and column; `forged` data needs the message and no button."""

    label: str | None = None
    data: str | None = None
    row: int | None = None
    column: int = 1
    forged: str | None = None
    message: int | None = None
    chat: ChatName = None


class Correcting(_Body):
    message: int
    text: str
    chat: ChatName = None


class Sharing(_Body):
    chat: ChatName = None
    contact_of: int | None = None
    latitude: float | None = None
    longitude: float | None = None


class Paying(_Body):
    """`wait_seconds` is how long to wait for the bot's word; the checkout itself lapses after ten."""

    chat: ChatName = None
    message: int | None = None
    link: str | None = None
    abandons: bool = False
    wait_seconds: float = 15.0


class Payment(BaseModel):
    """How a checkout stands; the error message is the bot's own."""

    id: int
    state: CheckoutState
    error_message: str | None
    charge_id: str | None


class InChat(_Body):
    chat: ChatName = None


class NewGroup(_Body):
    owner: int
    title: str
    kind: ChatType = ChatType.SUPERGROUP
    is_forum: bool = False
    bots: list[str] | None = None
    members: list[int] = []


class GroupName(BaseModel):
    id: int
    title: str
    kind: str
    is_forum: bool


class Joining(_Body):
    person: int
    is_administrator: bool = False


class Naming(_Body):
    person: int
    name: str


class ByPerson(_Body):
    person: int


class BotIn(_Body):
    person: int
    bot: str


class Moving(_Body):
    seconds: int


class Moment(BaseModel):
    now: float


class LimitsSwitch(_Body):
    are_enforced: bool

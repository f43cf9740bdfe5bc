"""What a turn knows of the shop it serves: its keys, its hours, its edges as pure functions.

Not here: where these come from (bot.settings, bot.wiring).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol
from zoneinfo import ZoneInfo

from backend import compensation_policy
from backend.compensation_policy import Policy
from backend.fees import Fee
from backend.payments import Payment
from backend.risk_rules import RiskRules
from flows.understanding.intents import Classifier
from flows.understanding.questions import Questions
from flows.understanding.redaction import Vocabulary
from storage.secrets import Vault


class PaymentLink(Protocol):
    """A gateway, as far as a turn may know it: what it can say without asking anybody."""

    @property
    def label(self) -> str | None:
        """What the owner calls it before customers; None for what the locales say."""
        ...

    @property
    def fee(self) -> Fee:
        """What paying there costs besides."""
        ...

    @property
    def gives_back(self) -> bool:
        """Whether it can be asked about payments and gives money back."""
        ...

    def takes(self, currency: str) -> bool:
        """Whether amounts of this currency can be paid here."""
        ...

    def address(self, payment: Payment) -> str | None:
        """Where the customer pays this payment; None where it is paid by an invoice in the chat."""
        ...


@dataclass(frozen=True)
class Shop:
    """The shop a turn is made for.

    `token_key` makes button tokens unguessable; `admin_chats` are the owner's, who is admin from the first word
    on; `gateways` are the ways to pay besides the balance, by name; `keywords` are the words that stand for a
    command, in lower case; `time_zone` is in which the shop reckons days; `console_url` is where its staff's web
    pages are, if they are open; `policy` is what it gives for trouble.
    """

    vault: Vault
    token_key: bytes
    bot_username: str
    languages: tuple[str, ...]
    gateways: Mapping[str, PaymentLink]
    admin_chats: tuple[int, ...]
    keywords: Mapping[str, str]
    time_zone: ZoneInfo
    said: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """The buttons of an order that a word typed below them taps, by the word, in lower case."""
    console_url: str | None = None
    classifier: Classifier | None = None
    """What understands free text; None for a shop that only searches."""
    questions: Questions | None = None
    """What is answered to common questions."""
    vocabulary: Vocabulary | None = None
    """The words of an unclear sentence that a reranker may read; None for a shop that asks none."""
    familiar: Vocabulary | None = None
    """The words of an unclear sentence that may be kept, for staff to say what it means; None where none is kept."""
    policy: Policy = field(default_factory=compensation_policy.bundled)
    risk: RiskRules | None = None
    """How it looks at who is about to pay; None for a shop that looks at nobody."""

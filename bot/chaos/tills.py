"""Tills: the books of each gateway that takes money in a rehearsal, read from its own journal.

Not here: the comparison with the shop's books (bot.chaos.truths).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from backend.money import STARS, Money
from bot.gateways.epay_gateway import EpayGateway
from bot.gateways.sandbox_gateway import SandboxGateway
from bot.gateways.stars_gateway import PAGE_LINES, StarsGateway
from sandbox.client import Sandbox


@dataclass(frozen=True)
class Came:
    """Money that the gateway took, by its own number; `is_acknowledged` once the shop has said that it knows."""

    txn: str
    amount_minor: int
    currency: str
    is_acknowledged: bool


@dataclass(frozen=True)
class Went:
    """Money that the gateway gave back, by the shop's number of the refund or its own of the payment."""

    of: str
    amount_minor: int
    currency: str


class Till(Protocol):
    """One gateway's books."""

    @property
    def gateway(self) -> str:
        """Its name in the shop's books."""
        ...

    def came(self) -> list[Came]:
        """Everything it took, oldest first."""
        ...

    def went(self) -> list[Went]:
        """Everything it gave back, oldest first."""
        ...


class Journal(Protocol):
    """A stand-in's own record."""

    def journal(self) -> dict[str, Any]:  # Any: JSON
        """The `payments` taken, the `notices` told or owed, and the `refunds` given, oldest first."""
        ...


class SandboxTill:
    """The gateway that takes money and can do no more."""

    gateway = SandboxGateway.name

    def __init__(self, books: Journal) -> None:
        self._books = books

    def came(self) -> list[Came]:
        """Everything it took, oldest first."""
        books = self._books.journal()
        told = _told(books)
        return [
            Came(each["provider_txn"], each["amount_minor"], each["currency"], each["id"] in told)
            for each in books["payments"]
        ]

    def went(self) -> list[Went]:
        """Nothing: it can't."""
        return []


class EpayTill:
    """The gateway that gives money back; an account of it has one currency, which its journal leaves out."""

    gateway = EpayGateway.name

    def __init__(self, books: Journal, *, currency: str) -> None:
        self._books = books
        self._currency = currency

    def came(self) -> list[Came]:
        """Everything it took, oldest first."""
        books = self._books.journal()
        told = _told(books)
        return [
            Came(each["trade_no"], self._minor(each), self._currency, each["id"] in told) for each in books["payments"]
        ]

    def went(self) -> list[Went]:
        """Everything it gave back, oldest first."""
        return [Went(each["number"], self._minor(each), self._currency) for each in self._books.journal()["refunds"]]

    def _minor(self, booked: dict[str, Any]) -> int:
        return Money.parse(booked["money"], self._currency).minor


class StarsTill:
    """The platform's own list of Stars; whatever it has was told of by an update, which it counts as delivered."""

    gateway = StarsGateway.name

    def __init__(self, platform: Sandbox, *, token: str) -> None:
        self._platform = platform
        self._path = f"/bot{token}/getStarTransactions"

    def came(self) -> list[Came]:
        """Everything it took, oldest first."""
        return [Came(each["id"], each["amount"], STARS, is_acknowledged=True) for each in self._lines("source")]

    def went(self) -> list[Went]:
        """Everything it gave back, oldest first."""
        return [Went(each["id"], each["amount"], STARS) for each in self._lines("receiver")]

    def _lines(self, side: str) -> Iterator[dict[str, Any]]:
        """Those that have this side: who gave the Stars, or who got them."""
        first = 0
        while page := self._platform.post(self._path, offset=first, limit=PAGE_LINES)["result"]["transactions"]:
            yield from (each for each in page if side in each)
            first += len(page)


def _told(books: dict[str, Any]) -> set[int]:
    """The payments of which the shop has acknowledged a notice."""
    return {notice["payment_id"] for notice in books["notices"] if notice["is_done"]}

"""Tills: each gateway's own journal, read as the same few words."""

from typing import Any

from bot.chaos.tills import Came, EpayTill, SandboxTill, StarsTill, Went
from sandbox.client import Sandbox

TOKEN = "1000001:A-TOKEN-OF-NO-WORTH-AT-ALL"


class Journal:
    """A stand-in's record, written by hand."""

    def __init__(self, **books: list[dict[str, Any]]) -> None:
        self._books = books

    def journal(self) -> dict[str, Any]:
        return self._books


def test_what_was_told_and_accepted_is_acknowledged() -> None:
    till = SandboxTill(
        Journal(
            payments=[
                {"id": 1, "provider_txn": "GW1", "amount_minor": 5000, "currency": "CNY"},
                {"id": 2, "provider_txn": "GW2", "amount_minor": 100, "currency": "CNY"},
            ],
            notices=[{"payment_id": 1, "is_done": True}, {"payment_id": 2, "is_done": False}],
        )
    )

    assert till.came() == [
        Came("GW1", 5000, "CNY", is_acknowledged=True),
        Came("GW2", 100, "CNY", is_acknowledged=False),
    ]
    assert till.went() == []


def test_a_gateway_that_writes_whole_units_is_read_in_minor_ones() -> None:
    till = EpayTill(
        Journal(
            payments=[{"id": 1, "trade_no": "EP1", "money": "50.00"}],
            notices=[{"payment_id": 1, "is_done": True}],
            refunds=[{"number": "X-1-R1", "money": "12.34"}],
        ),
        currency="USD",
    )

    assert till.came() == [Came("EP1", 5000, "USD", is_acknowledged=True)]
    assert till.went() == [Went("X-1-R1", 1234, "USD")]


class Platform(Sandbox):
    """A platform that lists what it is given, a page at a time."""

    def __init__(self, lines: list[dict[str, Any]]) -> None:
        self._lines = lines
        self.asked: list[dict[str, Any]] = []

    def post(self, path: str, **body: Any) -> Any:
        assert path == f"/bot{TOKEN}/getStarTransactions"
        self.asked.append(body)
        page = self._lines[body["offset"] : body["offset"] + body["limit"]]
        return {"ok": True, "result": {"transactions": page}}


def test_stars_are_read_to_the_last_page_by_the_side_they_went_to() -> None:
    paid = [{"id": f"C{number}", "amount": 50, "source": {}} for number in range(150)]
    back = [{"id": "C7", "amount": 50, "receiver": {}}]
    till = StarsTill(Platform([*paid, *back]), token=TOKEN)

    assert [each.txn for each in till.came()] == [f"C{number}" for number in range(150)]
    assert till.went() == [Went("C7", 50, "XTR")]

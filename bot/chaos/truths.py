"""Truths: what is known of a shop from elsewhere than its database, held against its books.

Not here: messages counted (bot.chaos.verdict), or what must hold within the database (storage.invariants).

    X1   a card's code is shown to nobody but whoever it was delivered to, in a message or in a file
    X2   what a person wrote to the shop was answered, or stands in their ticket
    X3   what a gateway took and the shop acknowledged is in the books, and nothing else is; the same of what went back
    X4   a supplier delivered for an order no more than was wanted, and what it issued is in stock
    X5   there are as many cards as were brought, besides those of suppliers
    X6   a number that people were told is known
    X7   no code and no secret stands where it could be read
    X8   the metrics count what is given up and what is unknown as the books do, and the log names what is given up
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from backend import troubles
from backend.troubles import TroubleKind, number_of
from bot.chaos.tills import Till
from bot.metrics import GIVEN_UP, MOST_COUNTED, UNKNOWN
from bot.voice import bare
from storage import evidence
from storage.database import Db
from storage.evidence import Sent, Supplied
from storage.secrets import Vault

CODE_PATTERN = r"(?:CHAOS|(?:EAST|WEST)-[\w-]+?)-\d{6}"
"""What every card of a rehearsal looks like, its suppliers' too; nothing else does."""

_CODE = re.compile(CODE_PATTERN)
_CODES_LIKE = ("%CHAOS-______%", "%EAST-%-______%", "%WEST-%-______%")
_NUMBER = re.compile(r"\b(?=[A-Z]*\d)(?=\d*[A-Z])[0-9A-HJKMNP-TV-Z]{10}\b")
"""Of an order or a payment (backend.orders); one without any digit may be a word, and is left out."""

_CALLS_GIVEN_UP = ("call given up", "message refused")
_OK = 200
_DELIVERED = "settled"

Call = dict[str, Any]  # Any: JSON, a call of the platform's journal
Update = dict[str, Any]  # Any: JSON, an update of the platform's journal


@dataclass(frozen=True)
class Issued:
    """What a supplier really did about one purchase, by the shop's number; a top-up has no codes."""

    supplier: str
    number: str
    quantity: int
    codes: Sequence[str]


@dataclass(frozen=True)
class Outside:
    """Where to look besides the database; `secrets` is what no log may hold, by what it is."""

    vault: Vault
    tills: Sequence[Till]
    brought: Callable[[], Mapping[str, int]]
    """How many cards of each product were brought; of others nothing is known."""
    logs: Sequence[Path]
    secrets: Mapping[str, str]
    issued: Callable[[], Sequence[Issued]] = lambda: ()
    """Everything that suppliers did, oldest first."""
    file: Callable[[str], bytes] = lambda file_id: b""
    """What is in a file that the platform keeps."""
    figures: Callable[[], Mapping[str, float]] | None = None
    """What the shop's metrics say, by name and label; None where nobody can be asked."""


class Witness:
    """Compares one shop with what is known outside, each time what is new since the last."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._read: dict[Path, int] = {}
        self._newest: Mapping[str, int] = {}
        self._named: set[str] = set()

    def untruths(self, db: Db, calls: Iterable[Call], updates: Iterable[Update] = ()) -> list[str]:
        """What the books say that is not so, or don't say that is; `calls` and `updates` are the new ones."""
        accepted = [call for call in calls if call["status"] == _OK and call.get("chat_id") is not None]
        return [
            *self._strayed(db, accepted),
            *_unheard(db, updates),
            *self._misbooked(db),
            *self._misbought(db),
            *self._miscounted(db),
            *_unknown_numbers(db, accepted),
            *self._leaked(db),
            *self._untold(db),
        ]

    def _strayed(self, db: Db, calls: Iterable[Call]) -> list[str]:
        seen = {(code, int(call["chat_id"])) for call in calls for code in codes_in(self._shown(call))}
        fingerprints = {code: self._outside.vault.fingerprint(code) for code, _ in seen}
        owners = evidence.owners_of_codes(db, list(fingerprints.values()))
        return [
            f"X1: chat {chat} was shown a code that belongs to {owners.get(fingerprints[code], 'nobody')}"
            for code, chat in sorted(seen)
            if owners.get(fingerprints[code]) != chat
        ]

    def _shown(self, call: Call) -> str:
        """What a message says, and what stands in the file that came with it."""
        document = call.get("answer", {}).get("result", {})
        document = document.get("document") if isinstance(document, dict) else None
        if document is None:
            return text_of(call)
        return text_of(call) + self._outside.file(document["file_id"]).decode(errors="replace")

    def _misbooked(self, db: Db) -> list[str]:
        return [wrong for till in self._outside.tills for wrong in (*_untaken(db, till), *_ungiven(db, till))]

    def _misbought(self, db: Db) -> list[str]:
        issued = self._outside.issued()
        known = evidence.purchases(db)
        units = Counter[int]()
        for each in issued:
            if each.number in known:
                units[known[each.number].order_id] += each.quantity
        wanted = {each.order_id: each.wanted for each in known.values()}
        return [
            *(f"X4: {each.supplier} acted on {each.number}, which is not there" for each in _unasked(issued, known)),
            *(
                f"X4: suppliers delivered {count} for order {order_id}, which wants {wanted[order_id]}"
                for order_id, count in units.items()
                if count > wanted[order_id]
            ),
            *self._unstored(db, [each for each in issued if each.number in known and known[each.number].is_done]),
        ]

    def _unstored(self, db: Db, issued: Iterable[Issued]) -> list[str]:
        """Codes of purchases that are done and yet are no cards of ours: money lost."""
        codes = {code: each for each in issued for code in each.codes}
        fingerprints = {code: self._outside.vault.fingerprint(code) for code in codes}
        there = evidence.fingerprints_known(db, list(fingerprints.values()))
        return [
            f"X4: a code that {each.supplier} issued for {each.number} is not in stock"
            for code, each in codes.items()
            if fingerprints[code] not in there
        ]

    def _miscounted(self, db: Db) -> list[str]:
        there = evidence.cards_of_products(db)
        return [
            f"X5: of {product} {count} cards were brought and {there[product]} are there"
            for product, count in self._outside.brought().items()
            if there[product] != count
        ]

    def _leaked(self, db: Db) -> list[str]:
        tables = evidence.tables_holding(db, _CODES_LIKE, after=self._newest)
        self._newest = evidence.newest_rows(db)
        return [
            *(f"X7: a code stands in the table {table}" for table in tables),
            *(f"X7: {what} stands in {log.name}" for log in self._outside.logs for what in self._leaked_into(log)),
        ]

    def _leaked_into(self, log: Path) -> list[str]:
        """What the log says that it must not; what it names as given up is remembered on the way."""
        if not log.exists():
            return []
        with log.open(encoding="utf-8", errors="replace") as lines:
            lines.seek(self._read.get(log, 0))
            text = lines.read()
            self._read[log] = lines.tell()
        self._named |= {name for line in text.splitlines() for name in _given_up_in(line)}
        found = [what for what, secret in self._outside.secrets.items() if secret in text]
        return ["a code", *found] if _CODE.search(text) else found

    def _untold(self, db: Db) -> list[str]:
        """What the log was to name is read by now."""
        given_up = troubles.newest(db, most=MOST_COUNTED)
        unnamed = {number_of(each.kind, each.id) for each in given_up} - self._named if self._outside.logs else set()
        by_kind = Counter(each.kind for each in given_up)
        counted = {f"{GIVEN_UP}:{kind}": float(by_kind[kind]) for kind in TroubleKind}
        counted |= {f"{UNKNOWN}:{what}": float(count) for what, count in evidence.unknown(db).items()}
        said = counted if self._outside.figures is None else self._outside.figures()
        return [
            *(f"X8: {number} was given up, and the log does not say so" for number in sorted(unnamed)),
            *(
                f"X8: the metrics say {said.get(name)} of {name}, and the books {count}"
                for name, count in counted.items()
                if said.get(name) != count
            ),
        ]


def text_of(call: Call) -> str:
    """What a message says."""
    return str(call["parameters"].get("text") or call["parameters"].get("caption") or "")


def codes_in(text: str) -> list[str]:
    """The card codes that a message shows."""
    return _CODE.findall(text)


def _unheard(db: Db, updates: Iterable[Update]) -> list[str]:
    """People's own messages that the platform counts as delivered and that caused nothing."""
    written = {str(each["update_id"]): _sent(each) for each in updates if _is_written(each)}
    heard = evidence.heard(db, written)
    return [
        f"X2: what chat {sent.chat_id} wrote (message {sent.message_id}) was neither answered nor put into a ticket"
        for number, sent in written.items()
        if number not in heard
    ]


def _is_written(update: Update) -> bool:
    """In a private chat: in a group the shop hears what is none of its business."""
    is_delivered = update["state"] == _DELIVERED and update["kind"] == "message"
    return is_delivered and update["content"]["chat"]["type"] == "private" and "text" in update["content"]


def _sent(update: Update) -> Sent:
    return Sent(update["content"]["chat"]["id"], update["content"]["message_id"])


def _untaken(db: Db, till: Till) -> list[str]:
    came = till.came()
    taken = {each.txn: (each.amount_minor, each.currency) for each in came}
    owed = {each.txn for each in came if each.is_acknowledged}
    booked = evidence.money_through(db, till.gateway)
    return [
        f"X3: of {name} the gateway says {taken.get(name)} and the books {booked.get(name)}"
        for name in sorted(owed | booked.keys())
        if taken.get(name) != booked.get(name)
    ]


def _ungiven(db: Db, till: Till) -> list[str]:
    """Each refund went once if it is done, and perhaps did if that is not known; any other went not at all."""
    went = till.went()
    times = Counter(each.of for each in went)
    amounts = {each.of: (each.amount_minor, each.currency) for each in went}
    refunds = evidence.refunds_through(db, till.gateway)
    ours = {of: each for each in refunds for of in (each.number, each.provider_txn or "") if of in times}
    return [
        *(f"X3: {of} went back {count} times" for of, count in times.items() if count > 1),
        *(f"X3: {of} went back, and nobody wanted that" for of in times if of not in ours or ours[of].is_refused),
        *(
            f"X3: of refund {each.number} the gateway says {amounts[of]} and the books {each.amount}"
            for of, each in ours.items()
            if amounts[of] != each.amount
        ),
        *(
            f"X3: refund {each.number} is done, and the gateway has not given it"
            for each in refunds
            if each.is_done and each not in ours.values()
        ),
    ]


def _unasked(issued: Iterable[Issued], known: Mapping[str, Supplied]) -> list[Issued]:
    return [each for each in issued if each.number not in known]


def _given_up_in(line: str) -> list[str]:
    """The numbers of what a line of the log says is given up."""
    if "call_id" not in line and "incident" not in line:
        return []
    try:
        said = json.loads(line)
    except ValueError:
        return []
    if said.get("event") in _CALLS_GIVEN_UP:
        return [number_of(TroubleKind.CALL, said["call_id"])]
    return [said["incident"]] if "incident" in said else []


def _unknown_numbers(db: Db, calls: Iterable[Call]) -> list[str]:
    told = {number: int(call["chat_id"]) for call in calls for number in _NUMBER.findall(bare(text_of(call)))}
    known = evidence.numbers_known(db, list(told))
    return [
        f"X6: chat {chat} was told of {number}, which is not there"
        for number, chat in told.items()
        if number not in known
    ]

"""The gateway itself: takes money for a bill the shop signed, answers what it is asked, gives money back.

Not here: HTTP (`routes`) and sending the notices (`notices`). A refund is known by the shop's number and given once.
"""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation

from sandbox.epay.faults import FaultKind, Faults
from sandbox.epay.journal import Journal, Payment
from sandbox.epay.notices import Notices
from sandbox.epay.signing import HMAC_SHA256, is_signed, sign
from sandbox.gateway.bills import is_on_loopback
from sandbox.impossible import Impossible
from sandbox.world import World

DONE = 0
MISSING = 404
REFUSED = 400

Fields = Mapping[str, str]
Answer = dict[str, str | int]


class BadForm(Exception):
    """A form the gateway does not take; the message says why."""


class Desk:
    """One gateway in the world, with one merchant and the key it shares with them."""

    def __init__(self, world: World, *, merchant: str, key: str, sign_type: str = HMAC_SHA256) -> None:
        self._world = world
        self._merchant = merchant
        self._key = key
        self._sign_type = sign_type
        self.journal = Journal(world.records, world.clock)
        self.faults = Faults()
        self.notices = Notices(world, self.journal, self.faults, merchant=merchant, key=key, sign_type=sign_type)

    def check(self, form: Fields) -> None:
        """Raise BadForm unless our merchant signed this."""
        if form.get("pid") != self._merchant:
            raise BadForm("There is no such merchant.")
        if not is_signed(form, key=self._key, sign_type=self._sign_type):
            raise BadForm("The signature is wrong.")

    def check_bill(self, form: Fields) -> None:
        """Raise BadForm unless this is a bill that can be paid here."""
        self.check(form)
        if _amount(form.get("money", "")) <= 0:
            raise BadForm("There is nothing to pay.")
        if not is_on_loopback(form.get("notify_url", "")):
            raise BadForm("The gateway of a sandbox only notifies addresses on this machine.")

    def take(self, bill: Fields) -> Payment:
        """Take the money and owe the notice, as the armed faults have it."""
        number = bill["out_trade_no"]
        with self._world.writing():
            payment = self.journal.take(number=number, money=bill["money"], notify_url=bill["notify_url"])
            if not self.faults.strikes(FaultKind.SILENT, number=number):
                self._owe(payment)
            self._world.changes.record()
        return payment

    def redeliver(self, number: str) -> None:
        """Owe one more notice of each payment of that number. Raises Impossible when there is none."""
        payments = [each for each in self.journal.payments() if each.number == number]
        if not payments:
            raise Impossible(f"Nothing was paid for {number}.")
        with self._world.writing():
            for payment in payments:
                self.journal.owe(payment, due_at=self._world.clock.seconds)
            self._world.changes.record()

    def answer(self, what: str, asked: Fields) -> Answer:
        """Do what is asked, and say what came of it."""
        with self._world.writing():
            match what:
                case "query":
                    return self._query(asked)
                case "refund":
                    return self._refund(asked)
                case "refundquery":
                    return self._find_refund(asked)
                case "statement":
                    return self._statement(asked)
        return {"code": MISSING, "msg": "no such question"}

    def signed(self, said: Answer) -> Answer:
        """The answer with its signature."""
        fields = {name: str(value) for name, value in said.items()}
        return said | {"sign": sign(fields, key=self._key, sign_type=self._sign_type), "sign_type": self._sign_type}

    def _owe(self, payment: Payment) -> None:
        delay = self.faults.strikes(FaultKind.DELAY, number=payment.number)
        due_at = self._world.clock.seconds + (delay.seconds if delay else 0)
        self.journal.owe(payment, due_at=due_at)
        if self.faults.strikes(FaultKind.DUPLICATE, number=payment.number):
            self.journal.owe(payment, due_at=due_at)

    def _query(self, asked: Fields) -> Answer:
        payment = self.journal.payment(number=asked.get("out_trade_no", ""))
        if payment is None:
            return {"code": MISSING, "msg": "no such payment"}
        return {
            "code": DONE,
            "out_trade_no": payment.number,
            "trade_no": payment.trade_no,
            "money": payment.money,
            "status": 1,
            "paid_at": str(int(payment.paid_at)),
            "refunded": str(Decimal(payment.money) - self.journal.left_of(payment)),
        }

    def _refund(self, asked: Fields) -> Answer:
        number = asked.get("out_refund_no", "")
        payment = self.journal.payment(number=asked.get("out_trade_no", ""), trade_no=asked.get("trade_no", ""))
        if payment is None or not number:
            return {"code": REFUSED, "msg": "no such payment"}
        known = self.journal.refund(number)
        if known is not None and not self.faults.strikes(FaultKind.FORGET, number=number, what="refund"):
            return self._find_refund(asked)
        if not 0 < _amount(asked.get("money", "")) <= self.journal.left_of(payment):
            return {"code": REFUSED, "msg": "more than is left of the payment"}
        self.journal.give_back(payment, number=number, money=asked["money"])
        return self._find_refund(asked)

    def _find_refund(self, asked: Fields) -> Answer:
        refund = self.journal.refund(asked.get("out_refund_no", ""))
        if refund is None:
            return {"code": MISSING, "msg": "no such refund"}
        return {
            "code": DONE,
            "out_refund_no": refund.number,
            "refund_no": refund.refund_no,
            "money": refund.money,
            "status": 1,
        }

    def _statement(self, asked: Fields) -> Answer:
        since, until = float(asked["since"]), float(asked["until"])
        came = [("payment", each.number, each.trade_no, each.money, each.paid_at) for each in self.journal.payments()]
        went = [
            ("refund", each.number, each.refund_no, each.money, each.refunded_at) for each in self.journal.refunds()
        ]
        moved = sorted((each for each in came + went if since <= each[4] < until), key=lambda each: each[4])
        first = int(asked["offset"])
        lines = [
            {"kind": kind, "number": number, "reference": reference, "money": money, "at": str(int(at))}
            for kind, number, reference, money, at in moved[first : first + int(asked["limit"])]
        ]
        return {"code": DONE, "lines": json.dumps(lines)}


def _amount(text: str) -> Decimal:
    try:
        amount = Decimal(text)
    except InvalidOperation:
        return Decimal(0)
    return amount if amount.is_finite() else Decimal(0)

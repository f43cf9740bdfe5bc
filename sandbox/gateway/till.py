"""The gateway itself: takes money for a bill the shop signed, and owes the shop a notice of it.

Not here: HTTP (`routes`) and sending the notices (`notices`).
"""

from sandbox.gateway.bills import Bill, check
from sandbox.gateway.faults import FaultKind, Faults
from sandbox.gateway.journal import Journal, Payment
from sandbox.gateway.notices import Notices
from sandbox.impossible import Impossible
from sandbox.world import World


class Gateway:
    """One gateway in the world, with one key it shares with the shop."""

    def __init__(self, world: World, *, key: str) -> None:
        self._world = world
        self._key = key
        self.journal = Journal(world.records, world.clock)
        self.faults = Faults()
        self.notices = Notices(world, self.journal, self.faults, key=key)

    def check(self, bill: Bill, signature: str) -> None:
        """Raise BadBill unless the shop signed this bill and it can be paid here."""
        check(bill, signature, key=self._key)

    def take(self, bill: Bill) -> Payment:
        """Take the money and owe the notice, as the armed faults have it."""
        with self._world.writing():
            payment = self.journal.take(bill)
            if not self.faults.strikes(FaultKind.SILENT):
                self._owe(payment)
            self._world.changes.record()
        return payment

    def redeliver(self, number: str) -> None:
        """Owe one more notice of each payment for that number. Raises Impossible when there is none."""
        payments = self.journal.payments_for(number)
        if not payments:
            raise Impossible(f"Nothing was paid for {number}.")
        with self._world.writing():
            for payment in payments:
                self.journal.owe(payment, due_at=self._world.clock.seconds)
            self._world.changes.record()

    def _owe(self, payment: Payment) -> None:
        delay = self.faults.strikes(FaultKind.DELAY)
        due_at = self._world.clock.seconds + (delay.seconds if delay else 0)
        self.journal.owe(payment, due_at=due_at)
        if self.faults.strikes(FaultKind.DUPLICATE):
            self.journal.owe(payment, due_at=due_at)

"""A supplier, as the bot needs it: buying under a number of ours, asking what became of it, hearing what it has.

Not here: any supplier's own dialect (one file each beside this one), or what an answer leads to (backend).
Nothing is raised for what a supplier says or fails to say: that is an Answer.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Protocol

from backend.supplier_purchases import Purchase
from backend.suppliers import Answer, Listed


class BadCall(Exception):
    """A supplier's call that is not believed: signature, age or form is wrong. The message is for the log only."""


class SupplierSilent(Exception):
    """A supplier gave no offers that can be read. The message is for the log only."""


class SupplierPort(Protocol):
    """Somebody to buy of, and what it promises about it."""

    name: str

    is_idempotent: bool
    """Whether one that is asked twice under the same number acts once. Only then is anything ever asked twice."""

    not_found_is_final_after: timedelta
    """How long after asking nothing more can come of a purchase the supplier does not know."""

    async def submit(self, purchase: Purchase) -> Answer:
        """Buy it. Rejected only where the supplier has surely not acted."""
        ...

    async def query(self, purchase: Purchase) -> Answer:
        """What became of it; Unseen where the supplier does not know the number."""
        ...

    async def offers(self) -> list[Listed]:
        """All it sells, at which cost, and how many of it there are. Raises SupplierSilent."""
        ...

    def read_call(self, body: bytes, headers: Mapping[str, str], *, path: str, now: datetime) -> tuple[str, str]:
        """The call's own number and the purchase's, of a call that something came of it; raises BadCall."""
        ...

"""What stands in a chat as one piece: a message, or the messages of an album together; and how it joins on.

Not here: elements. A block is a plain value, so the list of messages rebuilds exactly those that changed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import pairwise

from sandbox.invoices import CheckoutState
from sandbox.screens import Bubble

RUN_SECONDS = 5 * 60
"""Messages of one sender stand close together within this time."""


@dataclass(frozen=True)
class Block:
    """`day` is set on the first block of a day; `continues` when the block above has the same sender.

    `checkout` tells how the invoice in it stands once money has moved.
    """

    bubbles: tuple[Bubble, ...]
    day: date | None
    continues: bool
    checkout: CheckoutState | None = None

    @property
    def key(self) -> int:
        return self.head.message_id

    @property
    def head(self) -> Bubble:
        return self.bubbles[0]

    @property
    def last(self) -> Bubble:
        return self.bubbles[-1]

    @property
    def spoken(self) -> Bubble:
        """The bubble with the words: an album's caption is on one of its pictures."""
        return next((one for one in self.bubbles if one.text), self.head)


def blocks_of(bubbles: list[Bubble], settled: Mapping[int, CheckoutState]) -> list[Block]:
    """Put albums together and note where a day and a run of one sender begin.

    `settled` tells, by message id, which invoices were paid.
    """
    pieces: list[tuple[Bubble, ...]] = []
    for bubble in bubbles:
        if pieces and bubble.album is not None and pieces[-1][0].album == bubble.album:
            pieces[-1] = (*pieces[-1], bubble)
        else:
            pieces.append((bubble,))
    firsts = [Block(piece, day_of(piece[0].sent_at), continues=False) for piece in pieces[:1]]
    blocks = firsts + [_joined(above, piece) for above, piece in pairwise(pieces)]
    return [replace(block, checkout=settled.get(block.key)) for block in blocks]


def day_of(sent_at: int) -> date:
    """Return the day on the clock of the machine, which is the reader's own."""
    return local(sent_at).date()


def local(sent_at: int) -> datetime:
    return datetime.fromtimestamp(sent_at, UTC).astimezone()


def _joined(above: tuple[Bubble, ...], piece: tuple[Bubble, ...]) -> Block:
    before, head = above[-1], piece[0]
    is_new_day = day_of(before.sent_at) != day_of(head.sent_at)
    continues = (
        before.sender_id == head.sender_id
        and before.service is None
        and head.service is None
        and head.sent_at - before.sent_at < RUN_SECONDS
        and not is_new_day
    )
    return Block(piece, day_of(head.sent_at) if is_new_day else None, continues)

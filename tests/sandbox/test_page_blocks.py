"""How messages join: albums, runs of one sender, days, invoices that were paid."""

from datetime import UTC, datetime, timedelta

from sandbox.invoices import CheckoutState
from sandbox.page.blocks import blocks_of, day_of
from sandbox.screens import Bubble

NOON = int(datetime(2026, 11, 22, 12, tzinfo=UTC).timestamp())
ANA, BEA = 1, 2


def bubble(id: int, *, sender: int = ANA, at: int = NOON, album: str | None = None, text: str = "") -> Bubble:
    return Bubble(
        message_id=id,
        sender="somebody",
        sender_id=sender,
        is_own=sender == ANA,
        is_bot=False,
        sent_at=at,
        album=album,
        text=text,
    )


def test_an_album_is_one_block_with_its_caption() -> None:
    album = [bubble(1, album="a"), bubble(2, album="a", text="both")]

    (first, second) = blocks_of([*album, bubble(3, album="b")], {})

    assert first.bubbles == tuple(album)
    assert first.spoken.text == "both"
    assert second.key == 3


def test_a_run_ends_with_another_sender_or_a_pause() -> None:
    later = NOON + 301
    bubbles = [bubble(1), bubble(2), bubble(3, sender=BEA), bubble(4, sender=BEA, at=later)]

    blocks = blocks_of(bubbles, {})

    assert [block.continues for block in blocks] == [False, True, False, False]


def test_a_service_message_belongs_to_no_run() -> None:
    service = bubble(2).model_copy(update={"service": "joined: Ana"})

    blocks = blocks_of([bubble(1), service, bubble(3)], {})

    assert [block.continues for block in blocks] == [False, False, False]


def test_each_day_is_named_once_at_its_first_message() -> None:
    tomorrow = NOON + int(timedelta(days=1).total_seconds())
    bubbles = [bubble(1), bubble(2), bubble(3, at=tomorrow), bubble(4, at=tomorrow)]

    blocks = blocks_of(bubbles, {})

    assert [block.day for block in blocks] == [day_of(NOON), None, day_of(tomorrow), None]


def test_a_paid_invoice_changes_its_block() -> None:
    (before,) = blocks_of([bubble(1)], {})
    (after,) = blocks_of([bubble(1)], {1: CheckoutState.PAID})

    assert after.checkout is CheckoutState.PAID
    assert before != after


def test_nothing_said_is_no_block() -> None:
    assert blocks_of([], {}) == []

"""Token buckets say how long a bot that is too fast has to wait."""

from sandbox.limits import Allowance, Limits, Pace

SLOW = Limits(in_all=Allowance(4, 4.0), per_chat=Allowance(2, 1.0), per_group=Allowance(3, 0.05))


def send(pace: Pace, *, to: int, at: float, count: int = 1) -> int | None:
    return pace.retry_after(bot_id=1, chat_id=to, count=count, now=at)


def test_a_chat_takes_a_burst_and_then_one_a_second() -> None:
    pace = Pace(SLOW)

    assert [send(pace, to=5, at=0.0) for _ in range(3)] == [None, None, 1]
    assert [send(pace, to=5, at=1.0) for _ in range(2)] == [None, 1]


def test_a_group_refills_slowly() -> None:
    pace = Pace(SLOW)

    assert [send(pace, to=-5, at=0.0) for _ in range(4)] == [None, None, None, 20]


def test_many_chats_share_what_the_bot_may_send_in_all() -> None:
    pace = Pace(SLOW)

    assert [send(pace, to=chat, at=0.0) for chat in range(1, 6)] == [None, None, None, None, 1]


def test_what_was_refused_costs_nothing() -> None:
    pace = Pace(SLOW)
    send(pace, to=5, at=0.0, count=2)
    send(pace, to=5, at=0.0)

    assert send(pace, to=5, at=1.0) is None


def test_switched_off_everything_passes() -> None:
    pace = Pace(SLOW)
    pace.switch(are_enforced=False)

    assert [send(pace, to=5, at=0.0) for _ in range(50)] == [None] * 50

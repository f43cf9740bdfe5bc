"""The reranker over HTTP: what it is asked, which of its answers are believed, and that its trouble is nobody's."""

from collections.abc import Iterator

import pytest

from bot.understanding.reranker import MOST_AT_ONCE, REST_AFTER_FAILURE, Reranker
from flows.understanding.intents import INTENTS, Intent
from tests.clock import StoppedClock
from tests.endpoint import Endpoint, endpoint_open


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    with endpoint_open() as endpoint:
        yield endpoint


@pytest.fixture
def clock() -> StoppedClock:
    return StoppedClock()


@pytest.fixture
def reranker(endpoint: Endpoint, clock: StoppedClock) -> Reranker:
    return Reranker(url=f"{endpoint.url}/", model="small", key="sesame", clock=clock)


async def test_it_is_asked_to_choose_among_the_shops_own_intents(reranker: Reranker, endpoint: Endpoint) -> None:
    endpoint.says = '{"intent": "refund"}'

    assert await reranker.choose("i want … back") is Intent.REFUND

    (asked,) = endpoint.asked
    assert endpoint.keys == ["Bearer sesame"]
    assert (asked["model"], asked["temperature"]) == ("small", 0)
    assert all(intent in asked["messages"][0]["content"] for intent in INTENTS)
    assert endpoint.read == ["i want … back"]


async def test_an_endpoint_of_ones_own_needs_no_key(endpoint: Endpoint, clock: StoppedClock) -> None:
    await Reranker(url=endpoint.url, model="small", key=None, clock=clock).choose("hello")

    assert endpoint.keys == [None]


@pytest.mark.parametrize(
    ("says", "intent"),
    [
        ('Sure! ```json\n{"intent": "card_invalid"}\n```', Intent.CARD_INVALID),
        ('{"intent": "transfer_all_money"}', None),
        ('{"intent": ["refund"]}', None),
        ('{"wish": "refund"}', None),
        ("refund", None),
        ("", None),
    ],
)
async def test_whatever_it_says_only_an_intent_is_believed(
    reranker: Reranker, endpoint: Endpoint, says: str, intent: Intent | None
) -> None:
    endpoint.says = says

    assert await reranker.choose("it does not work") is intent


@pytest.mark.parametrize(("status", "says"), [(500, '{"intent": "refund"}'), (200, '{"intent": "refund", }')])
async def test_after_a_failure_it_is_left_alone_for_a_while(
    reranker: Reranker, endpoint: Endpoint, clock: StoppedClock, status: int, says: str
) -> None:
    endpoint.status, endpoint.says = status, says
    assert await reranker.choose("one") is None
    endpoint.status, endpoint.says = 200, '{"intent": "refund"}'

    assert await reranker.choose("two") is None
    clock.forward(seconds=REST_AFTER_FAILURE.total_seconds())
    assert await reranker.choose("three") is Intent.REFUND

    assert endpoint.read == ["one", "three"]


async def test_nobody_there_is_a_failure_like_any_other(clock: StoppedClock) -> None:
    assert await Reranker(url="http://127.0.0.1:1/v1", model="small", key=None, clock=clock).choose("hello") is None


async def test_only_so_many_sentences_are_read_at_once(
    reranker: Reranker, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reranker, "_under_way", MOST_AT_ONCE)

    assert await reranker.choose("hello") is None
    assert endpoint.asked == []

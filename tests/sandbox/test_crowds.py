"""Many people and many calls: a crowd is born at once, and the journals are read to their end, in few requests."""

import httpx
import pytest

from sandbox.client import Sandbox
from sandbox.server import create_app, running
from sandbox.world import World
from tests.sandbox.conftest import TOKEN, Served

PEOPLE = 5_000
CALLS = 10_000
FEW_REQUESTS = 30


@pytest.fixture
def requests(monkeypatch: pytest.MonkeyPatch) -> list[httpx.Request]:
    """What is asked of the sandbox from here on."""
    asked: list[httpx.Request] = []
    send = httpx.Client.send

    def note(client: httpx.Client, request: httpx.Request, **how: object) -> httpx.Response:
        asked.append(request)
        return send(client, request, **how)  # type: ignore[arg-type]  # handed on as it came

    monkeypatch.setattr(httpx.Client, "send", note)
    return asked


def test_a_crowd_of_five_thousand_is_born_at_once_and_can_be_written_to(
    served: Served, requests: list[httpx.Request]
) -> None:
    ids = served.sandbox.crowd(f"Person {n}" for n in range(PEOPLE))

    assert len(requests) == 1
    assert len(set(ids)) == PEOPLE
    assert call(served, "sendMessage", chat_id=ids[-1], text="hello").is_success
    assert served.sandbox.known_person(ids[-1]).waits_for("hello").is_bot
    assert served.sandbox.updates() == []


def test_somebody_is_born_who_has_started_the_bot_long_ago(served: Served) -> None:
    agent = served.sandbox.person("Jie", has_started=True)

    assert call(served, "sendMessage", chat_id=agent.id, text="hello").is_success
    assert served.sandbox.updates() == []


def test_who_never_started_the_bot_can_not_be_written_to(served: Served) -> None:
    (stranger,) = served.sandbox.crowd(["Stranger"], has_started=False)

    assert call(served, "sendMessage", chat_id=stranger, text="hello").status_code == 403


def test_journals_are_read_to_their_end(requests: list[httpx.Request]) -> None:
    world = World()
    bot = world.bots.add(TOKEN, username="xiaoer_bot")
    with world.writing():
        for number in range(CALLS):
            method, chat = ("sendMessage", 7) if number % 10 == 0 else ("getUpdates", None)
            world.journal.note(bot, method, {"chat_id": chat}, status=200, answer='{"ok":true}', fault=None)
    with running(create_app(world), world) as url:
        sandbox = Sandbox(url)

        all_calls = sandbox.calls()
        to_one_chat = sandbox.calls(method="sendMessage", chat=7)

        assert len(requests) < FEW_REQUESTS
        assert [one["number"] for one in all_calls] == list(range(1, CALLS + 1))
        assert len(to_one_chat) == CALLS // 10
        assert sandbox.calls(after=CALLS - 1) == all_calls[-1:]
        sandbox.close()
    world.close()


def test_updates_of_two_bots_with_one_number_stay_together(served: Served) -> None:
    served.sandbox.post("/bots", token="1000002:SECRET", username="other_bot")
    bea = served.sandbox.person("Bea")
    served.sandbox.found_group(bea, "Desk")

    page = served.sandbox.get("/updates", limit=1)

    assert [one["bot_id"] for one in page] == [1000001, 1000002]
    assert len({one["update_id"] for one in page}) == 1


def call(served: Served, method: str, **parameters: object) -> httpx.Response:
    return httpx.post(f"{served.url}/bot{TOKEN}/{method}", json=parameters, trust_env=False)

"""The reference: each library really leads the whole conversation with everybody."""

import pytest

from bot.bench import bare_ptb
from bot.bench.frameworks import CHATS, REMARKS, Report, Talk, measure


def test_everybody_says_their_next_remark_in_turn() -> None:
    talk = Talk()

    said = [talk.next_update()["message"] for _ in range(CHATS * len(REMARKS) + 1)]

    assert [each["text"] for each in said[::CHATS]] == [*REMARKS, REMARKS[0]]
    assert {each["chat"]["id"] for each in said} == set(range(1, CHATS + 1))


@pytest.mark.slow
def test_each_library_is_measured_in_a_process_of_its_own() -> None:
    report = measure(seconds=0.1, say=lambda _: None)

    assert set(report.as_json()) == {"aiogram", "ptb"}
    assert min(report.updates_per_s.values()) > 0
    assert Report({"ptb": 1234.56}).as_text() == "ptb: 1235 updates/s"


async def test_a_conversation_ends_with_what_was_bought(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []

    async def note(update: object, text: str) -> None:
        del update
        said.append(text)

    monkeypatch.setattr(bare_ptb, "_say", note)

    await bare_ptb.updates_per_s(0.01)

    assert said[::CHATS][: len(REMARKS)] == ["What?", "How many?", "Is that right?", "steam × 2"]

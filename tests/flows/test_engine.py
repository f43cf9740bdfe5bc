"""The engine: one question at a time, the way back, changes that keep the rest, and being interrupted."""

from collections.abc import Mapping

import pytest

from flows.conversation import Answer
from flows.words import words
from tests.flows.picnic import Meadow, Planning

Held = list[Mapping[str, Answer]]


def test_questions_come_as_declared_and_the_answers_arrive_together(ana: Planning, held: Held) -> None:
    ana.starts("picnic")
    assert ana.shown == words("where")
    ana.says("park")
    assert ana.shown == words("how-many-guests")
    ana.says("4")
    assert ana.shown == words("how-many-slices")
    ana.says("8")
    assert ana.shown == words("agreed?")
    ana.says("yes")

    assert ana.shown == words("see-you-there")
    assert held == [{"place": "park", "guests": 4, "slices": 8, "agreed": "yes"}]
    assert ana.open is None


def test_what_is_known_is_not_asked(ana: Planning) -> None:
    ana.starts("picnic", place="park", guests=4)

    assert ana.shown == words("how-many-slices")


def test_what_is_known_but_wrong_is_asked_with_the_reason(ana: Planning) -> None:
    ana.starts("picnic", place="park", guests=11)

    assert ana.shown == words("how-many-guests")
    assert ana.note == words("too-many", most=10)


def test_a_step_that_needs_no_asking_is_skipped(ana: Planning, held: Held) -> None:
    ana.starts("picnic")
    ana.says("park", "1")
    assert ana.shown == words("agreed?")
    ana.says("yes")

    assert held == [{"place": "park", "guests": 1, "agreed": "yes"}]


@pytest.mark.parametrize(("said", "why"), [("lots", words("no-number")), ("11", words("too-many", most=10))])
def test_a_wrong_answer_is_explained_and_changes_nothing(ana: Planning, said: str, why: object) -> None:
    ana.starts("picnic")
    ana.says("park")
    before = ana.open

    ana.says(said)

    assert ana.shown == words("how-many-guests")
    assert ana.note == why
    assert ana.open == before


def test_a_tapped_answer_is_checked_like_a_typed_one(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park")

    ana.picks("guests", 11)
    assert ana.note == words("too-many", most=10)
    ana.picks("guests", 1)

    assert ana.shown == words("agreed?")


def test_a_tapped_answer_to_another_step_shows_the_open_question(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "4")

    ana.picks("guests", 1)

    assert ana.shown == words("how-many-slices")
    assert ana.open is not None
    assert ana.open.answers == {"place": "park", "guests": 4}


def test_back_forgets_one_answer_at_a_time(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")

    assert ana.goes_back()
    assert ana.shown == words("how-many-slices")
    assert ana.goes_back()
    assert ana.shown == words("how-many-guests")

    assert ana.open is not None
    assert ana.open.answers == {"place": "park"}


def test_back_passes_over_what_was_not_asked(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "1")

    ana.goes_back()

    assert ana.shown == words("how-many-guests")


def test_there_is_no_way_back_from_the_first_question(ana: Planning) -> None:
    ana.starts("picnic")
    assert ana.ways_out == ["conversation.cancel", "human"]

    assert not ana.goes_back()

    ana.says("park")
    assert ana.ways_out == ["conversation.back", "conversation.cancel", "human"]


def test_a_change_keeps_the_other_answers(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")

    ana.changes("place")
    assert ana.shown == words("where")
    ana.says("beach")

    assert ana.shown == words("agreed?")
    assert ana.open is not None
    assert ana.open.answers == {"place": "beach", "guests": 4, "slices": 8}
    ana.goes_back()
    assert ana.shown == words("how-many-slices")


def test_a_change_thought_better_of_leaves_all_as_it_was(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")

    ana.changes("place")
    ana.goes_back()

    assert ana.shown == words("agreed?")
    assert ana.open is not None
    assert ana.open.answers == {"place": "park", "guests": 4, "slices": 8}


def test_an_answer_that_rested_on_a_changed_one_is_asked_again_with_the_reason(ana: Planning, held: Held) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")

    ana.changes("guests")
    ana.says("9")
    assert ana.shown == words("how-many-slices")
    assert ana.note == words("cake-too-small", slices=8)
    ana.says("9", "yes")

    assert held == [{"place": "park", "guests": 9, "slices": 9, "agreed": "yes"}]


def test_answers_are_amended_all_at_once_and_agreement_is_asked_for_anew(ana: Planning, held: Held) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")

    ana.amends({"guests": 6, "place": "beach"}, forgetting=("slices",))

    assert ana.shown == words("how-many-slices")
    assert ana.note == words("amended")
    assert ana.open is not None
    assert ana.open.answers == {"place": "beach", "guests": 6}
    ana.says("6", "yes")
    assert held == [{"place": "beach", "guests": 6, "slices": 6, "agreed": "yes"}]


def test_an_amendment_that_is_refused_leaves_all_as_it_was_with_the_reason(ana: Planning, meadow: Meadow) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")
    meadow.room = 5

    ana.amends({"place": "beach", "guests": 6})

    assert ana.shown == words("agreed?")
    assert ana.note == words("too-many", most=5)
    assert ana.open is not None
    assert ana.open.answers == {"place": "park", "guests": 4, "slices": 8}


def test_what_rested_on_an_amended_answer_is_asked_again_with_the_reason(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")

    ana.amends({"guests": 9})

    assert ana.shown == words("how-many-slices")
    assert ana.note == words("cake-too-small", slices=8)


def test_a_step_cannot_be_changed_that_does_not_exist(ana: Planning) -> None:
    ana.starts("picnic")

    with pytest.raises(LookupError, match="picnic has no step cake"):
        ana.changes("cake")


def test_an_answer_the_world_no_longer_allows_is_asked_again_with_the_reason(ana: Planning, meadow: Meadow) -> None:
    ana.starts("picnic")
    ana.says("park", "4")
    meadow.room = 3

    ana.says("8")

    assert ana.shown == words("how-many-guests")
    assert ana.note == words("too-many", most=3)


def test_agreement_goes_with_any_answer_it_agreed_to(ana: Planning, meadow: Meadow, held: Held) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")
    meadow.room = 3

    ana.says("yes")
    assert ana.shown == words("how-many-guests")
    ana.says("3")

    assert ana.shown == words("agreed?")
    assert held == []


def test_agreement_is_asked_for_again_even_if_the_lost_answer_needs_no_asking(
    ana: Planning, meadow: Meadow, held: Held
) -> None:
    ana.starts("picnic")
    ana.says("park", "2", "8")
    ana.changes("guests")
    meadow.room = 1

    ana.says("2")
    ana.says("1")

    assert ana.shown == words("agreed?")
    assert held == []


def test_every_question_put_again_rests_on_answers_that_hold(ana: Planning, meadow: Meadow) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")
    meadow.room = 3

    ana.goes_back()

    assert ana.shown == words("how-many-guests")
    assert ana.note == words("too-many", most=3)


def test_another_conversation_interrupts_and_the_first_goes_on_after_it(ana: Planning, held: Held) -> None:
    ana.starts("picnic")
    ana.says("park")
    ana.starts("errand")
    assert ana.shown == words("what-to-buy")
    ana.says("lemons")
    assert ana.shown == words("bought", what="lemons")

    ana.resumes()
    assert ana.shown == words("how-many-guests")
    ana.says("1", "yes")

    assert held == [{"place": "park", "guests": 1, "agreed": "yes"}]


def test_a_run_beside_another_of_its_kind_keeps_it(ana: Planning, held: Held) -> None:
    ana.starts("picnic")
    ana.says("park", "1")
    ana.starts_beside("picnic")
    ana.says("beach")

    ana.exchanges()
    assert ana.shown == words("agreed?")
    ana.says("yes")
    ana.resumes()
    ana.says("1", "yes")

    assert [each["place"] for each in held] == ["park", "beach"]


def test_leaving_an_interruption_leads_back_to_the_first(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park")
    ana.starts("errand")

    ana.leaves()

    assert ana.open is not None
    assert (ana.open.flow, ana.open.step) == ("picnic", "guests")
    ana.leaves()
    assert ana.open is None


def test_beginning_again_gives_the_former_run_up_even_if_it_was_interrupted(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park")
    ana.starts("errand")

    ana.starts("picnic")
    assert ana.shown == words("where")
    ana.leaves()

    assert ana.open is not None
    assert ana.open.flow == "errand"


def test_resumed_at_a_change_the_former_answer_counts(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park", "4", "8")
    ana.changes("guests")

    ana.resumes(minutes=31)

    assert ana.shown == words("agreed?")


def test_resumed_after_a_week_that_is_said(ana: Planning) -> None:
    ana.starts("picnic")
    ana.says("park")
    ana.resumes(days=7)
    assert ana.note is None

    ana.resumes(days=7, seconds=1)

    assert ana.shown == words("how-many-guests")
    assert ana.note == words("conversation-long-ago")


def test_nothing_can_be_asked_where_nothing_is_open(ana: Planning) -> None:
    with pytest.raises(LookupError, match="no conversation is open"):
        ana.says("park")

"""Kept conversations meet younger code: every version that was ever in use still leads somewhere."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from backend.people import Role
from flows.conversation import Answer, Frame
from flows.engine import Ask, Flow
from flows.registry import FLOWS
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words
from storage.database import Database
from storage.secrets import Vault
from tests.backend import given
from tests.flows.picnic import Errand, Meadow, Planning, Text, flow_of

GOLDEN = Path(__file__).parents[1] / "golden"
VERSIONS = [(flow.id, version) for flow in FLOWS.values() for version in range(1, flow.version + 1)]


def kept_states(flow_id: str, version: int) -> dict[str, Frame]:
    """The states of this version that must go on working, by what the person was doing."""
    states = json.loads((GOLDEN / flow_id / f"v{version}.json").read_text())
    return {f"{flow_id} v{version}, {doing}": Frame(flow_id, version, **state) for doing, state in states.items()}


STATES = {name: frame for flow_id, version in VERSIONS for name, frame in kept_states(flow_id, version).items()}
STATES_OF_NOW = [name for name, frame in STATES.items() if frame.version == FLOWS[frame.flow].version]


@pytest.fixture
def customer(sqlite_database: Database, vault: Vault) -> Iterator[Planning]:
    """Somebody in a shop that has what the golden states speak of."""
    with sqlite_database.transaction() as db:
        given.shelves(db)
        given.cards(db, vault, 5)
        given.cards(db, vault, 5, product_id=given.TOP_UP)
        yield Planning(db, vault, *FLOWS.values())


@pytest.mark.parametrize(("flow_id", "version"), VERSIONS)
def test_every_step_of_every_version_has_a_golden_state(flow_id: str, version: int) -> None:
    kept = {frame.step for frame in kept_states(flow_id, version).values()}

    assert version < FLOWS[flow_id].version or kept == {*FLOWS[flow_id].steps}


@pytest.mark.parametrize("state", STATES)
def test_a_golden_state_goes_on_with_every_way_out(customer: Planning, state: str) -> None:
    frame = STATES[state]
    customer.had_kept(frame)

    if not customer.mends():
        customer.resumes()

    assert customer.screen is not None
    open_now = customer.open
    assert open_now is not None
    assert open_now.version == FLOWS[frame.flow].version
    back = ["conversation.back"] if open_now.trail else []
    assert customer.ways_out == [*back, "conversation.cancel", "human"]


@pytest.mark.parametrize("state", STATES_OF_NOW)
def test_a_golden_state_of_this_version_is_taken_as_it_is(customer: Planning, state: str) -> None:
    customer.had_kept(STATES[state])

    assert not customer.mends()
    assert customer.open == STATES[state]


def test_an_older_version_begins_anew_with_what_still_holds(ana: Planning) -> None:
    ana.had_kept(Frame("picnic", 1, "slices", {"place": "park", "guests": 4, "drinks": "tea"}, ["place", "guests"]))

    assert ana.mends()

    assert ana.shown == words("how-many-slices")
    assert ana.note == words("conversation-updated")
    assert ana.open == Frame("picnic", 2, "slices", {"place": "park", "guests": 4}, [])


def test_an_older_answer_that_no_longer_holds_is_asked_again(ana: Planning, meadow: Meadow) -> None:
    meadow.room = 3
    ana.had_kept(Frame("picnic", 1, "slices", {"place": "park", "guests": 4}))

    assert ana.mends()

    assert ana.shown == words("how-many-guests")


def test_a_step_that_no_longer_exists_begins_anew(ana: Planning) -> None:
    ana.had_kept(Frame("picnic", 2, "drinks", {"place": "park"}))

    assert ana.mends()

    assert ana.shown == words("how-many-guests")


def test_a_version_from_the_future_begins_anew(ana: Planning) -> None:
    ana.had_kept(Frame("picnic", 3, "guests", {"place": "park"}))

    assert ana.mends()

    assert ana.shown == words("how-many-guests")


def test_a_conversation_that_no_longer_exists_is_ended_and_that_is_said(ana: Planning) -> None:
    ana.had_kept(Frame("wedding", 1, "guests", {}))

    assert ana.mends()

    assert ana.shown == words("conversation-gone")
    assert ana.ways_out == ["menu", "human"]
    assert ana.open is None


def test_what_a_vanished_conversation_interrupted_is_open_again(ana: Planning) -> None:
    ana.had_kept(Frame("picnic", 2, "guests", {"place": "park"}), Frame("wedding", 1, "guests", {}))

    assert ana.mends()
    ana.resumes()

    assert ana.shown == words("how-many-guests")


def test_with_a_migration_it_goes_on_where_it_was(sqlite_database: Database, vault: Vault) -> None:
    class Holiday(Flow, id="holiday", version=2, least=Role.CUSTOMER):
        """Version 1 called the step `where`."""

        place = Ask(Text("where"))
        weeks = Ask(Text("how-long"))

        def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
            """Say where to."""
            turn.show(Screen(words("off-to", place=str(answers["place"]))))

        def migrate(self, frame: Frame) -> Frame | None:
            """The renamed step, in answers and trail too."""
            renamed = {"where": "place"}
            return replace(
                frame,
                version=2,
                step=renamed.get(frame.step, frame.step),
                answers={renamed.get(step, step): answer for step, answer in frame.answers.items()},
                trail=[renamed.get(step, step) for step in frame.trail],
            )

    with sqlite_database.transaction() as db:
        ana = Planning(db, vault, Holiday())
        ana.had_kept(Frame("holiday", 1, "weeks", {"where": "the sea"}, ["where"]))

        assert not ana.mends()
        assert ana.open == Frame("holiday", 2, "weeks", {"place": "the sea"}, ["place"])
        ana.says("two")

        assert ana.shown == words("off-to", place="the sea")


def test_flows_know_their_steps_in_the_order_they_are_declared() -> None:
    assert [*flow_of(Meadow(), []).steps] == ["place", "guests", "slices", "agreed"]
    assert [*Errand().steps] == ["what"]

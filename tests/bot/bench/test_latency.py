"""The latency benchmark: what is counted to which phase, and that people really buy at the bot it measures."""

import time

import pytest

from bot.bench import latency
from bot.bench.latency import Latencies, Report, Times
from bot.bench.probe import UNLIMITED, Notes
from bot.bench.visitors import Phase, Played

TIMES = Times(1.04, 2.06)


def test_what_happened_outside_a_phase_is_not_counted_to_it() -> None:
    notes = [(9.0, 5.0), *((10 + n / 100, n / 1000) for n in range(100)), (12.0, 5.0)]

    times = Times.of(notes, Played(begun=10.0, ended=11.0, updates=100))

    assert times.as_json() == {"p50_ms": 50.0, "p99_ms": 99.0}
    assert Times.of([], Played(begun=10.0, ended=11.0, updates=0)).as_json() == {"p50_ms": 0.0, "p99_ms": 0.0}


def test_a_turn_lasts_from_the_waking_of_its_lane_to_that_of_its_chat_and_a_sending_from_there() -> None:
    notes = Notes()

    notes.woken("chat:501")
    notes.answered(501)  # something that was said before
    notes.woken(501)
    notes.woken("nowhere")
    notes.answered(501)
    notes.answered(501)  # the buttons come off the screen before
    notes.woken(501)  # a sweep

    assert (len(notes.turns), len(notes.sendings)) == (1, 1)
    assert all(0 <= seconds < time.time() for _, seconds in [*notes.turns, *notes.sendings])


def test_the_report_is_one_object_for_programs_and_a_table_for_people() -> None:
    found = Latencies(49.96, intake=TIMES, turn=TIMES, courier=TIMES)
    report = Report({50: found}, found, 99.96, {"ptb": latency.Footprint(1.234, 56.78)})

    times = {"p50_ms": 1.0, "p99_ms": 2.1}
    as_json = {"updates_per_s": 50.0, "intake": times, "turn": times, "courier": times}
    assert report.as_json() == {
        "latency": {"50": as_json},
        "200_within_limits": as_json,
        "end_to_end_updates_per_s": 100.0,
        "drivers": {"ptb": {"start_s": 1.23, "memory_mb": 56.8}},
    }
    assert "ptb: serves after 1.2 s, takes 57 MB." in report.as_text().splitlines()


@pytest.mark.slow
def test_people_buy_at_the_bot_and_every_stage_of_their_updates_is_timed() -> None:
    observed = latency._play([Phase(people=4, seconds=4)], UNLIMITED)

    counts = {len(observed.answers), len(observed.turns), len(observed.sendings)}
    assert observed.phases[0].updates >= 4
    assert min(counts) >= observed.phases[0].updates

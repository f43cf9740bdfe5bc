"""The check runner: one line a step, the output of what failed, and an exit status to rely on."""

from tests.run import Step, main, run

PASSES = Step("quiet", ("python", "-c", "print('kept back')"))
FAILS = Step("broken", ("python", "-c", "import sys; print('line 7 is wrong'); sys.exit(3)"))


def test_steps_that_pass_take_one_line_each() -> None:
    lines: list[str] = []

    status = run((PASSES, PASSES), say=lines.append)

    assert status == 0
    assert [line[:13] for line in lines] == ["ok      quiet"] * 2 + ["all passed (0"]


def test_a_failed_step_shows_its_output_and_the_rest_still_runs() -> None:
    lines: list[str] = []

    status = run((FAILS, PASSES), say=lines.append)

    assert status == 1
    assert lines[0].startswith("FAILED  broken")
    assert lines[1] == "line 7 is wrong\n"
    assert lines[2].startswith("ok      quiet")
    assert lines[3].startswith("failed: broken")


def test_what_runs_beside_counts_as_well() -> None:
    lines: list[str] = []

    status = run((PASSES,), say=lines.append, beside=(FAILS,))

    assert status == 1
    assert lines[-1].startswith("failed: broken")


def test_a_step_that_gives_way_says_in_the_end_how_it_went() -> None:
    lines: list[str] = []

    status = run((Step("quick", PASSES.command, gives_way=True),), say=lines.append)

    assert status == 0
    assert lines[1] == "        kept back"


def test_anything_but_check_or_test_is_refused() -> None:
    assert main(["tset"]) == 2

"""Teaching, for supervisors and admins: what was not understood, what it means, and having the bot learn it.

Not here: how the pages look (flows.pages.teaching), or the learning (bot.jobs.learning).
"""

from collections.abc import Mapping
from typing import Any

from backend import teaching
from backend.people import Role
from backend.teaching import Lesson, UnclearSentence
from flows.events import JobEnded
from flows.pages import teaching as pages
from flows.screens import Screen
from flows.turn import Turn
from flows.understanding.intents import Intent
from flows.words import words
from handlers.audience import open_to


@open_to(Role.SUPERVISOR)
def unclear(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show the most frequent sentences that wait for a meaning, or those that have one."""
    turn.show(pages.sentence_list(turn, page=args.get("page", 1), is_taught=args.get("is_taught", False)))


@open_to(Role.SUPERVISOR)
def sentence(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show one sentence with what it may mean."""
    found = teaching.sentence(turn.db, args["sentence"])
    turn.show(_gone(turn) if found is None else pages.sentence_page(found, _likely(turn, found)))


@open_to(Role.SUPERVISOR)
def meanings(turn: Turn, args: Mapping[str, Any]) -> None:
    """Show everything that it can mean."""
    found = teaching.sentence(turn.db, args["sentence"])
    turn.show(_gone(turn) if found is None else pages.meanings(found, page=args["page"]))


@open_to(Role.SUPERVISOR)
def teach(turn: Turn, args: Mapping[str, Any]) -> None:
    """Say what a sentence means; whoever says so first."""
    _settle(turn, args["sentence"], Intent(args["intent"]))


@open_to(Role.SUPERVISOR)
def leave_out(turn: Turn, args: Mapping[str, Any]) -> None:
    """Say that a sentence teaches nothing."""
    _settle(turn, args["sentence"], None)


@open_to(Role.SUPERVISOR)
def take_back(turn: Turn, args: Mapping[str, Any]) -> None:
    """Let a sentence wait for a meaning once more."""
    teaching.take_back(turn.db, args["sentence"], by=turn.person.who, now=turn.now)
    sentence(turn, args)


@open_to(Role.SUPERVISOR)
def learn(turn: Turn, args: Mapping[str, Any]) -> None:
    """Have the bot learn all that was taught, as a job: it takes seconds of a processor."""
    del args
    page = turn.event.id
    turn.show(pages.learning(page, count=teaching.count(turn.db, is_taught=True)))
    turn.start_job("learning", page=page)


@open_to(Role.SUPERVISOR)
def learned(turn: Turn, ended: JobEnded) -> None:
    """Show what came of it where it was asked for."""
    page = ended.asked["page"]
    if ended.result is None:
        turn.refresh(pages.not_learned(page, incident=ended.failed_as or ""))
    else:
        turn.refresh(pages.learned(page, Lesson(**ended.result)))


def _settle(turn: Turn, sentence_id: int, intent: Intent | None) -> None:
    is_first = teaching.teach(turn.db, sentence_id, intent=intent, by=turn.person.who, now=turn.now)
    found = teaching.sentence(turn.db, sentence_id)
    if found is None:
        turn.show(_gone(turn))
    elif is_first:
        turn.show(pages.sentence_list(turn, page=1, is_taught=False).below(pages.settled(found)))
    else:
        turn.show(pages.sentence_page(found, ()).below(words("unclear-settled-before")))


def _likely(turn: Turn, found: UnclearSentence) -> tuple[Intent, ...]:
    classifier = turn.shop.classifier
    return () if classifier is None else classifier.guess(found.text).likely


def _gone(turn: Turn) -> Screen:
    return pages.sentence_list(turn, page=1, is_taught=False).below(words("unclear-gone"))

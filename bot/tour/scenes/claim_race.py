"""The scene 'claim-race': a ticket that everybody wants, and one who gets it.

Not here: serving it (bot.tour.scenes.complaint).
"""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import time

from backend import people, tickets
from backend.people import Role
from backend.tickets import TicketStatus
from bot.clock import SystemClock
from bot.tour.actor import Actor
from bot.tour.stage import Stage
from sandbox.screens import Alert
from storage import audit_trail

OPEN = time(10)
AGENTS = 20
PRIZE = "T-1"


def play(stage: Stage) -> None:
    """Twenty agents tap Claim on one ticket at the same moment: one owner, nineteen polite refusals."""
    stage.let_it_be(OPEN)
    agents = _hire(stage)
    _tom_asks_for_a_human(stage)
    answers = _all_tap_at_once(stage, agents)
    _one_has_it(stage, agents, answers)


def _hire(stage: Stage) -> list[Actor]:
    """Twenty agents, at their desks."""
    numbers = stage.sandbox.crowd(f"客服 {n:02}" for n in range(1, AGENTS + 1))
    now = SystemClock().now()
    with stage.database.transaction() as db:
        for number in numbers:
            name = stage.sandbox.known_person(number).name
            person = people.meet(db, telegram_id=number, name=name, username=None, language="zh-CN", now=now)
            people.appoint(db, person, Role.AGENT, by="tour", now=now)
    agents = [Actor(stage.sandbox.known_person(number), stage.transcript, stage.ajie.let_pass) for number in numbers]
    for agent in agents:
        agent.person.joins(stage.staff_group)
    return agents


def _tom_asks_for_a_human(stage: Stage) -> None:
    tom = stage.tom
    stage.narrate("Tom wants a human. Twenty agents have the staff's group open.")
    tom.says("Human!")
    tom.sees(PRIZE)


def _all_tap_at_once(stage: Stage, agents: list[Actor]) -> list[Alert]:
    """Let everybody tap, and wait for what each is told."""
    desks = [stage.in_topic(agent, PRIZE) for agent in agents]
    desks[0].sees(PRIZE, "接手")
    stage.narrate("All of them tap “接手”, over HTTP, at the same moment.")
    with ThreadPoolExecutor(max_workers=AGENTS) as hands:
        for tap in [hands.submit(desk.person.taps, "接手") for desk in desks]:
            tap.result()
        return list(hands.map(lambda desk: desk.person.waits_for_alert(), desks))


def _one_has_it(stage: Stage, agents: list[Actor], answers: list[Alert]) -> None:
    customer = stage.person(stage.tom)
    (ticket,) = stage.ask_books(lambda db: tickets.latest_of(db, customer, most=2))
    owner = stage.ask_books(lambda db: tickets.owner_name(db, ticket))
    stage.tom.sees(PRIZE, owner)
    told = Counter(answer.text for answer in answers)
    for text in told:
        stage.narrate(f"{told[text]} × {text or 'no word: it is theirs'}")

    stage.expect("the ticket is claimed", expected=TicketStatus.CLAIMED, found=ticket.status)
    stage.expect("by one of them", expected=True, found=owner in [agent.person.name for agent in agents])
    stage.expect(
        "the others are told whose it is", expected=AGENTS - 1, found=sum(owner in (one.text or "") for one in answers)
    )
    acts = stage.ask_books(lambda db: audit_trail.acts_on(db, f"ticket:{ticket.id}"))
    stage.expect("the books know of one claim", expected=1, found=sum(act.what == "claimed" for act in acts))

"""Planning a maintenance in the chat: when, for how long, why; everybody is told.

Not here: its beginning and end (handlers.admin.maintenance).

    starts ──> minutes ──> chinese ──> english? ──> confirm ──> planned, and a notice on its way
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from backend import broadcasts, maintenance
from backend.broadcasts import Message, Segment
from backend.maintenance import Maintenance
from backend.moments import read_moment, still_to_come
from backend.people import Role
from flows.asks import LONGEST_TEXT, SAME_FOR_ALL, ChooseByButton, LanguageText, NotANumber, whole_number
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.pages.maintenance import maintenance_page
from flows.screens import Screen
from flows.turn import Turn
from flows.words import words
from storage.catalogue import FIRST_LANGUAGE

SECOND_LANGUAGE = "en"
NOW = "now"

OFFERED_MINUTES = (15, 30, 60, 120)
LONGEST_MINUTES = 24 * 60


class Start:
    """When it begins."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with 'now' as a button."""
        return Screen(words("ask-maintenance-start", now=turn.now), ((answer_button("button-now", "starts", NOW),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The moment, in the shop's zone; raises NotAMoment or MomentPassed."""
        return read_moment(text, zone=turn.shop.time_zone, now=turn.now).isoformat()

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Now, or a moment still to come; raises MomentPassed."""
        return answer if answer == NOW else still_to_come(_moment(answer), now=turn.now).isoformat()


class Length:
    """How long it lasts."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with a few lengths as buttons."""
        del turn
        offered = tuple(
            answer_button("button-minutes", "minutes", minutes, minutes=minutes) for minutes in OFFERED_MINUTES
        )
        return Screen(words("ask-maintenance-minutes"), (offered[:2], offered[2:]))

    def read(self, turn: Turn, text: str) -> Answer:
        """The minutes; raises NotANumber."""
        return self.check(turn, whole_number(text))

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Up to a day; raises NotANumber."""
        del turn
        if not isinstance(answer, int) or not 1 <= answer <= LONGEST_MINUTES:
            raise NotANumber
        return answer


class Confirm:
    """'Tell everybody?'"""

    def prompt(self, turn: Turn) -> Screen:
        """When and how long, and how many are told of it at once."""
        answers = _answers(turn)
        starts_at, ends_at = _window(answers, now=turn.now)
        people = broadcasts.reach(turn.db, Segment.ALL).people
        yes = answer_button("button-maintenance-confirm", "confirm", "yes", people=people)
        text = words("maintenance-confirm", starts=starts_at, ends=ends_at, reason=str(answers["chinese"]))
        return Screen(text, ((yes,),))

    def read(self, turn: Turn, text: str) -> Answer:
        """Agreed to by the button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """'yes'."""
        del turn
        if answer != "yes":
            raise ChooseByButton
        return answer


class Planning(Flow, id="maintenance", version=1, least=Role.ADMIN):
    """A maintenance is planned."""

    starts = Ask(Start())
    minutes = Ask(Length())
    chinese = Ask(LanguageText("chinese", key="ask-maintenance-chinese", most=LONGEST_TEXT))
    english = Ask(
        LanguageText("english", key="ask-maintenance-english", most=LONGEST_TEXT, same_key="button-same-for-all")
    )
    confirm = Ask(Confirm(), agrees_to_all=True)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Plan it, and send everybody the notice. Raises MaintenanceTaken."""
        starts_at, ends_at = _window(answers, now=turn.now)
        reasons = {FIRST_LANGUAGE: str(answers["chinese"])}
        if answers["english"] != SAME_FOR_ALL:
            reasons[SECOND_LANGUAGE] = str(answers["english"])
        by = turn.person.who
        planned = maintenance.plan(turn.db, reasons=reasons, starts_at=starts_at, ends_at=ends_at, by=by, now=turn.now)
        subject = f"maintenance:{planned.id}"
        turn.set_timer("maintenance-begin", subject, due_at=starts_at, maintenance=planned.id)
        _announce(turn, planned)
        turn.show(maintenance_page(planned, turn.person.language))


def _announce(turn: Turn, planned: Maintenance) -> None:
    """Have the notice sent by the same machine as any broadcast."""
    notice = broadcasts.compose(
        turn.db,
        Message(planned.reasons),
        segment=Segment.ALL,
        maintenance_id=planned.id,
        by=turn.person,
        now=turn.now,
    )
    broadcasts.schedule(turn.db, notice.id, starts_at=turn.now, by=turn.person.who, now=turn.now)
    turn.set_timer("broadcast-start", f"broadcast:{notice.id}", due_at=turn.now, broadcast=notice.id)


def _window(answers: Mapping[str, Answer], *, now: datetime) -> tuple[datetime, datetime]:
    """From when until when."""
    starts_at = now if answers["starts"] == NOW else _moment(answers["starts"])
    return starts_at, starts_at + timedelta(minutes=int(str(answers["minutes"])))


def _moment(answer: Answer) -> datetime:
    return datetime.fromisoformat(str(answer))


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers

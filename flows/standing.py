"""What staff do to somebody's account: freeze, lift, trust; always with the reason, in words.

Not here: what that means (backend.freezes), or the page it is chosen on (flows.pages.standings).

    person, act ──> why ──> done          person and act: chosen on the page, before the conversation starts
"""

from collections.abc import Mapping

from backend import freezes, people
from backend.errors import NotAllowed, Refused
from backend.freezes import FreezeReason
from backend.people import Person, Role
from flows.asks import ChooseByButton
from flows.conversation import Answer
from flows.engine import Ask, Flow
from flows.pages import account as own_pages
from flows.pages import standings as pages
from flows.pages.staff import called
from flows.pages.standings import DISTRUST, FREEZE, LIFT, TRUST
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words

_FREEZES = tuple(f"{FREEZE}-{reason}" for reason in FreezeReason)
_FOR_SUPERVISORS = (LIFT, TRUST, DISTRUST)


class Whom:
    """Whose account: chosen on their page."""

    def prompt(self, turn: Turn) -> Screen:
        """How to come to that page."""
        del turn
        return Screen(words("ask-whom"), ((button("button-menu", "menu"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """A person is chosen on their page; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Somebody we know."""
        return people.the_person(turn.db, int(str(answer))).id


class WhichAct:
    """What is done: chosen on the page as well."""

    def prompt(self, turn: Turn) -> Screen:
        """The page with what can be done."""
        return pages.person_page(turn, _whom(turn))

    def read(self, turn: Turn, text: str) -> Answer:
        """It is a button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Something this member of the staff may do; raises ChooseByButton or NotAllowed."""
        if answer not in (*_FREEZES, *_FOR_SUPERVISORS):
            raise ChooseByButton
        if answer in _FOR_SUPERVISORS and not turn.person.role.reaches(Role.SUPERVISOR):
            raise NotAllowed
        return answer


class Why:
    """Why, in words: for colleagues and the trail, not for the person."""

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        return Screen(words("ask-why-standing", name=called(_whom(turn))))

    def read(self, turn: Turn, text: str) -> Answer:
        """The words as they are; raises NeedsAReason."""
        return self.check(turn, text)

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """Some words; raises NeedsAReason."""
        del turn
        return freezes.read_why(str(answer))


class ChangeStanding(Flow, id="standing", version=1, least=Role.AGENT):
    """Somebody's account is frozen, freed or trusted."""

    person = Ask(Whom())
    act = Ask(WhichAct())
    why = Ask(Why())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Do it, tell the person, and show their page; what can't be done any more is said above it."""
        whom = people.the_person(turn.db, int(str(answers["person"])))
        try:
            _do(turn, whom, str(answers["act"]), why=str(answers["why"]))
        except Refused as refusal:
            turn.show(pages.person_page(turn, whom).below(words(refusal.key, **refusal.arguments)))
            return
        changed = people.the_person(turn.db, whom.id)
        turn.show(pages.person_page(turn, changed).below(words("standing-changed")))


def _do(turn: Turn, whom: Person, act: str, *, why: str) -> None:
    if act == LIFT:
        freezes.lift(turn.db, whom, why=why, by=turn.person, now=turn.now)
        turn.tell(whom, own_pages.thawed())
    elif act in (TRUST, DISTRUST):
        freezes.trust(turn.db, whom, is_trusted=act == TRUST, why=why, by=turn.person, now=turn.now)
    else:
        reason = FreezeReason(act.removeprefix(f"{FREEZE}-"))
        freezes.freeze(turn.db, whom, reason, why=why, by=turn.person, now=turn.now)
        frozen = people.the_person(turn.db, whom.id)
        turn.tell(whom, own_pages.frozen(freezes.standing(turn.db, frozen, now=turn.now)))


def _whom(turn: Turn) -> Person:
    frame = turn.conversation.open
    answers = {} if frame is None else frame.answers
    return people.the_person(turn.db, int(str(answers["person"])))

"""Composing a broadcast in the chat, and setting the time for one.

Not here: sending it (handlers.admin.broadcasts). Composing ends with a draft, whose page previews and starts it.

    photo? ──> chinese ──> english? ──> link ──> product ──> segment ──> bought ──> draft
                                              (if it leads          (if for
                                               to a product)         buyers)
    broadcast ──> time ──> scheduled
"""

from collections.abc import Mapping
from datetime import datetime

from backend import broadcasts, catalogue
from backend.broadcasts import LONGEST_TEXT, Link, Message, Segment
from backend.errors import Refused
from backend.moments import read_moment, still_to_come
from backend.people import Role
from flows.asks import SAME_FOR_ALL, ChooseByButton, LanguageText
from flows.conversation import Answer
from flows.engine import Ask, Flow, answer_button
from flows.events import Matter, Sent
from flows.pages.broadcasts import broadcast_page
from flows.screens import Screen
from flows.turn import Turn
from flows.understanding.search import search
from flows.words import words
from storage.catalogue import FIRST_LANGUAGE

SECOND_LANGUAGE = "en"

NO_PHOTO = ""

_TIERS = (Segment.ALL, Segment.RETAIL, Segment.SILVER, Segment.GOLD)


class PhotoWanted(Refused):
    """A photo is needed, or the button that does without one."""

    key = "refused-photo-wanted"


class ProductUnclear(Refused):
    """The text means no product, or several."""

    key = "refused-product-unclear"


class Photo:
    """The picture above the text, if there is one."""

    def prompt(self, turn: Turn) -> Screen:
        """'Send a photo', with the way past it."""
        del turn
        return Screen(words("ask-broadcast-photo"), ((answer_button("button-no-photo", "photo", NO_PHOTO),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """A text is no photo; raises PhotoWanted."""
        raise PhotoWanted

    def read_sent(self, turn: Turn, sent: Sent) -> Answer:
        """The photo; raises PhotoWanted for anything else."""
        del turn
        if sent.matter is not Matter.PHOTO or not sent.file_id:
            raise PhotoWanted
        return sent.file_id

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The platform's name for the photo, or none."""
        del turn
        return str(answer)


class LinkChoice:
    """Where its button leads."""

    def prompt(self, turn: Turn) -> Screen:
        """Nowhere, to the shelves, to a product."""
        del turn
        return Screen(
            words("ask-broadcast-link"),
            (
                (answer_button("button-link-none", "link", Link.NONE),),
                (answer_button("button-link-shelves", "link", Link.SHELVES),),
                (answer_button("button-link-product", "link", Link.PRODUCT),),
            ),
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """Chosen by a button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """One of them; raises ChooseByButton."""
        del turn
        if answer not in list(Link):
            raise ChooseByButton
        return answer


class ProductNamed:
    """A product, by its name or id."""

    def __init__(self, *, key: str) -> None:
        self._key = key

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        del turn
        return Screen(words(self._key))

    def read(self, turn: Turn, text: str) -> Answer:
        """The one product on sale that is meant; raises ProductUnclear."""
        named = catalogue.product(turn.db, text.strip().lower())
        found = [named] if named is not None else search(catalogue.products(turn.db), text)
        if len(found) != 1:
            raise ProductUnclear
        return found[0].id

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A product that there is; raises ProductUnclear."""
        if catalogue.product(turn.db, str(answer)) is None:
            raise ProductUnclear
        return answer


class SegmentChoice:
    """Whom it is for."""

    def prompt(self, turn: Turn) -> Screen:
        """Everybody, a tier or buyers, with how many each would reach now."""
        counted = [(each, broadcasts.reach(turn.db, each).people) for each in _TIERS]
        tiers = tuple(
            (answer_button("button-segment", "segment", each, segment=each.value, people=count),)
            for each, count in counted
        )
        return Screen(
            words("ask-broadcast-segment"),
            (*tiers, (answer_button("button-segment-buyers", "segment", Segment.BUYERS),)),
        )

    def read(self, turn: Turn, text: str) -> Answer:
        """Chosen by a button; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """One of them; raises ChooseByButton."""
        del turn
        if answer not in list(Segment):
            raise ChooseByButton
        return answer


class Draft:
    """Which broadcast the time is for: chosen on its page, before the conversation starts."""

    def prompt(self, turn: Turn) -> Screen:
        """There is nothing to ask."""
        del turn
        return Screen(words("ask-broadcast-draft"))

    def read(self, turn: Turn, text: str) -> Answer:
        """Chosen on its page; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A broadcast there is; raises BroadcastNotFound."""
        return broadcasts.the_broadcast(turn.db, int(str(answer))).id


class Time:
    """When it starts."""

    def prompt(self, turn: Turn) -> Screen:
        """The question, with the time it is now in the shop's zone."""
        return Screen(words("ask-broadcast-time", now=turn.now))

    def read(self, turn: Turn, text: str) -> Answer:
        """The moment, in the shop's zone; raises NotAMoment or MomentPassed."""
        return read_moment(text, zone=turn.shop.time_zone, now=turn.now).isoformat()

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A moment still to come; raises MomentPassed."""
        return still_to_come(datetime.fromisoformat(str(answer)), now=turn.now).isoformat()


def leads_to_no_product(turn: Turn) -> bool:
    """Whether its button leads somewhere else, or there is none."""
    return _answers(turn).get("link") != Link.PRODUCT


def is_not_for_buyers(turn: Turn) -> bool:
    """Whether it is for everybody or a tier."""
    return _answers(turn).get("segment") != Segment.BUYERS


class Composing(Flow, id="broadcast", version=1, least=Role.ADMIN):
    """A broadcast is written, up to its draft."""

    photo = Ask(Photo())
    chinese = Ask(LanguageText("chinese", key="ask-broadcast-chinese", most=LONGEST_TEXT))
    english = Ask(
        LanguageText("english", key="ask-broadcast-english", most=LONGEST_TEXT, same_key="button-same-for-all")
    )
    link = Ask(LinkChoice())
    product = Ask(ProductNamed(key="ask-broadcast-product"), skip=leads_to_no_product)
    segment = Ask(SegmentChoice())
    bought = Ask(ProductNamed(key="ask-broadcast-bought"), skip=is_not_for_buyers)

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Keep the draft and show its page; nobody gets it yet."""
        texts = {FIRST_LANGUAGE: str(answers["chinese"])}
        if answers["english"] != SAME_FOR_ALL:
            texts[SECOND_LANGUAGE] = str(answers["english"])
        link = Link(str(answers["link"]))
        segment = Segment(str(answers["segment"]))
        message = Message(
            texts,
            photo=str(answers["photo"]) or None,
            link=link,
            link_product_id=str(answers["product"]) if link is Link.PRODUCT else None,
        )
        draft = broadcasts.compose(
            turn.db,
            message,
            segment=segment,
            buyers_of=str(answers["bought"]) if segment is Segment.BUYERS else None,
            by=turn.person,
            now=turn.now,
        )
        turn.show(broadcast_page(turn, draft))


class Scheduling(Flow, id="broadcast-time", version=1, least=Role.ADMIN):
    """A draft gets the time at which it starts by itself."""

    broadcast = Ask(Draft())
    time = Ask(Time())

    def done(self, turn: Turn, answers: Mapping[str, Answer]) -> None:
        """Schedule it, with the timer that starts it. Raises BroadcastMoved."""
        starts_at = datetime.fromisoformat(str(answers["time"]))
        broadcast_id = int(str(answers["broadcast"]))
        scheduled = broadcasts.schedule(turn.db, broadcast_id, starts_at=starts_at, by=turn.person.who, now=turn.now)
        turn.set_timer("broadcast-start", f"broadcast:{broadcast_id}", due_at=starts_at, broadcast=broadcast_id)
        turn.show(broadcast_page(turn, scheduled))


def _answers(turn: Turn) -> Mapping[str, Answer]:
    frame = turn.conversation.open
    return {} if frame is None else frame.answers

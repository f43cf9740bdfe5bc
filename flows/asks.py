"""Questions that more than one conversation may ask.

Not here: questions of one conversation only, which stand beside it.
"""

import re
import unicodedata
from datetime import date

from backend import catalogue
from backend.errors import Refused
from flows.conversation import Answer
from flows.engine import answer_button
from flows.screens import Screen, button
from flows.turn import Turn
from flows.words import words

LONGEST_TEXT = 200

_DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")

SAME_FOR_ALL = ""
"""In place of a text in another language: those who speak it get the first one."""


class NotANumber(Refused):
    """A whole number is needed, such as 2."""

    key = "refused-not-a-number"


class TextTooLong(Refused):
    """At most { $most } characters, please."""

    key = "refused-text-too-long"


class NotADay(Refused):
    """A day is written as in 2027-01-31."""

    key = "refused-not-a-day"


class ChooseByButton(Refused):
    """Please choose one of the buttons."""

    key = "refused-choose-by-button"


def whole_number(text: str) -> int:
    """The number a text is, in any script's digits; raises NotANumber."""
    typed = unicodedata.normalize("NFKC", text).strip().removeprefix("x").removeprefix("×").strip()
    if not typed.isdecimal() or len(typed) > 6:
        raise NotANumber
    return int(typed)


def read_day(text: str) -> date:
    """The day a text is, as in 2027-01-31, 2027/1/31 or 2027年1月31日; raises NotADay."""
    found = _DAY.fullmatch("".join(text.split()))
    if found is None:
        raise NotADay
    try:
        return date(*map(int, found.groups()))
    except ValueError:
        raise NotADay from None


class ProductOfPage:
    """Which product: chosen on its page, before the conversation starts."""

    def prompt(self, turn: Turn) -> Screen:
        """The way to the products."""
        del turn
        return Screen(words("ask-product-of-page"), ((button("button-products", "products"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """A product is chosen on its page; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A product there is; raises ProductNotOnSale."""
        return catalogue.the_product(turn.db, str(answer)).id


class Note:
    """A remark of the person's own, up to 200 characters."""

    def prompt(self, turn: Turn) -> Screen:
        """'Anything we should know?'"""
        del turn
        return Screen(words("ask-note"), ((answer_button("button-no-note", "note", ""),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """The text as it is; raises TextTooLong."""
        return self.check(turn, text.strip())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """The note; raises TextTooLong."""
        del turn
        if len(str(answer)) > LONGEST_TEXT:
            raise TextTooLong(most=LONGEST_TEXT)
        return str(answer)


class LanguageText:
    """A text in one language, up to `most` UTF-16 units; one that may be left out has a button that leaves it out."""

    def __init__(self, step: str, *, key: str, most: int, same_key: str | None = None) -> None:
        self._step = step
        self._key = key
        self._most = most
        self._same_key = same_key

    def prompt(self, turn: Turn) -> Screen:
        """The question."""
        del turn
        same = () if self._same_key is None else ((answer_button(self._same_key, self._step, SAME_FOR_ALL),),)
        return Screen(words(self._key, most=self._most), same)

    def read(self, turn: Turn, text: str) -> Answer:
        """The text as it is; raises TextTooLong."""
        return self.check(turn, text.strip())

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A text the platform takes; raises TextTooLong."""
        del turn
        if len(str(answer).encode("utf-16-le")) // 2 > self._most:
            raise TextTooLong(most=self._most)
        return str(answer)


class YesOrNo:
    """A question that only its two buttons answer; whoever doesn't want to go on cancels."""

    def __init__(self, step: str, *, key: str, yes_key: str) -> None:
        self._step = step
        self._key = key
        self._yes_key = yes_key

    def prompt(self, turn: Turn) -> Screen:
        """The question with its 'yes' button."""
        del turn
        return Screen(words(self._key), ((answer_button(self._yes_key, self._step, "yes"),),))

    def read(self, turn: Turn, text: str) -> Answer:
        """No text says yes."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """'yes'."""
        if answer != "yes":
            raise ChooseByButton
        return answer


class NumberOutOfRange(Refused):
    """A number from { $least } to { $most } is needed."""

    key = "refused-number-out-of-range"


class WholeNumber:
    """How many, from `least` to `most`; the numbers that are usual have buttons."""

    def __init__(self, step: str, *, key: str, offered: tuple[int, ...], least: int, most: int) -> None:
        self._step = step
        self._key = key
        self._offered = offered
        self._least = least
        self._most = most

    def prompt(self, turn: Turn) -> Screen:
        """The question with the usual numbers."""
        del turn
        usual = tuple(answer_button("button-number", self._step, each, number=each) for each in self._offered)
        return Screen(words(self._key, least=self._least, most=self._most), (usual,))

    def read(self, turn: Turn, text: str) -> Answer:
        """The number; raises NotANumber or NumberOutOfRange."""
        return self.check(turn, whole_number(text))

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """A number in the range; raises NumberOutOfRange."""
        del turn
        if not isinstance(answer, int) or not self._least <= answer <= self._most:
            raise NumberOutOfRange(least=self._least, most=self._most)
        return answer


class OneOf:
    """A choice among a few answers, each with a button that bears its name."""

    def __init__(self, step: str, *, key: str, answers: tuple[str, ...]) -> None:
        self._step = step
        self._key = key
        self._answers = answers

    def prompt(self, turn: Turn) -> Screen:
        """The question with its answers."""
        del turn
        rows = tuple((answer_button(f"button-answer-{answer}", self._step, answer),) for answer in self._answers)
        return Screen(words(self._key), rows)

    def read(self, turn: Turn, text: str) -> Answer:
        """The buttons say it; raises ChooseByButton."""
        raise ChooseByButton

    def check(self, turn: Turn, answer: Answer) -> Answer:
        """One of the answers; raises ChooseByButton."""
        del turn
        if answer not in self._answers:
            raise ChooseByButton
        return answer

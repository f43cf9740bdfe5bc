"""What was not understood, as staff see it: the sentences, what one may mean, and how learning them goes.

Not here: what is done on a tap (handlers.admin.teaching), or what a customer is asked back (flows.pages.hearing).
"""

from collections.abc import Sequence

from backend import teaching
from backend.pages import Page, turn_to
from backend.teaching import Lesson, UnclearSentence
from flows.pages.shelves import page_row
from flows.screens import Button, Row, Screen, button
from flows.turn import Turn
from flows.understanding.intents import INTENTS, Intent
from flows.words import Words, words

SENTENCES_PER_PAGE = 8
MEANINGS_PER_PAGE = 9


def sentence_list(turn: Turn, *, page: int, is_taught: bool) -> Screen:
    """One page of the sentences that wait for a meaning, or of those that have one; the most frequent first."""
    shown = teaching.sentences(turn.db, is_taught=is_taught, page=page, per_page=SENTENCES_PER_PAGE)
    rows = tuple((_to_sentence(each),) for each in shown.items)
    turn_page = page_row("unclear", shown, is_taught=is_taught)
    learn = (_to_learn(),) if teaching.is_any_taught(turn.db) else ()
    ways_on = (_to_other_list(turn, is_taught=not is_taught), *learn)
    return Screen(_heading(turn, shown, is_taught=is_taught), (*rows, *turn_page, ways_on, (_to_menu(),)))


def sentence_page(sentence: UnclearSentence, likely: Sequence[Intent]) -> Screen:
    """One sentence, and what it most likely means; or what it was said to mean."""
    text, count, at = sentence.text, sentence.times, sentence.last_at
    if sentence.settled_at is not None:
        said = words("unclear-settled", text=text, count=count, at=at, meaning=_meaning(sentence.intent))
        taken_back = button("button-unclear-take-back", "unclear.take-back", sentence=sentence.id)
        return Screen(said, ((taken_back,), _ways_on()))
    meanings = tuple((_to_meaning(sentence, intent),) for intent in likely)
    others = button("button-unclear-meanings", "unclear.meanings", sentence=sentence.id, page=1)
    left_out = button("button-unclear-leave-out", "unclear.leave-out", sentence=sentence.id)
    asked = words("unclear-sentence", text=text, count=count, at=at)
    return Screen(asked, (*meanings, (others,), (left_out,), _ways_on()))


def meanings(sentence: UnclearSentence, *, page: int) -> Screen:
    """One page of everything that a sentence can mean."""
    shown = turn_to(
        page,
        per_page=MEANINGS_PER_PAGE,
        total=len(INTENTS),
        items=lambda offset: INTENTS[offset : offset + MEANINGS_PER_PAGE],
    )
    rows = tuple((_to_meaning(sentence, intent),) for intent in shown.items)
    back = button("button-back", "unclear.sentence", sentence=sentence.id)
    text = words("unclear-meanings", text=sentence.text, page=shown.number, pages=shown.count)
    return Screen(text, (*rows, *page_row("unclear.meanings", shown, sentence=sentence.id), (back,)))


def settled(sentence: UnclearSentence) -> Words:
    """What was just said of a sentence."""
    return words("unclear-noted", text=sentence.text, meaning=_meaning(sentence.intent))


def learning(page: int, *, count: int) -> Screen:
    """What stands on the page until the bot has learned."""
    return Screen(words("learning", count=count), (_ways_on(),), subject=_subject(page))


def learned(page: int, lesson: Lesson) -> Screen:
    """How many of the sentences that were taught are understood, and how many were before."""
    told = words("learned", count=lesson.taught, before=lesson.understood_before, now=lesson.understood)
    return Screen(told if lesson.taught else words("learned-nothing"), (_ways_on(),), subject=_subject(page))


def not_learned(page: int, *, incident: str) -> Screen:
    """It went wrong; the bot understands as before, and it may be tried again."""
    return Screen(words("learning-failed", incident=incident), ((_to_learn(),), _ways_on()), subject=_subject(page))


def _subject(page: int) -> str:
    """Each time that somebody has the bot learn is a page of its own, named after the event that asked."""
    return f"learning:{page}"


def _heading(turn: Turn, shown: Page[UnclearSentence], *, is_taught: bool) -> Words:
    if not shown.items:
        return words("unclear-taught-none" if is_taught else "unclear-waiting-none")
    count, page, pages = _count(turn, is_taught=is_taught), shown.number, shown.count
    if is_taught:
        return words("unclear-taught", count=count, page=page, pages=pages)
    return words("unclear-waiting", count=count, page=page, pages=pages)


def _count(turn: Turn, *, is_taught: bool) -> int:
    return turn.once(teaching.count, is_taught=is_taught)


def _meaning(intent: str | None) -> Words:
    return words("meaning-left-out") if intent is None else words(f"meaning-{_dashed(Intent(intent))}")


def _to_other_list(turn: Turn, *, is_taught: bool) -> Button:
    key = "button-unclear-taught" if is_taught else "button-unclear-waiting"
    return button(key, "unclear", {"count": _count(turn, is_taught=is_taught)}, is_taught=is_taught)


def _to_sentence(sentence: UnclearSentence) -> Button:
    label = {"text": sentence.text, "count": sentence.times}
    return button("button-unclear-sentence", "unclear.sentence", label, sentence=sentence.id)


def _to_meaning(sentence: UnclearSentence, intent: Intent) -> Button:
    label = {"meaning": _meaning(intent)}
    return button("button-unclear-teach", "unclear.teach", label, sentence=sentence.id, intent=intent.value)


def _to_learn() -> Button:
    return button("button-learn", "unclear.learn")


def _to_menu() -> Button:
    return button("button-menu", "menu")


def _ways_on() -> Row:
    return (button("button-unclear", "unclear"), _to_menu())


def _dashed(intent: Intent) -> str:
    return intent.value.replace("_", "-")

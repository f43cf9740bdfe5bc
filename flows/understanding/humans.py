"""Asking for a human: the one wish that must never be missed, so it is looked for by rule beside the model.

Not here: the sentences it is said in (human_calls, human_refusals), or any other wish (intents). In doubt it is a call
for a human: the way back is a tap.
"""

import re
from collections.abc import Sequence

from flows.understanding.dialects import characters_in_common
from flows.understanding.human_calls import ALONE, ANYBODY, ASKED, CHINESE, INSISTED, LIVING, NOBODY, PINYIN
from flows.understanding.human_refusals import without_refusals
from flows.understanding.normalise import normalise

_FEW_WORDS = 6
"""Who says in so few words that nobody answers wants somebody; who says more tells what went wrong."""

_MARKS = re.compile(r"[^\w\s]")
_SPELLED = re.compile(r"(?:[a-z] ){3,}[a-z]")


def asks_for_human(text: str, *, names: Sequence[str] = ()) -> bool:
    """Whether somebody wants to be served by a person, in either language, misspelt or in pinyin.

    `names` are names of products; a word in one of them ("Human: Fall Flat") is no call for anybody.
    """
    plain = _plain(text, names)
    tight = plain if plain.isascii() else plain.replace(" ", "")
    if _SPELLED.fullmatch(plain):
        plain = plain.replace(" ", "")
    if len(plain.split()) <= _FEW_WORDS and NOBODY.search(plain):
        return True
    if any(pattern.search(plain) for pattern in (INSISTED, CHINESE, PINYIN, LIVING, ASKED, ANYBODY)):
        return True
    if INSISTED.search(tight) or CHINESE.search(tight):
        return True
    alone = " ".join(_MARKS.sub(" ", plain).split())
    return bool(ALONE.fullmatch(alone))


def insists_on_human(text: str, *, names: Sequence[str] = ()) -> bool:
    """Whether the call for a human is so plain that nothing else can be meant: put me through, no more bots, 转人工."""
    plain = _plain(text, names)
    return any(pattern.search(plain) for pattern in (INSISTED, LIVING, ASKED))


def declines_human(text: str) -> bool:
    """Whether somebody says that no person is needed (不用转人工, no human needed), and calls for none besides."""
    plain = normalise(characters_in_common(text))
    return without_refusals(plain) != plain and not asks_for_human(text)


def _plain(text: str, names: Sequence[str]) -> str:
    plain = normalise(characters_in_common(text))
    for name in names:
        plain = plain.replace(normalise(name), " ")
    return " ".join(without_refusals(plain).split())

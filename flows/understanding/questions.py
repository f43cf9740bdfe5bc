"""Common questions: which of those that the shop has an answer to is meant, and how sure that is.

Not here: the questions themselves (locales/<language>/faq.toml), reading them (faq_file), or showing an answer. Each
question is a direction in the space of features; one set of linear equations finds them all, with no chance in it.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flows.understanding.concepts import Concepts, tokens_of
from flows.understanding.directions import Row, Vector, directions_of
from flows.understanding.features import DIMENSIONS, features_of, without_numbers
from flows.understanding.intents import INTENTS, Classifier, Intent
from flows.understanding.normalise import normalise

SURE_ENOUGH = 0.4
"""From this score on a question is answered."""

OWN_ENOUGH = 0.3
"""From this score on one of the owner's own is, which are few and have few examples."""

CERTAIN_ENOUGH = 0.55
"""From this score on it is answered even where the sentence surely wants something else."""

WORTH_ASKING = 0.15
"""From this score on it is worth a button."""

MOST_FOUND = 3

_TOPIC_WEIGHT = 0.7
_HEARD_WEIGHT = 0.3
"""Of a word that only sounds or looks like one that points to a question."""

_MOST_TOPICS_WEIGHT = 1.2
_POINTS_FOR = 0.5
"""What one such word is worth by itself."""

_INTENT_WEIGHT = 0.6
_GOODS_WEIGHT = 0.4
_STRANGENESS = 0.3
"""How much a feature that no question has takes from the others."""

_MORE_THAN_WORDS = 0.12
"""What a sentence is like a question without the words that point to it, to be one whatever else is sure."""

_OUT_OF_SCOPE = 0.2
"""What it takes from a score to be surely about nothing that a shop does; not from an owner's own, who knows better."""

_ATOM = re.compile(r"[a-z]+|\d+|[^\W\da-z_]")


@dataclass(frozen=True)
class CommonQuestion:
    """A question with its answer. `asked` (the first is its title), `answer` (HTML) and `picture` go by language.

    `words` point to it; with `goods` it is a how-to for what is called by one of these; `intent` is what it answers
    where nothing fits better. One that `is_own` the owner thought of: no intent of ours need be near it.
    """

    id: str
    asked: Mapping[str, tuple[str, ...]]
    answer: Mapping[str, str]
    buttons: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    intent: Intent | None = None
    picture: Mapping[str, str] = field(default_factory=dict)
    is_own: bool = False

    @property
    def title_name(self) -> str:
        """By what name the voice knows its title."""
        return f"{self.id}.title"

    @property
    def answer_name(self) -> str:
        """By what name the voice knows its answer."""
        return f"{self.id}.answer"


@dataclass(frozen=True)
class Asked:
    """The questions that may be meant, the likeliest first, and the score of the first.

    `is_verbatim`: the first is asked in the very words that are written for it. `is_by_words`: little but single words
    that point to it speaks for it.
    """

    questions: tuple[CommonQuestion, ...] = ()
    score: float = 0.0
    is_verbatim: bool = False
    is_by_words: bool = False

    @property
    def likeliest(self) -> CommonQuestion | None:
        """The question that is most likely meant, however little that is."""
        return self.questions[0] if self.questions else None

    @property
    def sure(self) -> CommonQuestion | None:
        """The question that may be answered without asking back."""
        enough = OWN_ENOUGH if self.likeliest is not None and self.likeliest.is_own else SURE_ENOUGH
        return self.likeliest if self.score >= enough else None

    @property
    def own(self) -> CommonQuestion | None:
        """The question of the owner's own that may be answered."""
        return self.sure if self.sure is not None and self.sure.is_own else None

    @property
    def certain(self) -> CommonQuestion | None:
        """The question that is meant whatever else the sentence looks like."""
        return self.likeliest if self.score >= CERTAIN_ENOUGH else None


class Questions:
    """Every question that the shop answers; made once, never changed, safe to share between threads."""

    def __init__(
        self, questions: Sequence[CommonQuestion], classifier: Classifier, *, others: Sequence[str] = ()
    ) -> None:
        """`others` are sentences that are none of the questions, to learn from as well."""
        self.all = tuple(questions)
        self._by_id = {question.id: question for question in self.all}
        self._classifier = classifier
        self._others = tuple(others)

    def with_id(self, question_id: str) -> CommonQuestion | None:
        """The question of this id, if there is one (any more)."""
        return self._by_id.get(question_id)

    def for_intent(self, intent: Intent) -> CommonQuestion | None:
        """What is answered to this intent where no question fits better."""
        return next((question for question in self.all if question.intent is intent), None)

    def learn(self) -> None:
        """Learn from the examples now, which takes seconds; otherwise the first text to be looked for pays for it."""
        self._learned  # noqa: B018 (made by being asked for)

    def find(self, text: str, *, names: Sequence[str] = ()) -> Asked:
        """The questions that the text may be. `names` are those of the products it speaks of."""
        if not self.all:
            return Asked()
        if (verbatim := self._verbatim.get(_spaced(text))) is not None:
            return Asked((verbatim,), 1.0, is_verbatim=True)
        scores, by_words = self._learned.scores(text)
        order = np.argsort(-scores)
        close = [place for place in order[:MOST_FOUND] if scores[place] >= WORTH_ASKING]
        found = [self._of_kind(self._learned.kinds[place], " ".join([text, *names])) for place in close]
        chosen = tuple(dict.fromkeys(each.id for each in found if each is not None))
        score = float(scores[order[0]]) if found and found[0] else 0
        is_by_words = score - float(by_words[order[0]]) < _MORE_THAN_WORDS
        return Asked(tuple(self._by_id[each] for each in chosen), score, is_by_words=is_by_words)

    def _of_kind(self, kind: str, text: str) -> CommonQuestion | None:
        """The question itself; of the how-tos the one for the goods that are named, else the one for all goods."""
        if kind != _HOW_TO:
            return self._by_id[kind]
        said = _spaced(text)
        lengths = {question_id: _longest_said(goods, said) for question_id, goods in self._goods.items()}
        best = max(lengths, key=lambda each: lengths[each])
        if lengths[best]:
            return self._by_id[best]
        return next((each for each in self.all if _kind_of(each) == _HOW_TO and not each.goods), None)

    @cached_property
    def _verbatim(self) -> dict[str, CommonQuestion]:
        """By every sentence that is written for a question: that question, the owner's before ours, titles first."""
        ranked = sorted(self.all, key=lambda each: not each.is_own)
        titles = [(asked[0], each) for each in ranked for asked in each.asked.values()]
        others = [(text, each) for each in ranked for asked in each.asked.values() for text in asked[1:]]
        return {_spaced(text): each for text, each in reversed([*titles, *others])}

    @cached_property
    def _goods(self) -> dict[str, list[str]]:
        """By how-to: what its goods are called, as `_spaced` writes it."""
        how_tos = [question for question in self.all if _kind_of(question) == _HOW_TO]
        return {question.id: [_spaced(word) for word in question.goods] for question in how_tos}

    @cached_property
    def _learned(self) -> "_Learned":
        return _Learned(self.all, self._classifier, self._others)


_HOW_TO = "*"
"""How-tos are asked for in the same words, so they are one direction; what is to be used tells them apart."""


class _Learned:
    """The directions of all kinds of questions."""

    def __init__(self, questions: Sequence[CommonQuestion], classifier: Classifier, others: Sequence[str]) -> None:
        self._classifier = classifier
        self.kinds = tuple(dict.fromkeys(map(_kind_of, questions)))
        ours = {_kind_of(question) for question in questions if not question.is_own}
        self._penalty = np.array([_OUT_OF_SCOPE if kind in ours else 0 for kind in self.kinds], np.float32)
        self._topics = Concepts(_topics(questions))
        self._goods = [_spaced(word) for question in questions for word in question.goods]
        examples: list[tuple[str, str | None]] = [(text, None) for text in others]
        examples += [(text, _kind_of(each)) for each in questions for asked in each.asked.values() for text in asked]
        found = [np.array(features_of(text, classifier.concepts), np.int32) for text, _ in examples]
        times = np.bincount(np.concatenate(found), minlength=DIMENSIONS)
        known = np.flatnonzero(times)
        self._place_of = np.full(DIMENSIONS, -1, np.int32)
        self._place_of[known] = np.arange(len(known), dtype=np.int32)
        self._rarity = np.log((len(found) + 1) / (times[known] + 0.5)).astype(np.float32)
        goals = np.array([[kind == each for each in self.kinds] for _, kind in examples], np.float32)
        vectors = [self._vector(text, features) for (text, _), features in zip(examples, found, strict=True)]
        # That a word points to a question counts by itself, be the word in none of the examples.
        vectors += [self._pointing_to(kind) for kind in self.kinds]
        goals = np.concatenate([goals, np.eye(len(self.kinds), dtype=np.float32) * np.float32(_POINTS_FOR)])
        self._directions = directions_of(vectors, goals, places=self._length)

    def scores(self, text: str) -> tuple[Row, Row]:
        """How much the text is like each kind, about 1 for one of the examples; and what of it words point to."""
        features = np.array(features_of(text, self._classifier.concepts), np.int32)
        vector = self._vector(text, features)
        aside = self._chances(features)[INTENTS.index(Intent.OUT_OF_SCOPE)]
        scores: Row = vector.values @ self._directions[vector.places] - self._penalty * aside
        begin = len(self._rarity)
        topics = vector.values[len(vector.places) - self._length + begin :][: len(self.kinds)]
        by_words: Row = topics @ self._directions[begin : begin + len(self.kinds)]
        return scores, by_words

    @property
    def _length(self) -> int:
        """Of a vector: a place for each feature, kind and intent, and one for 'names goods'."""
        return len(self._rarity) + len(self.kinds) + len(INTENTS) + 1

    def _vector(self, text: str, features: NDArray[np.int32]) -> Vector:
        known = self._place_of[features]
        known = known[known >= 0]
        rarity = self._rarity[known]
        strange = (len(features) - len(known)) * _STRANGENESS * float(self._rarity.max()) ** 2
        length = math.sqrt(float((rarity**2).sum()) + strange) or 1.0
        chances = np.sqrt(self._chances(features)) * np.float32(_INTENT_WEIGHT)
        goods = np.array([_GOODS_WEIGHT if _longest_said(self._goods, _spaced(text)) else 0.0], np.float32)
        others = np.concatenate([self._topics_of(text), chances, goods])
        places = np.concatenate([known, np.arange(len(self._rarity), self._length, dtype=np.int32)])
        return Vector(places, np.concatenate([rarity / np.float32(length), others]))

    def _pointing_to(self, kind: str) -> Vector:
        place = len(self._rarity) + self.kinds.index(kind)
        return Vector(np.array([place], np.int32), np.array([_TOPIC_WEIGHT], np.float32))

    def _chances(self, features: NDArray[np.int32]) -> Row:
        return self._classifier.chances_from(features)

    def _topics_of(self, text: str) -> Row:
        row = np.zeros(len(self.kinds), np.float32)
        for mention in self._topics.mentioned_in(tokens_of(without_numbers(text))):
            weight = _TOPIC_WEIGHT if mention.is_sure else _HEARD_WEIGHT
            place = self.kinds.index(mention.concept)
            row[place] = max(row[place], weight)
        length = float(np.linalg.norm(row))
        return row if length <= _MOST_TOPICS_WEIGHT else row * np.float32(_MOST_TOPICS_WEIGHT / length)


def _kind_of(question: CommonQuestion) -> str:
    return _HOW_TO if question.goods or question.intent is Intent.HOW_TO_USE_CARD else question.id


def _topics(questions: Sequence[CommonQuestion]) -> dict[str, list[str]]:
    topics: dict[str, list[str]] = {}
    for question in questions:
        topics.setdefault(_kind_of(question), []).extend(question.words)
    return topics


def _spaced(text: str) -> str:
    """The words and characters of a text with blanks between and around them."""
    return f" {' '.join(_ATOM.findall(normalise(text)))} "


def _longest_said(words: Sequence[str], said: str) -> int:
    """How long the longest of the words is that is said; 0 if none is."""
    return max((len(word) for word in words if word in said), default=0)

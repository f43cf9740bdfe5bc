"""Shortlist: the names of some families side by side, so that a word in letters is compared with all of them at once.

Not here: how well a word is explained in each of the ways people write it (letters), or whose names they are (index).
Each way is tried only on names that have what it needs at least; what all of them lack costs one look.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from flows.understanding.atoms import Atom, Spelling
from flows.understanding.families import Family
from flows.understanding.letters import (
    as_beginnings,
    as_initials,
    as_it_is,
    as_misspelled,
    as_skeleton,
    as_spelled,
    may_be_skeleton,
    may_be_spelled,
    mistyped,
    most_missing,
)
from flows.understanding.names import Name, letters_of

_WORTH_WHILE = 0.2
_GOOD, _FAIR = 0.85, 0.7
_EITHER = "n"
"""Who says l for it may write either."""

Values = dict[int, float]
"""How well names explain a word, by their places; those that don't at all are left out."""

_Found = Iterable[tuple[int, float]]


class Shortlist:
    """The names of some families; `places` are where those of each family stand, that of its shelf last.

    Families of one shelf share its name's place.
    """

    def __init__(self, families: Sequence[Family]) -> None:
        self.names: list[Name] = []
        self.places: list[list[int]] = []
        shelves: dict[str, int] = {}
        for family in families:
            places = range(len(self.names), len(self.names) + len(family.names))
            self.names += family.names
            shelf = shelves.setdefault(family.shelf.words, len(self.names))
            if shelf == len(self.names):
                self.names.append(family.shelf)
            self.places.append([*places, shelf])
        self._joined = "\n".join(name.joined for name in self.names)
        self._initials = "\n".join(name.initials for name in self.names)

    def values(self, atom: Atom) -> Values:
        """How well each name explains a word; one that hardly counts only if it stands there.

        A word that some other name has is no typing error in these.
        """
        word = atom.text
        if atom.weight < _WORTH_WHILE:
            return {at: 1.0 for at in self._having(word) if word in self.names[at].latin}
        if not word.isalpha():
            return dict.fromkeys(self._having(word), 1.0)
        found = _best(self._written(word))
        if not atom.is_known:
            found = _raised(found, self._changed(word), below=_GOOD)
        found = _raised(found, self._spelled(atom.spelled), below=_GOOD)
        return found if atom.is_known else _raised(found, self._misspelled(word), below=_FAIR)

    def _written(self, word: str) -> Iterator[tuple[int, float]]:
        for at in self._having(word):
            yield at, as_it_is(word, self.names[at])
        if word in self._initials:
            yield from ((at, as_initials(word, name)) for at, name in enumerate(self.names))

    def _changed(self, word: str) -> Iterator[tuple[int, float]]:
        for meant, value in mistyped(word, self._words).items():
            yield from ((at, value) for at, name in enumerate(self.names) if meant in name.typed)
        of_its_letters = np.flatnonzero(letters_of(word) & ~self._letters == 0).tolist()
        yield from ((at, as_beginnings(word, self.names[at])) for at in of_its_letters)
        if may_be_skeleton(word):
            yield from ((at, as_skeleton(word, self.names[at])) for at in of_its_letters)

    def _spelled(self, spelled: Iterable[Spelling]) -> Iterator[tuple[int, float]]:
        for parts in filter(may_be_spelled, spelled):
            begun = letters_of("".join(part[0][0] for part in parts if not part[0].startswith(_EITHER)))
            for at in np.flatnonzero(begun & ~self._begun == 0).tolist():
                if self.names[at].has_characters:
                    yield at, as_spelled(parts, self.names[at])

    def _misspelled(self, word: str) -> Iterator[tuple[int, float]]:
        most = most_missing(word)
        if most is None:
            return
        missing = np.bitwise_count(letters_of(word) & ~self._letters_said)
        shorter = np.maximum(len(word) - self._lengths_said, 0)
        for at in np.flatnonzero(missing <= most + shorter).tolist():
            if self.names[at].has_characters:
                yield at, as_misspelled(word, self.names[at])

    def _having(self, word: str) -> list[int]:
        """Where the word stands within a name without blanks."""
        return [at for at, name in enumerate(self.names) if word in name.joined] if word in self._joined else []

    @cached_property
    def _words(self) -> list[str]:
        return sorted({word for name in self.names for word in name.typed})

    @cached_property
    def _letters(self) -> NDArray[np.int32]:
        return np.array([name.letters for name in self.names], dtype=np.int32)

    @cached_property
    def _begun(self) -> NDArray[np.int32]:
        return np.array([name.letters_begun for name in self.names], dtype=np.int32)

    @cached_property
    def _letters_said(self) -> NDArray[np.int32]:
        return np.array([name.letters_said for name in self.names], dtype=np.int32)

    @cached_property
    def _lengths_said(self) -> NDArray[np.int32]:
        return np.array([len(name.pinyin) for name in self.names], dtype=np.int32)


def _best(found: _Found) -> Values:
    best: Values = {}
    for at, value in found:
        if value > best.get(at, 0.0):
            best[at] = value
    return best


def _raised(values: Values, found: _Found, *, below: float) -> Values:
    """The values with the better ones found, of names that were explained less well so far."""
    return values | {at: value for at, value in _best(found).items() if values.get(at, 0.0) < min(below, value)}

"""Names side by side explain a word as well as each of them does when it is compared with the word in every way."""

from collections.abc import Iterator

import pytest

from flows.understanding.atoms import Atom
from flows.understanding.families import Family
from flows.understanding.index import Index
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
from flows.understanding.names import Name, skeleton
from flows.understanding.query import read
from flows.understanding.shortlist import Shortlist
from tests.flows.understanding.queries import goods

STRANGE = (
    "nephew",
    "birthday",
    "keeps",
    "talking",
    "weeks",
    "mother",
    "refill",
    "q",
    "n",
    "na",
    "lanai",
    "hfcz",
    "bnet",
)


@pytest.fixture(scope="module")
def index() -> Index:
    return Index(goods())


def test_a_word_is_worth_the_same_side_by_side_as_name_by_name(index: Index) -> None:
    shortlist = Shortlist(index.families)
    words = [*STRANGE, *(written for name in _names(index)[::60] for written in _ways(name))]
    ways_found = 0

    for atom in (atom for word in words for atom in read(index, word).atoms if atom.is_word and atom.weight > 0.2):
        values = shortlist.values(atom)
        ways_found += bool(values)
        for family, places in zip(index.families, shortlist.places, strict=True):
            for name, place in zip((*family.names, family.shelf), places, strict=True):
                assert values.get(place, 0.0) == _closely(atom, name), (atom.text, name)

    assert ways_found > len(words) // 2


def test_what_hardly_counts_is_looked_for_as_it_is() -> None:
    family = Family((Name("steam wallet", "sw"),), Name("cards", ""))

    same, wrong = (Shortlist([family]).values(Atom(word, 0.1, 0.1, {})) for word in ("steam", "stem"))

    assert (same, wrong) == ({0: 1.0}, {})


def test_the_shelf_of_several_families_stands_once_on_the_list() -> None:
    shelf = Name("cards", "c")
    families = [Family((Name("steam", "s"),), shelf), Family((Name("xbox", "x"),), shelf)]

    assert Shortlist(families).places == [[0, 1], [2, 1]]


def _names(index: Index) -> list[Name]:
    return sorted({name for family in index.families for name in family.names})


def _ways(name: Name) -> Iterator[str]:
    """How people write a name, its words and its characters: whole, begun, mistyped, without vowels, as initials."""
    for word in (*name.typed, name.pinyin):
        yield from (word, word[:4], word[:3] + word[4:], word[1:], word[0] + word[2:3] + word[1:2] + word[3:])
        yield skeleton(word)
    yield name.initials
    yield "".join(word[:2] for word in name.latin)


def _closely(atom: Atom, name: Name) -> float:
    """How well the name explains the word, whichever way is tried on it."""
    word, is_unknown = atom.text, not atom.is_known
    best = max(as_it_is(word, name), as_initials(word, name))
    if best < 0.85 and is_unknown:
        skeleton = as_skeleton(word, name) if may_be_skeleton(word) else 0.0
        best = max(best, skeleton, as_beginnings(word, name), *mistyped(word, name.typed).values())
    if best < 0.85 and name.has_characters:
        best = max(best, *(as_spelled(parts, name) for parts in atom.spelled if may_be_spelled(parts)), 0.0)
        if best < 0.7 and is_unknown and most_missing(word) is not None:
            best = max(best, as_misspelled(word, name))
    return best

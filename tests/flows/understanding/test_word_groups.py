"""Groups of words as patterns, whatever the words are about."""

import re
from pathlib import Path

import pytest

from flows.understanding.word_groups import WordGroups, one_of

WORDS = """
[fetch]
verbs = ["call", "get(s)"]
whom = ["a man", "a (very )wise man"]
kinds.tall = ["giant"]

[human]
but = ["人工智"]
words = ["人工"]
"""


@pytest.fixture
def groups(tmp_path: Path) -> WordGroups:
    file = tmp_path / "words.toml"
    file.write_text(WORDS, encoding="utf-8")
    return WordGroups(file)


def test_the_longest_word_is_found_first() -> None:
    assert re.findall(one_of(["no", "no wait", "wait"]), "no wait, no") == ["no wait", "no"]


def test_a_sentence_is_made_of_any_word_of_its_groups(groups: WordGroups) -> None:
    sentence = groups.sentences(r"\b<fetch.verbs> me <fetch.whom>\b")

    said = ["call me a man", "gets me a very wise man", "get me a manager", "me a man"]
    assert [text for text in said if sentence.search(text)] == ["call me a man", "gets me a very wise man"]


def test_groups_that_are_joined_are_one(groups: WordGroups) -> None:
    assert groups.sentences("<fetch.verbs+human>").findall("call 人工") == ["call", "人工"]


def test_each_of_several_sentences_is_found(groups: WordGroups) -> None:
    assert groups.sentences("<fetch.verbs>", "(?<!不)<human>").findall("call 不人工 人工") == ["call", "人工"]


def test_a_word_that_begins_another_is_not_found_in_it(groups: WordGroups) -> None:
    assert [found.start() for found in re.finditer(groups.any_of("human"), "人工智能 人工")] == [5]


def test_a_group_that_is_not_there_is_an_error(groups: WordGroups) -> None:
    with pytest.raises(KeyError):
        groups.sentences("<fetch.nobody>")

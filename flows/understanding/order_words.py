"""Order words: what people say around the goods of an order, as patterns that the reading of a line is made of.

Not here: how the file is read (word_groups), what follows from such a word (slots), or words that mean goods (lexicon).
"""

from pathlib import Path

from flows.understanding.word_groups import WordGroups

_GROUPS = WordGroups(Path(__file__).with_name("order_words.toml"))

any_of = _GROUPS.any_of
words_of = _GROUPS.words_of
table_of = _GROUPS.table_of
lists_of = _GROUPS.lists_of

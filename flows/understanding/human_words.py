"""Human words: what people say who want a person, or want none, and the name that a person has in every sentence.

Not here: the sentences made of them (human_calls, human_refusals), or the words themselves (human_words.toml).
"""

from pathlib import Path

from flows.understanding.word_groups import WordGroups

HUMAN_WORDS = WordGroups(Path(__file__).with_name("human_words.toml"))

WHO = "(?:hum+[aeo]n+s?|<who.any>|<who.client> <who.service>)"
"""Whoever an English sentence may call for; a human is misspelt in more ways than can be listed."""
SOMEBODY = "<staff.person+staff.any>"
"""Whoever a Chinese sentence may send for."""

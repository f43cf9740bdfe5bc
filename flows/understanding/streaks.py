"""Streaks: how well characters and syllables side by side are explained by a text that has some of them.

Not here: words in letters (letters), or what a whole query comes to (matching).
"""

from flows.understanding.query import Run

_ALONE, _IN_ORDER, _PAIR, _RUN = 0.4, 0.72, 0.93, 1.0
"""How much a character counts that is found alone, near its neighbour in the right order, beside it, in a run."""

_NEAR = 4


def values_of_run(run: Run, text: str, chars: frozenset[str]) -> list[float]:
    """How well each atom of the run is explained by the text, which has these characters, from 0 to 1."""
    values = [0.0] * len(run.atoms)
    if chars.isdisjoint(run.hits):
        return values
    found = [(place, at, alike) for place, char in enumerate(text) for at, alike in run.hits.get(char, ())]
    streaks: dict[int, list[tuple[int, int, float]]] = {}
    for hit in found:
        streak = streaks.setdefault(hit[0] - hit[1], [])
        if streak and streak[-1][0] != hit[0] - 1:
            _credit(values, streak)
            streak.clear()
        streak.append(hit)
    for streak in streaks.values():
        _credit(values, streak)
    for one in range(len(values) - 1):
        if 0 < min(values[one], values[one + 1]) < _IN_ORDER and (alike := _in_order(found, one)):
            values[one] = max(values[one], _IN_ORDER * alike)
            values[one + 1] = max(values[one + 1], _IN_ORDER * alike)
    return values


def _credit(values: list[float], streak: list[tuple[int, int, float]]) -> None:
    """Count a streak; one in which no character is the very same is doubted twice."""
    strength = _RUN if len(streak) > 2 else _PAIR if len(streak) == 2 else _IN_ORDER if len(values) == 1 else _ALONE
    is_heard = all(alike < 1 for _, _, alike in streak)
    for _, at, alike in streak:
        values[at] = max(values[at], strength * (alike * alike if is_heard else alike))


def _in_order(found: list[tuple[int, int, float]], one: int) -> float:
    """How alike two neighbours are that stand near each other in the right order; one of them must be the very same."""
    firsts = [(place, alike) for place, at, alike in found if at == one]
    seconds = [(place, alike) for place, at, alike in found if at == one + 1]
    near = [(a, b) for first, a in firsts for second, b in seconds if 0 < second - first <= _NEAR]
    return max((min(pair) for pair in near if max(pair) == 1), default=0.0)

"""The messages of locales/*.ftl as the house rules see them: their keys, values, cases, and every text they can be.

Not here: any rule.
"""

from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path

from fluent.syntax import FluentParser
from fluent.syntax.ast import (
    Junk,
    Message,
    Pattern,
    Placeable,
    SelectExpression,
    StringLiteral,
    TextElement,
    VariableReference,
    Variant,
)

from bot.settings import LOCALES

Locale = Mapping[str, Pattern]


def locales() -> dict[str, Locale]:
    """Every language's messages."""
    return {folder.name: _messages(*sorted(folder.glob("*.ftl"))) for folder in sorted(LOCALES.iterdir())}


def locale_of(text: str) -> Locale:
    """The messages of a Fluent text by their keys; what can't be read is an error."""
    resource = FluentParser().parse(text)
    junk = [entry.content for entry in resource.body if isinstance(entry, Junk)]
    assert not junk, junk
    return {entry.id.name: entry.value for entry in resource.body if isinstance(entry, Message) and entry.value}


def values(pattern: Pattern) -> set[str]:
    """The names of the values the message needs."""
    expressions = [choice.selector for part in patterns(pattern) for choice in choices(part)]
    placed = [each.expression for part in patterns(pattern) for each in part.elements if isinstance(each, Placeable)]
    return {name for each in (*expressions, *placed) if (name := value_in(each))}


def value_in(expression: object) -> str | None:
    """The value that is put here as it is, by its name; None where something else stands."""
    return expression.id.name if isinstance(expression, VariableReference) else None


def patterns(pattern: Pattern) -> Iterator[Pattern]:
    """The pattern, and those of its cases."""
    yield pattern
    for choice in choices(pattern):
        for variant in choice.variants:
            yield from patterns(variant.value)


def choices(pattern: Pattern) -> list[SelectExpression]:
    """Where the message depends on a value."""
    expressions = [element.expression for element in pattern.elements if isinstance(element, Placeable)]
    return [expression for expression in expressions if isinstance(expression, SelectExpression)]


def case(variant: Variant) -> str:
    """What the variant is for: `one`, `sold-out`, `0`."""
    return str(variant.key.name if hasattr(variant.key, "name") else variant.key.value)


def readings(pattern: Pattern) -> list[str]:
    """Every text the message can be, its values left as `{name}`."""
    return ["".join(parts) for parts in product(*(_readings(element) for element in pattern.elements))]


def _messages(*files: Path) -> Locale:
    found: dict[str, Pattern] = {}
    for file in files:
        found |= locale_of(file.read_text(encoding="utf-8"))
    return found


def _readings(element: TextElement | Placeable) -> list[str]:
    if isinstance(element, TextElement):
        return [element.value]
    if isinstance(element.expression, SelectExpression):
        return [text for variant in element.expression.variants for text in readings(variant.value)]
    if isinstance(element.expression, StringLiteral):
        return [element.expression.value]
    return [f"{{{value_in(element.expression)}}}"]

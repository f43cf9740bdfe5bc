"""Searching from the command line: a query a line in, what it finds a line out, at once.

Not here: how it is found (flows.understanding.search).
"""

import json
from collections.abc import Iterable, Sequence

import typer

from backend.catalogue import Product
from flows.understanding.search import Findings, look_up

MOST_SHOWN = 10


def answer(products: Sequence[Product], lines: Iterable[str], *, as_json: bool) -> None:
    """Print for each line what it finds, before the next one is read."""
    for line in lines:
        query = line.rstrip("\r\n")
        findings = look_up(products, query)
        typer.echo(_in_json(query, findings) if as_json else _in_words(query, findings))


def _in_json(query: str, findings: Findings) -> str:
    results = [{"id": hit.product.id, "score": round(hit.score, 4)} for hit in findings.hits[:MOST_SHOWN]]
    return json.dumps({"query": query, "results": results, "sure": findings.is_sure}, ensure_ascii=False)


def _in_words(query: str, findings: Findings) -> str:
    rows = [f"  {hit.score:.2f}  {hit.product.id}" for hit in findings.hits[:MOST_SHOWN]]
    heading = "sure" if findings.is_sure else "not sure; nearest" if rows else "nothing found"
    return "\n".join([f"{query}: {heading}", *rows])

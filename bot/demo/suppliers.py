"""The demo's suppliers: who delivers what the sample shop has no cards of, and how shop and sandbox are told of them.

Not here: what a supplier does (sandbox.supplier), or the processes (bot.demo.processes).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

KEY = "demo-supplier-key"
NAMES = ("east", "west")
PLENTY = 100_000

_ENTRY = """
[[suppliers]]
id = "{name}"
url = "{url}/suppliers/{name}"
is_idempotent = true
not_found_is_final_after_seconds = 60
products = [{products}]
"""


@dataclass(frozen=True)
class Supplied:
    """A product that both suppliers have, under our own name for it. A top-up goes to an account."""

    product: str
    cost_minor: int = 100
    is_top_up: bool = False


CARD = Supplied("shengqu-card-100", cost_minor=92_00)
TOP_UP = Supplied("mobile-500", cost_minor=485_00, is_top_up=True)
SUPPLIED = (CARD, TOP_UP)
"""Of the sample shop's products that have no codes."""


def sandbox_options(supplied: Sequence[Supplied]) -> list[str]:
    """What makes the sandbox serve the suppliers; nothing if they have nothing."""
    options = ["--supplier-key", KEY] if supplied else []
    for each in supplied:
        kind = ":top-up" if each.is_top_up else ""
        options += ["--article", f"{each.product}:{each.cost_minor}:CNY:{PLENTY}{kind}"]
    return options


def bot_environment(supplied: Sequence[Supplied], *, file: Path, sandbox_url: str) -> dict[str, str]:
    """Write the bot's file of suppliers, and return the settings that lead to it; none if they have nothing."""
    if not supplied:
        return {}
    products = ", ".join(map(_sold, supplied))
    entries = [_ENTRY.format(name=name, url=sandbox_url, products=products) for name in NAMES]
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(entries), encoding="utf-8")
    return {"SUPPLIERS": str(file), "SUPPLIER_KEYS": ",".join(f"{name}={KEY}" for name in NAMES)}


def _sold(each: Supplied) -> str:
    return f'{{ product = "{each.product}", sku = "{each.product}", is_top_up = {str(each.is_top_up).lower()} }}'

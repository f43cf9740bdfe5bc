"""The owner's file of suppliers: what it names, and why it is refused."""

from datetime import timedelta

import pytest

from backend.suppliers import Sold
from bot.suppliers.declared import BadSuppliers, Named, read
from tests.clock import StoppedClock

FILE = """
[[suppliers]]
id = "east"
url = "https://api.east.example/v1"
is_idempotent = true
not_found_is_final_after_seconds = 300
products = [{ product = "steam-50", sku = "STEAM50" }, { product = "mobile-100", sku = "HF", is_top_up = true }]

[[suppliers]]
id = "west"
url = "http://127.0.0.1:8000"
is_idempotent = false
not_found_is_final_after_seconds = 600
products = [{ product = "steam-50", sku = "S-50" }]
"""
KEYS = "east=k1, west=k2"


def named(text: str = FILE, keys: str = KEYS) -> list[Named]:
    return read(text, keys, callback_url="https://shop.example", clock=StoppedClock())


def test_suppliers_stand_in_the_files_order_with_what_they_sell_and_promise() -> None:
    east, west = named()

    assert (east.catalogued.supplier_id, west.catalogued.supplier_id) == ("east", "west")
    assert east.catalogued.sells == (
        Sold("steam-50", "STEAM50", is_top_up=False),
        Sold("mobile-100", "HF", is_top_up=True),
    )
    assert (west.port.is_idempotent, west.port.not_found_is_final_after) == (False, timedelta(minutes=10))


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("https://api.east", "http://api.east", "https://"),
        ("https://api.east", "http://127.0.0.1.evil", "https://"),
        ('id = "west"', 'id = "east"', "same id"),
        ("is_idempotent = true", "", "is_idempotent"),
        ("is_idempotent = true", "is_idempotent = true\ncolour = 1", "colour"),
        ('product = "mobile-100"', 'product = "steam-50"', "twice"),
        ("[[suppliers]]", "[[", "no TOML"),
    ],
)
def test_a_file_that_can_not_be_right_is_refused_with_the_reason(old: str, new: str, why: str) -> None:
    with pytest.raises(BadSuppliers, match=why):
        named(FILE.replace(old, new))


@pytest.mark.parametrize("keys", ["", "east=k1", "east=k1,west="])
def test_a_supplier_without_a_key_is_refused(keys: str) -> None:
    with pytest.raises(BadSuppliers, match="west"):
        named(keys=keys)

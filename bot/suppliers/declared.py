"""Declared suppliers: whom the shop buys of and what, as the owner's TOML file names them; their keys come apart.

Not here: costs and counts, which each supplier says itself (bot.suppliers.sync). The order of the file is that of
preference.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from backend.suppliers import Catalogued, Sold
from bot.clock import Clock
from bot.suppliers.http_supplier import HttpSupplier
from bot.suppliers.supplier import SupplierPort

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BadSuppliers(ValueError):
    """The file or the keys can't be right; the message says why, in one sentence."""


@dataclass(frozen=True)
class Named:
    """A supplier: what it is to be asked for, and the way to ask."""

    catalogued: Catalogued
    port: SupplierPort


def _safe(url: str) -> str:
    """Codes and accounts travel to it, so it must be encrypted unless it stays on this machine."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return url
    raise ValueError("it must begin with https://")


class _Article(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    product: str = Field(pattern=r"^[a-z0-9-]{1,40}$")
    sku: str = Field(min_length=1, max_length=100)
    is_top_up: bool = False


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9-]{1,32}$")
    url: Annotated[str, AfterValidator(_safe)]
    is_idempotent: bool
    not_found_is_final_after_seconds: int = Field(ge=0, le=86_400)
    products: tuple[_Article, ...] = Field(min_length=1)


class _File(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    suppliers: tuple[_Entry, ...]


def read(text: str, keys: str, *, callback_url: str, clock: Clock) -> list[Named]:
    """The suppliers of a file; `keys` are written `id=key`, joined by commas. Raises BadSuppliers."""
    file = _parsed(text)
    known = _keys(keys)
    names = [entry.id for entry in file.suppliers]
    if len(set(names)) != len(names):
        raise BadSuppliers("two suppliers have the same id")
    missing = [name for name in names if name not in known]
    if missing:
        raise BadSuppliers(f"SUPPLIER_KEYS has no key for {', '.join(missing)}")
    return [_named(entry, known[entry.id], callback_url=callback_url, clock=clock) for entry in file.suppliers]


def _named(entry: _Entry, key: str, *, callback_url: str, clock: Clock) -> Named:
    port = HttpSupplier(
        entry.id,
        url=entry.url,
        key=key,
        notify_url=f"{callback_url}/suppliers/{entry.id}/notify",
        is_idempotent=entry.is_idempotent,
        not_found_is_final_after=timedelta(seconds=entry.not_found_is_final_after_seconds),
        clock=clock,
    )
    return Named(Catalogued(entry.id, _sold(entry.products)), port)


def _sold(articles: Sequence[_Article]) -> tuple[Sold, ...]:
    products = [article.product for article in articles]
    if len(set(products)) != len(products):
        raise BadSuppliers("a supplier names a product twice")
    return tuple(Sold(article.product, article.sku, article.is_top_up) for article in articles)


def _parsed(text: str) -> _File:
    try:
        return _File.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise BadSuppliers(f"it is no TOML ({error})") from None
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise BadSuppliers(f"{place}: {first['msg'].removeprefix('Value error, ')}") from None


def _keys(text: str) -> Mapping[str, str]:
    pairs = [part.strip().partition("=") for part in text.split(",") if part.strip()]
    return {name: key for name, _, key in pairs if key}

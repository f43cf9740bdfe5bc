"""The catalogue: what the shop has on its shelves, and taking over a new one from the owner's file.

Not here: the file's format (backend.catalogue_file), what a person pays (backend.pricing).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypeVar

from backend import catalogue_file, pages
from backend.accounts import read_account as read_account
from backend.catalogue_file import CatalogueFile
from backend.errors import ProductNotOnSale
from backend.pages import Page
from storage import audit_trail, licences, shop_profile
from storage import catalogue as rows
from storage.catalogue import AccountKind as AccountKind
from storage.catalogue import Category as Category
from storage.catalogue import Product as Product
from storage.database import Db

Shelved = TypeVar("Shelved", Category, Product)

_LOADED = "loaded"


@dataclass(frozen=True)
class CatalogueImport:
    """What a catalogue file did: ids by fate, or the problems for which nothing was done.

    `overruled` are those that an admin had changed in the chat and that are now as the file has them.
    """

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()
    overruled: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def categories(db: Db) -> list[Category]:
    """The categories that have something on sale, in the shop's order."""
    return rows.categories_on_sale(db)


def every_category(db: Db) -> list[Category]:
    """All categories, in the shop's order."""
    return rows.all_categories(db)


def category(db: Db, category_id: str) -> Category | None:
    """The category, with something on sale or not."""
    return next((each for each in rows.all_categories(db) if each.id == category_id), None)


def products_in(db: Db, category_id: str, *, page: int, per_page: int) -> Page[Product]:
    """One page of what a category has on sale."""
    return pages.turn_to(
        page,
        per_page=per_page,
        total=rows.count_on_sale(db, category_id=category_id),
        items=lambda offset: rows.products_on_sale(db, category_id=category_id, offset=offset, most=per_page),
    )


def products(db: Db) -> list[Product]:
    """Everything on sale, in the shop's order."""
    return rows.products_on_sale(db)


def product(db: Db, product_id: str) -> Product | None:
    """The product, on sale or not."""
    return rows.product_with_id(db, product_id)


def the_product(db: Db, product_id: str) -> Product:
    """The product, on sale or not. Raises ProductNotOnSale if there never was one."""
    found = rows.product_with_id(db, product_id)
    if found is None:
        raise ProductNotOnSale()
    return found


def shop_name(db: Db, language: str) -> str | None:
    """What the shop is called in this language or the nearest one; None if its file does not say."""
    profile = shop_profile.the_profile(db)
    return None if profile is None else rows.nearest(profile.name, language)


def shop_notice(db: Db, language: str) -> str | None:
    """What every visitor should know, in this language or the nearest one; None if the shop's file does not say."""
    profile = shop_profile.the_profile(db)
    return None if profile is None else rows.nearest(profile.notice, language)


def load(db: Db, text: str, *, by: str = "shop", now: datetime) -> CatalogueImport:
    """Make the shop's shelves and profile those of the file; what it no longer names goes off sale.

    Nothing is written if the file has a problem. Loading the same file again changes nothing.
    """
    return take_over(db, catalogue_file.read(text), by=by, now=now)


def take_over(db: Db, read: CatalogueFile, *, by: str = "shop", now: datetime) -> CatalogueImport:
    """The same for a file that has been read; a sheet leaves the shop's profile and licence terms as they are."""
    if read.problems:
        return CatalogueImport(problems=read.problems)
    kept = {each.id: each for each in rows.all_products(db)}
    named = {each.id for each in read.products}
    withdrawn = [replace(each, is_on_sale=False) for each in kept.values() if each.id not in named and each.is_on_sale]
    changed = [each for each in read.products if each.id in kept and kept[each.id] != each]
    added = [each for each in read.products if each.id not in kept]
    if read.profile is not None:
        shop_profile.put(db, read.profile)
    rows.put_categories(db, _differing(read.categories, rows.all_categories(db)))
    rows.put_products(db, [*added, *changed, *withdrawn])
    if read.licence_terms is not None:
        licences.put_terms(db, read.licence_terms)
    result = CatalogueImport(
        added=_ids(added),
        changed=_ids(changed),
        unchanged=_ids([each for each in read.products if kept.get(each.id) == each]),
        withdrawn=_ids(withdrawn),
        overruled=_overruled(db, [*changed, *withdrawn], by=by, now=now),
    )
    counts = f"{len(added)} added, {len(changed)} changed, {len(withdrawn)} withdrawn"
    audit_trail.record(db, subject="catalogue", what=_LOADED, by=by, why=counts, now=now)
    return result


def _overruled(db: Db, replaced: Sequence[Product], *, by: str, now: datetime) -> tuple[str, ...]:
    """The products whose last change was made in the chat; from now on their last change is the file's."""
    changed_in_chat = [
        each.id
        for each in replaced
        if (acts := audit_trail.acts_on(db, f"product:{each.id}")) and acts[-1].what != _LOADED
    ]
    for product_id in changed_in_chat:
        audit_trail.record(db, subject=f"product:{product_id}", what=_LOADED, by=by, why="", now=now)
    return tuple(changed_in_chat)


def _differing(new: Sequence[Shelved], kept: Sequence[Shelved]) -> list[Shelved]:
    return [each for each in new if each not in kept]


def _ids(found: Sequence[Product]) -> tuple[str, ...]:
    return tuple(each.id for each in found)

"""Secrets at rest: a vault that seals texts for one place in the database, and a Secret that won't slip out.

Not here: which texts those are (storage.stock), or where the keys come from (bot.settings).
A sealed text reads `v1:<key id>:<base64 of nonce and ciphertext>`; moved to another row, column or table
it no longer opens.
"""

import base64
import hmac
import os
from collections.abc import Mapping
from typing import NoReturn

import sqlalchemy as sa
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy.orm import Mapped, mapped_column

from storage.database import Db, Table, insert_or_ignore

KEY_BYTES = 32
NONCE_BYTES = 12
"""AES-256-GCM with a random nonce of 96 bits: good for 2**32 texts a key (NIST SP 800-38D, 8.3)."""

_FORMAT = "v1"
_KNOWN_TEXT = "the inn is open"


class WrongKey(Exception):
    """The keys given are not those this database was sealed with, or are no keys; the message says which."""


class Tampered(Exception):
    """A sealed text was changed, or moved to another place than it was sealed for."""


class Secret:
    """A text that only `reveal()` gives away: printed, logged, formatted or compared it stays hidden."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    def reveal(self) -> str:
        """The text itself. Whoever calls this answers for where it goes."""
        return self._text

    def __repr__(self) -> str:
        return "Secret(••••)"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return repr(self)

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a Secret is neither pickled nor copied")


class Vault:
    """Seals and opens texts. `keys` by id, oldest first: the newest seals, the oldest fingerprints."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        if not keys:
            raise WrongKey("There is no key: set one before the shop can keep card codes.")
        if not all(key_id.isalnum() and len(key) == KEY_BYTES for key_id, key in keys.items()):
            # What stands in the name's place may be the key itself, so it is not repeated.
            raise WrongKey(f"A key must have a plain name and {KEY_BYTES} bytes.")
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self.newest = list(keys)[-1]
        # Fingerprints tell doubles apart for as long as the stock lives, so they stay with the oldest key.
        self._fingerprint_key = HKDF(SHA256(), KEY_BYTES, None, b"xiaoer fingerprints").derive(
            next(iter(keys.values()))
        )

    @classmethod
    def parse(cls, text: str) -> "Vault":
        """Read keys as settings write them: `name:base64` each, oldest first, joined by commas."""
        pairs = [part.strip().partition(":") for part in text.split(",") if part.strip()]
        try:
            return cls({key_id: base64.b64decode(key, validate=True) for key_id, _, key in pairs})
        except ValueError:
            raise WrongKey("A key must be written as name:base64, several joined by commas.") from None

    def seal(self, text: str, *, table: str, row: str, column: str) -> str:
        """Encrypt `text` for this one place."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = self._ciphers[self.newest].encrypt(nonce, text.encode(), _place(table, row, column))
        return f"{_FORMAT}:{self.newest}:{base64.b64encode(nonce + sealed).decode()}"

    def open(self, sealed: str, *, table: str, row: str, column: str) -> Secret:
        """Decrypt what was sealed for this place. Raises Tampered, or WrongKey if its key is not here."""
        version, key_id, content = sealed.split(":", 2)
        if version != _FORMAT or key_id not in self._ciphers:
            raise WrongKey(f"A text is sealed with key {key_id!r}, which is not among the keys given.")
        raw = base64.b64decode(content)
        try:
            text = self._ciphers[key_id].decrypt(raw[:NONCE_BYTES], raw[NONCE_BYTES:], _place(table, row, column))
        except InvalidTag:
            raise Tampered(f"{table} {row} can't be opened: {column} was changed or moved") from None
        return Secret(text.decode())

    def fingerprint(self, text: str) -> str:
        """The same for the same text and useless without the key: finds doubles without opening anything."""
        return hmac.new(self._fingerprint_key, text.encode(), "sha256").hexdigest()


class VaultCheckRow(Table):
    """One row: a known text, sealed with each key this database has been used with."""

    __tablename__ = "vault_checks"

    key_id: Mapped[str] = mapped_column(primary_key=True)
    sealed: Mapped[str]
    fingerprint: Mapped[str]


def new_key() -> str:
    """A fresh random key, written as `Vault.parse` reads it."""
    return f"k1:{base64.b64encode(os.urandom(KEY_BYTES)).decode()}"


def check_key(db: Db, vault: Vault) -> None:
    """Raise WrongKey unless `vault` opens this database; the first vault it meets becomes its own."""
    sealed = vault.seal(_KNOWN_TEXT, table="vault_checks", row=vault.newest, column="sealed")
    row = {"key_id": vault.newest, "sealed": sealed, "fingerprint": vault.fingerprint(_KNOWN_TEXT)}
    db.execute(insert_or_ignore(db, VaultCheckRow).values(**row).on_conflict_do_nothing())
    for check in db.execute(sa.select(VaultCheckRow.__table__)).mappings():
        _try_key(vault, **check)


def _try_key(vault: Vault, *, key_id: str, sealed: str, fingerprint: str) -> None:
    try:
        vault.open(sealed, table="vault_checks", row=key_id, column="sealed")
    except Tampered:
        raise WrongKey(f"Key {key_id!r} is not the one this database was sealed with.") from None
    if fingerprint != vault.fingerprint(_KNOWN_TEXT):
        raise WrongKey("The oldest key of this database must stay the first one given.")


def _place(table: str, row: str, column: str) -> bytes:
    return "\x1f".join((table, row, column)).encode()

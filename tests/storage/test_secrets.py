"""The vault opens what it sealed where it was sealed, and nothing else; a Secret keeps to itself."""

import copy
import json

import pytest

from storage.database import Database, Db
from storage.secrets import Secret, Tampered, Vault, WrongKey, check_key, new_key

OLD, NEW = bytes(32), bytes(range(32))
PLACE = {"table": "cards", "row": "7", "column": "code"}


def test_a_sealed_text_is_opened_again() -> None:
    vault = Vault({"a": OLD})

    sealed = vault.seal("卡密-1", **PLACE)

    assert sealed.startswith("v1:a:")
    assert vault.open(sealed, **PLACE).reveal() == "卡密-1"


def test_the_same_text_is_never_sealed_alike() -> None:
    vault = Vault({"a": OLD})

    assert vault.seal("x", **PLACE) != vault.seal("x", **PLACE)


@pytest.mark.parametrize("moved", [{"table": "other"}, {"row": "8"}, {"column": "other"}])
def test_a_sealed_text_does_not_open_in_another_place(moved: dict[str, str]) -> None:
    vault = Vault({"a": OLD})
    sealed = vault.seal("x", **PLACE)

    with pytest.raises(Tampered):
        vault.open(sealed, **(PLACE | moved))


def test_a_changed_text_does_not_open() -> None:
    vault = Vault({"a": OLD})
    sealed = vault.seal("x", **PLACE)
    changed = sealed[:-4] + ("AAA=" if sealed[-4:] != "AAA=" else "BBB=")

    with pytest.raises(Tampered):
        vault.open(changed, **PLACE)


def test_a_new_key_opens_what_the_old_one_sealed_and_finds_the_same_doubles() -> None:
    before, after = Vault({"a": OLD}), Vault({"a": OLD, "b": NEW})
    sealed = before.seal("x", **PLACE)

    assert after.open(sealed, **PLACE).reveal() == "x"
    assert after.seal("x", **PLACE).startswith("v1:b:")
    assert after.fingerprint("x") == before.fingerprint("x")
    with pytest.raises(WrongKey):
        Vault({"b": NEW}).open(sealed, **PLACE)


@pytest.mark.parametrize("keys", ["", "a", "a:", "a:AAAA", "a:not base64!", "a b:" + new_key()[3:]])
def test_what_is_no_key_is_refused(keys: str) -> None:
    with pytest.raises(WrongKey):
        Vault.parse(keys)


def test_a_key_without_a_name_is_refused_and_not_repeated() -> None:
    key = new_key().removeprefix("k1:")

    with pytest.raises(WrongKey) as refusal:
        Vault.parse(key)

    assert key not in str(refusal.value)


def test_a_new_key_is_read_back_and_unlike_the_last() -> None:
    key = new_key()

    assert Vault.parse(key).newest == "k1"
    assert key != new_key()


def test_a_database_stays_with_its_key(db: Db) -> None:
    check_key(db, Vault({"a": OLD}))
    check_key(db, Vault({"a": OLD}))
    check_key(db, Vault({"a": OLD, "b": NEW}))
    check_key(db, Vault({"a": OLD, "b": NEW}))


@pytest.mark.parametrize(
    "keys",
    [{"a": NEW}, {"b": NEW}, {"b": NEW, "a": OLD}],
    ids=["another key of that name", "the key is missing", "not the oldest first"],
)
def test_a_database_refuses_another_key_and_remembers_nothing_of_it(database: Database, keys: dict[str, bytes]) -> None:
    with database.transaction() as db:
        check_key(db, Vault({"a": OLD}))

    with pytest.raises(WrongKey), database.transaction() as db:
        check_key(db, Vault(keys))

    with database.transaction() as db:
        check_key(db, Vault({"a": OLD}))


def test_a_secret_is_only_revealed_on_purpose() -> None:
    secret = Secret("CANARY")

    shown = [str(secret), repr(secret), f"{secret:>40}", f"{[secret]}", "%s" % secret]  # noqa: UP031

    assert "CANARY" not in "".join(shown)
    assert secret.reveal() == "CANARY"
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize("leak", [copy.copy, copy.deepcopy, json.dumps], ids=str)
def test_a_secret_is_neither_copied_nor_written_out(leak: object) -> None:
    """A copy asks the secret what serialising it would ask, so one refusal stands for both."""
    assert callable(leak)

    with pytest.raises(TypeError):
        leak(Secret("CANARY"))

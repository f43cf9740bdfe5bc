"""Settings: what webhooks need is asked for at the start, in one sentence that tells no secret."""

import pytest

from backend.fees import NO_FEE, Fee
from bot.settings import BadSettings, UpdatesBy, settings_from_environment

SECRET = "s3cret_-" * 4
RIGHT = {
    "TELEGRAM_BOT_TOKEN": "1:memory",
    "XIAOER_SECRET_KEY": "unused",
    "TELEGRAM_UPDATES": "webhook",
    "TELEGRAM_WEBHOOK_SECRET": SECRET,
    "PUBLIC_URL": "https://shop.example/",
}


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)


def test_webhooks_are_what_is_asked_for_and_polling_is_not_spoken_of(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = settings_from_environment()

    assert settings.telegram_updates is UpdatesBy.WEBHOOK
    assert settings.webhook_secrets == (SECRET,)
    assert settings.callback_url == "https://shop.example"

    monkeypatch.delenv("TELEGRAM_UPDATES")
    assert settings_from_environment().telegram_updates is UpdatesBy.POLLING


def test_the_secret_told_to_the_platform_comes_before_the_former_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_WEBHOOK_SECRET_OLD", "o" * 32)

    assert settings_from_environment().webhook_secrets == (SECRET, "o" * 32)


@pytest.mark.parametrize("name", ["TELEGRAM_WEBHOOK_SECRET", "PUBLIC_URL"])
def test_webhooks_without_a_secret_or_an_address_do_not_start(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)

    with pytest.raises(BadSettings, match=f"^TELEGRAM_UPDATES=webhook needs {name}: "):
        settings_from_environment()


@pytest.mark.parametrize("name", ["TELEGRAM_WEBHOOK_SECRET", "TELEGRAM_WEBHOOK_SECRET_OLD"])
@pytest.mark.parametrize("secret", ["", "s" * 31, "s" * 257, "s" * 32 + "!", "s" * 32 + "\n", "密" * 32])
def test_a_secret_that_is_easily_guessed_or_that_the_platform_would_refuse_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, name: str, secret: str
) -> None:
    monkeypatch.setenv(name, secret)

    with pytest.raises(BadSettings) as refused:
        settings_from_environment()

    assert str(refused.value).startswith(f"{name} is not usable (it has 32 to 256 letters, digits, _ or -)")
    assert not secret or secret not in str(refused.value)


def test_updates_come_in_one_of_two_ways(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_UPDATES", "pigeon")

    with pytest.raises(BadSettings, match=r"^TELEGRAM_UPDATES is not usable .*'polling' or 'webhook'"):
        settings_from_environment()


@pytest.mark.parametrize("left_out", ["EPAY_URL", "EPAY_MERCHANT", "EPAY_KEY"])
def test_a_gateway_is_named_in_full_or_not_at_all(monkeypatch: pytest.MonkeyPatch, left_out: str) -> None:
    for name, value in (("EPAY_URL", "https://pay.example"), ("EPAY_MERCHANT", "1001"), ("EPAY_KEY", "k3y-of-ours")):
        if name != left_out:
            monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match="belong together") as sentence:
        settings_from_environment()

    assert "k3y-of-ours" not in str(sentence.value)


def test_a_gateway_whose_key_is_empty_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("EPAY_URL", "https://pay.example"), ("EPAY_MERCHANT", "1001"), ("EPAY_KEY", "")):
        monkeypatch.setenv(name, value)

    with pytest.raises(BadSettings, match="anybody could sign with it"):
        settings_from_environment()


def test_fees_are_read_as_they_are_written_and_there_is_none_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_from_environment().epay_fee == settings_from_environment().gateway_fee == NO_FEE

    monkeypatch.setenv("EPAY_FEE", "1.5%+0.10")
    monkeypatch.setenv("GATEWAY_FEE", "2%")

    settings = settings_from_environment()
    assert (settings.epay_fee, settings.gateway_fee) == (Fee(150, 10), Fee(200))


@pytest.mark.parametrize("name", ["EPAY_FEE", "GATEWAY_FEE"])
@pytest.mark.parametrize("fee", ["a little", "15%+", "25%", ""])
def test_what_is_no_fee_does_not_start(monkeypatch: pytest.MonkeyPatch, name: str, fee: str) -> None:
    monkeypatch.setenv(name, fee)

    with pytest.raises(BadSettings, match=f"{name} is not usable .a fee is"):
        settings_from_environment()

"""Screens: notes above them, and being kept and read again."""

import pytest

from flows.screens import Button, Screen, button, open_links, screen_from_json, screen_to_json, seal_link
from flows.words import words
from storage.secrets import Secret, Tampered, Vault

MENU = Screen(words("menu", name="Ana"), ((button("button-browse", "categories"),),))


def test_a_note_stands_above_the_text() -> None:
    assert MENU.below(words("order-cancelled")).text == words(
        "with-note", note=words("order-cancelled"), text=words("menu", name="Ana")
    )


def test_the_same_note_is_not_put_twice() -> None:
    noted = MENU.below(words("order-cancelled"))

    assert noted.below(words("order-cancelled")) == noted
    assert noted.below(None) == noted
    assert noted.below(words("order-placed")) != noted


@pytest.mark.parametrize(
    "screen",
    [
        MENU,
        Screen(words("delivery"), subject="delivery:1", codes_of=1, is_protected=True),
        MENU.with_row(Button(words("button-pay-now"), url="http://localhost/pay"), button("button-menu", "menu", n=1)),
    ],
)
def test_what_was_kept_is_what_was_shown(screen: Screen) -> None:
    content, actions = screen_to_json(screen)

    assert screen_from_json(content, actions, screen.subject) == screen


def test_a_sealed_address_opens_on_screens_of_its_person_and_on_nobody_elses(vault: Vault) -> None:
    address = "http://desk.test/sign-in?token=t"
    link = Button(words("button-menu"), sealed_url=seal_link(vault, Secret(address), person_id=7))
    content, _ = screen_to_json(Screen(words("menu"), ((link,),)))

    assert address not in str(content)
    assert open_links(vault, content["rows"], person_id=7)[0][0]["url"] == address
    for other in (8, None):
        with pytest.raises(Tampered):
            open_links(vault, content["rows"], person_id=other)

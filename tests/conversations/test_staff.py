"""Transcripts of the staff: inviting, joining, changing roles, letting go, and connecting their group."""

import re
from typing import Any

import pytest
import sqlalchemy as sa

from backend import staff
from backend.people import Role
from storage import audit_trail
from storage.schema import METADATA
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest

FORUM = {"id": -100_700, "type": "supergroup", "is_forum": True}


@pytest.fixture
def boss(shop: ShopInTest) -> PersonInTest:
    """The admin whom the settings name."""
    boss = shop.person(ADMIN, "Boss")
    boss.says("/start")
    return boss


def invited(boss: PersonInTest, label: str = "Invite an agent") -> str:
    """What an invite's link says to the bot."""
    boss.says("/staff")
    boss.taps(label)
    found = re.search(r"https://t\.me/xiaoer_bot\?start=(\S+)", boss.screen)
    assert found is not None, boss.screen
    return f"/start {found.group(1)}"


def role_of(shop: ShopInTest, person: PersonInTest) -> Role:
    """What the shop takes the person for."""
    with shop.database.read() as db:
        return person.known_as(db).role


def says_in_group(person: PersonInTest, text: str, chat: dict[str, Any]) -> None:
    """Send a command in a group."""
    person.says(text, chat=chat)


def test_an_invite_makes_an_agent_of_who_opens_it_and_tells_them_how_to_serve(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    link = invited(boss)
    boss.sees("An invite for one agent", "It works once, for whoever opens it first, until Mar 4 12:00")

    ana.says(link)

    assert role_of(shop, ana) is Role.AGENT
    ana.sees("You are on the staff of this shop: agent", "Tap “Claim”", "begins with // is a note only staff see")
    ana.misses("/staff: invite", "/report")
    assert "👥 Ana (ID 501) joined by invite. Role: agent." in shop.told
    ana.says("/staff")
    ana.sees("Serving customers")
    ana.says("/help")
    ana.sees("What I can do for you", "Serving customers")
    boss.says("/staff")
    boss.sees("Staff (2)")
    boss.offers("Boss · admin", "Ana · agent")
    with shop.database.read() as db:
        acts = audit_trail.acts_on(db, f"person:{ana.known_as(db).id}")
        invite = [act.what for act in audit_trail.acts_on(db, "invite:1")]
    assert [(act.what, act.why) for act in acts] == [("became agent", "invite:1")]
    assert invite == ["invited agent", "used"]


def test_of_two_who_open_it_one_joins_and_the_other_is_told(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    link = invited(boss)

    with shop.at_once():
        ana.says(link)
        xiaomei.says(link)

    assert sorted([role_of(shop, ana), role_of(shop, xiaomei)]) == [Role.AGENT, Role.CUSTOMER]
    xiaomei.sees("这个邀请链接已经用过，或者过期了")
    ana.sees("You are on the staff")


def test_opening_ones_own_used_link_again_changes_nothing(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    link = invited(boss)
    ana.says(link)
    told = len(shop.told)

    ana.says(link)

    ana.sees("You are on the staff of this shop: agent")
    assert len(shop.told) == told


def test_who_was_let_go_does_not_come_back_by_the_old_link(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    link = invited(boss)
    ana.says(link)
    boss.says("/staff")
    boss.taps("Ana")
    boss.taps("Let go")
    boss.sees("Let Ana (agent) go?", "They have no unresolved ticket")

    boss.taps("Yes, let go")

    boss.sees("✅ Ana is now: customer. They have been told.", "Staff (1)")
    ana.sees("You are no longer on the staff of this shop")
    ana.says(link)
    ana.sees("That invite has been used")
    assert role_of(shop, ana) is Role.CUSTOMER
    ana.says("/staff")
    ana.sees("for the shop’s staff")


def test_an_invite_is_good_for_two_days(shop: ShopInTest, boss: PersonInTest, ana: PersonInTest) -> None:
    link = invited(boss)
    shop.forward(hours=48)

    ana.says(link)

    ana.sees("its time is over")
    assert role_of(shop, ana) is Role.CUSTOMER


@pytest.mark.parametrize("link", ["/start i_", "/start i_AAAAAAAAAAAAAAAAAAAAAAAA"])
def test_an_invite_that_is_none_of_ours(shop: ShopInTest, ana: PersonInTest, link: str) -> None:
    ana.says(link)

    ana.sees("isn’t one of ours")
    assert role_of(shop, ana) is Role.CUSTOMER


def test_who_has_as_much_already_leaves_the_invite_for_another(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    link = invited(boss)

    boss.says(link)

    boss.sees("You are an admin already", "still works for somebody else")
    ana.says(link)
    assert role_of(shop, ana) is Role.AGENT


def test_invites_of_who_is_no_admin_any_more_stop_working(
    shop: ShopInTest, boss: PersonInTest, ana: PersonInTest
) -> None:
    other = shop.agent(601, "Otto", role=Role.ADMIN)
    link = invited(other, "An admin")
    boss.says("/staff")
    boss.taps("Otto")
    boss.taps("Make an agent")

    ana.says(link)

    ana.sees("That invite has been used, or its time is over")
    assert role_of(shop, ana) is Role.CUSTOMER


def test_a_link_can_not_be_worked_out_from_the_database(shop: ShopInTest, boss: PersonInTest) -> None:
    token = invited(boss).removeprefix("/start i_")

    with shop.database.read() as db:
        kept = [str(tuple(row)) for row in db.execute(sa.select(METADATA.tables["invites"]))]

    assert len(token) == 24
    assert token not in kept[0]


def test_a_role_is_changed_and_the_person_told_what_they_can_do_now(shop: ShopInTest, boss: PersonInTest) -> None:
    li = shop.agent(602, "Li", language="zh-CN")
    boss.says("/staff")
    boss.taps("Li · agent")
    boss.sees("Li · agent", "May serve customers’ tickets.")

    boss.taps("Make a supervisor")

    boss.sees("✅ Li is now: supervisor. They have been told.")
    li.sees("您是这家店的主管", "/report 看报表")
    assert role_of(shop, li) is Role.SUPERVISOR


def test_nobody_changes_themselves_nor_the_admins_of_the_settings(shop: ShopInTest, boss: PersonInTest) -> None:
    otto = shop.agent(601, "Otto", role=Role.ADMIN)

    boss.says("/staff")
    boss.taps("Boss")
    boss.sees("That’s you. Only another admin can change your role.")
    boss.misses("Make", "Let go")
    otto.says("/staff")
    otto.taps("Boss")
    otto.sees("named in the setting ADMIN_TELEGRAM_IDS")
    otto.misses("Make", "Let go")


def test_only_admins_see_the_staff(shop: ShopInTest, ana: PersonInTest) -> None:
    supervisor = shop.agent(602, "Su", role=Role.SUPERVISOR)

    ana.says("/staff")
    supervisor.says("/staff")

    ana.sees("for the shop’s staff")
    supervisor.sees("on the staff of this shop: supervisor", "Serving customers", "/report")
    supervisor.misses("Invite", "/products")


def test_the_help_of_an_admin_has_every_command_of_theirs(boss: PersonInTest) -> None:
    boss.says("/help")

    boss.sees(
        "/staff", "/products", "/stock", "/report", "/broadcast", "/maintenance", "/connect", "/claim", "/console"
    )


def test_an_admin_connects_a_group_with_topics(shop: ShopInTest, boss: PersonInTest) -> None:
    says_in_group(boss, "/connect", FORUM)

    assert "✅ This is the staff group now." in shop.driver.chats[-100_700][-1].text
    assert "Manage topics" in shop.driver.chats[-100_700][-1].text
    says_in_group(boss, "/connect", FORUM)
    assert "This is the staff group already." in shop.driver.chats[-100_700][-1].text
    with shop.database.read() as db:
        assert staff.staff_group(db) == -100_700
        assert [act.what for act in audit_trail.acts_on(db, "group:-100700")] == ["connected"]


def test_a_group_without_topics_is_refused_with_what_is_missing(shop: ShopInTest, boss: PersonInTest) -> None:
    says_in_group(boss, "/connect", {"id": -800, "type": "group"})

    assert "Turn on “Topics” in its settings" in shop.driver.chats[-800][-1].text
    with shop.database.read() as db:
        assert staff.staff_group(db) is None


def test_who_is_no_admin_connects_nothing(shop: ShopInTest, ana: PersonInTest) -> None:
    supervisor = shop.agent(602, "Su", role=Role.SUPERVISOR)

    says_in_group(supervisor, "/connect", FORUM)
    says_in_group(ana, "/connect", FORUM)

    assert all("for the shop’s staff" in message.text for message in shop.driver.chats[-100_700])
    with shop.database.read() as db:
        assert staff.staff_group(db) is None

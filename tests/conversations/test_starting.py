"""Transcripts of the way in: hello, deep links, languages, commands, and who can't be written to."""

from backend import people
from bot.drivers.driver import Rejected
from tests.conversations.chats import PersonInTest, ShopInTest


def test_a_newcomer_is_greeted_by_name_in_their_own_language(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("/start")
    xiaomei.says("/start")

    ana.sees("Hello Ana")
    ana.offers("Browse", "My orders", "Balance", "Help", "Language", "Human")
    xiaomei.sees("您好，小美")
    xiaomei.offers("逛逛商品", "我的订单", "余额", "帮助", "语言", "人工")


def test_who_has_no_readable_name_is_greeted_all_the_same(shop: ShopInTest) -> None:
    nobody, guest = shop.person(503, "\u200b"), shop.person(504, "\u200b", "zh")

    nobody.says("/start")
    guest.says("/start")

    nobody.sees("Hello friend,")
    guest.sees("您好，客官！")


def test_a_language_we_do_not_speak_is_answered_in_english(shop: ShopInTest) -> None:
    kenji = shop.person(503, "Kenji", "ja")

    kenji.says("/start")

    kenji.sees("Hello Kenji")


def test_a_deep_link_leads_to_its_product(ana: PersonInTest) -> None:
    ana.says("/start p_steam-50")

    ana.sees("Steam ¥50", "CN¥50.00")
    ana.offers("Buy", "Menu")


def test_a_deep_link_to_nothing_leads_to_the_shelves(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("/start p_gone")
    xiaomei.says("/start p_gone")

    ana.sees("no longer on sale", "What are you looking for?")
    ana.offers("Game cards", "Menu")
    xiaomei.sees("已经下架", "想看哪一类")


def test_a_deep_link_of_another_kind_leads_to_the_menu(ana: PersonInTest) -> None:
    ana.says("/start whatever")

    ana.sees("Hello Ana")


def test_the_language_is_changed_in_place_and_stays(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    ana.taps("Language")
    ana.sees("请选择语言 / Choose your language")

    ana.taps("简体中文")

    assert shop.driver.toasts == ["好的，以后跟您说中文。"]
    ana.sees("您好，Ana")
    assert len(ana.messages) == 1
    ana.says("/help")
    ana.sees("我能帮您做这些")
    ana.says("language")
    ana.taps("English")
    ana.sees("Hello Ana")
    assert shop.driver.toasts[-1] == "All right, English it is."


def test_every_command_has_its_page(ana: PersonInTest) -> None:
    ana.says("/menu")
    ana.sees("Hello Ana")
    ana.says("/shop")
    ana.sees("What are you looking for?")
    ana.says("/orders")
    ana.sees("You have no orders yet")
    ana.offers("Browse", "Menu")
    ana.says("/balance")
    ana.sees("Your balance: CN¥0.00")
    ana.offers("Browse", "Menu")
    ana.says("/language")
    ana.sees("Choose your language")
    ana.says("/help")
    ana.sees("What I can do for you")
    ana.offers("Browse", "My orders", "Human", "Menu")


def test_words_work_like_commands_in_both_languages_and_with_a_full_stop(xiaomei: PersonInTest) -> None:
    xiaomei.says("订单")
    xiaomei.sees("您还没有订单")
    xiaomei.says("余额？？")
    xiaomei.sees("您的余额：¥0.00")
    xiaomei.says("有什么")
    xiaomei.sees("想看哪一类")
    xiaomei.says("ＨＥＬＰ!")
    xiaomei.sees("我能帮您做这些")
    xiaomei.says("“Shop”…")
    xiaomei.sees("想看哪一类")


def test_an_unknown_command_is_answered_with_what_there_is(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("/frobnicate")
    xiaomei.says("/退款")

    ana.sees("I don’t know that command", "What I can do for you")
    xiaomei.sees("没有这个命令", "我能帮您做这些")


def test_cancel_back_and_continue_with_nothing_open_lead_to_the_menu(ana: PersonInTest) -> None:
    ana.says("cancel")
    ana.sees("Nothing is waiting to be filled in", "Hello Ana")
    ana.says("/back")
    ana.sees("Nothing is waiting to be filled in", "Hello Ana")
    ana.says("continue")
    ana.sees("Nothing is waiting to be filled in", "Hello Ana")


def test_commands_are_edited_away_one_screen_with_buttons_is_left(ana: PersonInTest) -> None:
    ana.says("/start")
    ana.says("/shop")
    ana.says("/help")

    with_buttons = [message for message in ana.messages if message.keyboard]

    assert len(ana.messages) == 3
    assert with_buttons == [ana.messages[-1]]


def test_who_blocked_us_is_left_alone_and_served_again_once_they_let_us_in(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    ana.says("steam50")
    ana.taps("Buy")
    ana.taps("1")
    ana.taps("Order for")
    ana.changes_reach("kicked")
    shop.driver.script("editMessageText", Rejected(403, "Forbidden: bot was blocked by the user"))
    seen = len(ana.messages)

    shop.forward(minutes=11)
    shop.forward(minutes=5)

    assert len(ana.messages) == seen
    with shop.database.read() as db:
        known = people.with_telegram_id(db, ana.id)
    assert known is not None
    assert known.blocked_at is not None

    ana.changes_reach("member")
    ana.says("/orders")

    ana.sees("My orders")
    ana.offers("closed · 1 × Steam ¥50")
    with shop.database.read() as db:
        known = people.with_telegram_id(db, ana.id)
    assert known is not None
    assert known.blocked_at is None

"""Transcripts of broadcasts: written in the chat, previewed, sent, paused, and what customers see of them."""

import pytest
import sqlalchemy as sa

from backend import broadcasts, people
from backend.people import Role
from storage import broadcasts as rows
from storage.broadcasts import BroadcastStatus
from storage.timers import TimerRow
from tests.conversations.chats import ADMIN, PersonInTest, ShopInTest
from tests.conversations.journeys import has_delivery

PHOTO = [{"file_id": "small", "file_unique_id": "s", "width": 1, "height": 1}, {"file_id": "large-photo"}]


@pytest.fixture
def owner(shop: ShopInTest) -> PersonInTest:
    """The shop's admin, in Chinese."""
    owner = shop.person(ADMIN, "老板", "zh-hans")
    owner.says("/start")
    return owner


def composes(owner: PersonInTest, *, link: str = "不放按钮", segment: str = "所有人") -> None:
    """Write a broadcast without a photo, up to its draft."""
    writes(owner)
    owner.taps(link)
    owner.taps(segment)


def writes(owner: PersonInTest) -> None:
    """Write its texts, up to the question after its button."""
    owner.says("/broadcast")
    owner.taps("写一条")
    owner.taps("不配图")
    owner.says("新货到了")
    owner.says("New stock is here")


def sends(shop: ShopInTest, owner: PersonInTest) -> None:
    """Start the draft on the page, and let it be fed."""
    owner.taps("现在发")
    owner.taps("发")
    shop.forward(seconds=1)


def newest(shop: ShopInTest) -> rows.Broadcast:
    with shop.database.read() as db:
        return rows.newest(db, offset=0, most=1)[0]


def test_everybody_gets_it_in_their_language_and_the_report_adds_up(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    ana.says("/start")
    xiaomei.says("/start")

    composes(owner)
    owner.sees("草稿", "新货到了", "发给：所有人", "现在发能送到 3 人")
    owner.taps("现在发")
    owner.sees("马上发给 3 人？")
    assert len(ana.messages) == 1
    owner.taps("发")
    shop.forward(seconds=1)
    shop.forward(seconds=1)

    ana.sees("New stock is here")
    xiaomei.sees("新货到了")
    assert [len(ana.messages), len(xiaomei.messages)] == [2, 2]
    owner.sees("发完了", "已送达 3 / 3")
    page = next(each for each in reversed(owner.messages) if "<b>群发 1</b>" in each.text)
    assert "已发完" in page.text
    assert "100%" in page.text
    assert newest(shop).status is BroadcastStatus.DONE


def test_a_preview_comes_to_oneself_only(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    composes(owner, link="逛逛商品")

    owner.taps("发给自己看看")

    owner.sees("新货到了")
    owner.offers("逛逛商品", "不再接收")
    assert len(ana.messages) == 1
    assert newest(shop).status is BroadcastStatus.DRAFT


def test_a_photo_goes_with_it(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    owner.says("/broadcast")
    owner.taps("写一条")
    owner.says("就这张")
    owner.sees("请发一张图片")
    owner.sends(photo=PHOTO)
    owner.says("新货到了")
    owner.taps("都用中文那份")
    owner.taps("不放按钮")
    owner.taps("所有人")
    owner.sees("带一张图片")

    sends(shop, owner)

    ana.sees("新货到了")
    assert newest(shop).photo == "large-photo"


def test_its_button_opens_the_product_beside_it(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    writes(owner)
    owner.taps("一件商品")
    owner.sees("按钮通向哪件商品")
    owner.says("没有这样的东西")
    owner.sees("确切的一件商品")
    owner.says("steam-50")
    owner.taps("所有人")
    owner.sees("按钮：Steam 50 元")
    sends(shop, owner)
    message = ana.messages[-1]

    ana.taps("Steam ¥50")

    ana.sees("A wallet code")
    ana.offers("Buy")
    assert "New stock is here" in message.text


def test_a_button_to_a_product_that_is_gone_by_now_leads_to_the_shelves(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest
) -> None:
    ana.says("/start")
    writes(owner)
    owner.taps("一件商品")
    owner.says("steam-50")
    owner.taps("所有人")
    sends(shop, owner)
    shop.loads(('id = "steam-50"', 'id = "steam-60"'))

    ana.taps("Steam ¥50")

    ana.sees("What are you looking for?")


def test_a_button_to_the_shelves_opens_them_beside_it(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    composes(owner, link="逛逛商品")
    sends(shop, owner)
    message = ana.messages[-1]

    ana.taps("Browse", message=message)

    ana.sees("What are you looking for?")
    assert message.text == "New stock is here"


def test_who_wants_no_more_news_gets_no_more(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    composes(owner)
    sends(shop, owner)
    ana.taps("No more news")
    composes(owner)
    owner.sees("能送到 1 人，另有 1 人收不到")

    sends(shop, owner)
    shop.forward(seconds=1)

    assert len(ana.messages) == 2
    owner.sees("已送达 1 / 2", "没有发（不想收，或已取消）：1")


def test_it_goes_to_the_buyers_of_a_product(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    has_delivery(shop, ana)
    xiaomei.says("/start")
    seen = [len(ana.messages), len(xiaomei.messages)]
    composes(owner, segment="买过某件商品")
    owner.says("steam50")
    owner.sees("买过“Steam 50 元”的人", "能送到 1 人")

    sends(shop, owner)

    assert [len(ana.messages), len(xiaomei.messages)] == [seen[0] + 1, seen[1]]


def test_it_starts_by_itself_at_its_time(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    composes(owner)
    owner.taps("定时发")
    owner.says("明天吧")
    owner.sees("没看懂这个时间")
    owner.says("13:00")
    owner.sees("等着开始", "开始时间：3月2日 13:00")

    shop.forward(minutes=59)
    assert len(ana.messages) == 1
    shop.forward(minutes=1)
    shop.forward(seconds=1)

    ana.sees("New stock is here")


def test_one_that_was_called_off_does_not_start(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    composes(owner)
    owner.taps("定时发")
    owner.says("13:00")
    owner.taps("取消群发")
    owner.taps("确定取消")
    owner.sees("已取消")

    shop.forward(minutes=61)
    shop.forward(seconds=1)

    assert len(ana.messages) == 1


def test_a_paused_one_sends_nothing_until_it_goes_on(shop: ShopInTest, owner: PersonInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    composes(owner)
    owner.taps("现在发")
    owner.taps("发")
    owner.taps("暂停")
    owner.sees("已暂停")

    shop.forward(seconds=1)
    shop.forward(seconds=5)
    assert len(ana.messages) == 1
    owner.taps("继续发")
    shop.forward(seconds=1)
    shop.forward(seconds=1)

    assert len(ana.messages) == 2
    assert newest(shop).status is BroadcastStatus.DONE


def test_pausing_and_going_on_at_once_feeds_it_once(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(broadcasts, "MOST_UNSENT", 1)
    ana.says("/start")
    composes(owner)
    sends(shop, owner)
    owner.taps("暂停")
    owner.taps("继续发")

    shop.forward(seconds=1)
    shop.forward(seconds=1)

    assert len(ana.messages) == 2
    owner.sees("已送达 2 / 2")
    with shop.database.read() as db:
        fed = db.scalars(sa.select(TimerRow.subject).where(TimerRow.kind == "broadcast-feed"))
        assert sorted(fed) == ["broadcast:1:1:0", "broadcast:1:1:1", "broadcast:1:2:0", "broadcast:1:2:1"]


def test_of_two_admins_the_later_one_is_told_that_it_is_too_late(
    shop: ShopInTest, owner: PersonInTest, ana: PersonInTest
) -> None:
    ana.says("/start")
    with shop.database.transaction() as db:
        people.appoint(db, ana.known_as(db), Role.ADMIN, by="test", now=shop.clock.now())
    composes(owner)
    ana.says("/broadcast")
    ana.taps("New stock is here")
    ana.taps("Send now")
    question = ana.messages[-1]
    yes = question.keyboard[0][0]["callback_data"]
    owner.taps("取消群发")
    owner.taps("确定取消")

    ana.taps_data(yes, question.message_id)
    shop.forward(seconds=1)

    ana.sees("cancelled")
    assert newest(shop).status is BroadcastStatus.CANCELLED


def test_customers_can_not_write_one(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/broadcast")

    ana.sees("for the shop’s staff")


def test_a_text_too_long_for_a_photo_is_refused(owner: PersonInTest) -> None:
    owner.says("/broadcast")
    owner.taps("写一条")
    owner.taps("不配图")

    owner.says("新" * 901)

    owner.sees("900 字以内")

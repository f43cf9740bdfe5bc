"""Transcripts of follow-ups: reminders, 'did it arrive?', by day and not by night, once, as long as it matters."""

from datetime import timedelta

from backend import coupons
from backend.money import Money
from storage.timers import Timer, set_timers
from tests.conversations.chats import PersonInTest, PersonInTopic, ShopInTest
from tests.conversations.journeys import has_delivery, waits_for_payment


def lives_in(shop: ShopInTest, person: PersonInTest, city: str) -> None:
    """Have chosen a time zone by its name."""
    person.says("/settings")
    person.taps("Time zone" if person.name == "Ana" else "时区")
    person.says(city)


def asked(person: PersonInTest, *texts: str) -> int:
    """How many of the person's messages have one of these texts."""
    return sum(any(text in message.text for text in texts) for message in person.messages)


def test_whoever_never_opened_the_codes_is_reminded_the_same_day(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    shop.forward(hours=3, minutes=59)
    ana.sees("is here!")

    shop.forward(minutes=1)

    ana.sees("codes haven’t been opened yet")
    ana.offers("Show codes", "All good", "There’s a problem", "Fewer of these")
    ana.taps("Show codes", message=ana.messages[-1])
    ana.sees("Codes of order")


def test_whoever_opened_them_is_asked_an_hour_later_whether_they_work(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    has_delivery(shop, xiaomei)
    xiaomei.taps("查看卡密")
    shop.forward(minutes=59)
    assert asked(xiaomei, "都能用吗") == 0

    shop.forward(minutes=1)
    xiaomei.sees("的卡密都能用吗")
    shop.forward(hours=8)
    shop.forward(hours=24)

    assert asked(xiaomei, "都能用吗", "还没打开过") == 1


def test_a_look_just_before_the_question_puts_it_off_until_the_codes_can_be_tried(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    has_delivery(shop, ana)
    shop.forward(hours=3, minutes=50)
    ana.taps("Show codes")
    shop.forward(minutes=10)
    assert asked(ana, "haven’t been opened", "Did everything") == 0

    shop.forward(minutes=50)

    ana.sees("Did everything in order", "work?")


def test_all_good_completes_the_order_and_asks_for_stars(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    shop.forward(hours=4)

    ana.taps("All good")

    ana.sees("The order is completed", "Please rate order")
    ana.offers("1 ⭐", "5 ⭐")
    assert asked(ana, "Status: <b>completed</b>") == 1  # the page says so where it stands


def test_who_said_that_all_is_good_is_not_asked(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    shop.forward(hours=4)
    ana.taps("All good")
    ana.taps("Order details")
    ana.taps("Show codes")

    shop.forward(hours=2)

    assert asked(ana, "Did everything") == 0


def test_by_night_it_waits_for_nine_in_the_morning(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.clock.forward(hours=7)  # 19:00
    has_delivery(shop, ana)

    shop.forward(hours=4)  # 23:00
    shop.forward(hours=9, minutes=59)  # 08:59
    assert asked(ana, "haven’t been opened") == 0
    shop.forward(minutes=1)

    ana.sees("haven’t been opened")


def test_night_is_where_the_person_lives(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    lives_in(shop, ana, "los angeles")  # 20:00 there
    has_delivery(shop, ana)

    shop.forward(hours=4)  # midnight in Los Angeles, 16:00 in Shanghai
    assert asked(ana, "haven’t been opened") == 0
    shop.forward(hours=9)

    ana.sees("haven’t been opened")


def test_whoever_moves_is_asked_in_the_morning_of_the_new_place(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.clock.forward(hours=7)  # 19:00
    has_delivery(shop, ana)
    shop.forward(hours=4)  # put off to 09:00 in Shanghai, 02:00 in Berlin
    lives_in(shop, ana, "Berlin")

    shop.forward(hours=10)
    assert asked(ana, "haven’t been opened") == 0
    shop.forward(hours=7)

    ana.sees("haven’t been opened")


def test_whoever_wants_none_gets_none(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/settings")
    ana.taps("Reminders off")
    waits_for_payment(ana)
    shop.forward(minutes=10)
    assert asked(ana, "is not paid yet") == 0
    shop.forward(minutes=5)
    has_delivery(shop, ana)

    shop.forward(hours=4)

    assert asked(ana, "haven’t been opened") == 0


def test_whoever_blocked_the_bot_is_left_alone(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    ana.changes_reach("kicked")

    shop.forward(hours=4)

    assert asked(ana, "haven’t been opened") == 0


def test_a_payment_reminder_is_worthless_in_the_morning_and_dropped_by_night(
    shop: ShopInTest, ana: PersonInTest
) -> None:
    shop.clock.forward(hours=11)  # 23:00
    waits_for_payment(ana)

    shop.forward(minutes=10)
    shop.forward(hours=11)

    assert asked(ana, "is not paid yet") == 0
    ana.sees("was not paid in time")


def test_after_a_day_without_the_bot_it_is_asked_once_and_after_four_days_no_more(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    has_delivery(shop, ana)
    shop.forward(hours=26)
    ana.sees("haven’t been opened")
    has_delivery(shop, xiaomei)
    xiaomei_seen = len(xiaomei.messages)

    shop.forward(days=4)

    assert asked(ana, "haven’t been opened") == 1
    assert len(xiaomei.messages) == xiaomei_seen


def test_a_coupon_that_is_about_to_lapse_is_recalled_while_it_can_be_used(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    given_for(shop, ana, lapses_after=timedelta(days=5))

    shop.forward(days=3)

    ana.sees("Your coupon", "applies itself to your next order")
    ana.offers("Browse", "Fewer of these")


def test_a_coupon_that_has_lapsed_meanwhile_is_not(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/start")
    given_for(shop, ana, lapses_after=timedelta(days=5))

    shop.forward(days=5)

    ana.misses("Your coupon")


def settled(shop: ShopInTest, person: PersonInTest) -> PersonInTopic:
    """Somebody of the staff in the topic of the person's ticket, which they have just settled."""
    shop.group()
    bo = shop.agent(601, "Bo")
    person.says("human")
    person.says("my code is dead")
    topic = bo.in_topic("ticket:1")
    topic.taps("接手")
    topic.says("here is another one")
    topic.taps("已解决")
    return topic


def test_a_settled_ticket_is_rated_soon_and_asked_about_next_day(shop: ShopInTest, ana: PersonInTest) -> None:
    settled(shop, ana)
    shop.forward(minutes=10)
    ana.sees("Please rate ticket T-1")
    ana.taps("5 ⭐")
    ana.sees("makes our day")
    shop.forward(hours=23, minutes=49)
    assert asked(ana, "really solved?") == 0

    shop.forward(minutes=1)

    ana.sees("is ticket T-1 really solved?")
    ana.taps("Yes, solved")
    ana.sees("Good to know", "⭐⭐⭐⭐⭐")


def test_a_ticket_that_is_not_solved_is_opened_again_and_asked_about_again(shop: ShopInTest, ana: PersonInTest) -> None:
    topic = settled(shop, ana)
    shop.forward(hours=24)

    ana.taps("No, open it again")

    ana.sees("T-1", "Bo is looking after you")
    ana.says("it is still dead")
    topic.sees("it is still dead")
    topic.taps("已解决")
    shop.forward(hours=24)
    ana.sees("is ticket T-1 really solved?")
    assert asked(ana, "Please rate ticket") == 1


def test_a_ticket_that_was_opened_again_by_itself_is_not_asked_about(shop: ShopInTest, ana: PersonInTest) -> None:
    settled(shop, ana)
    ana.taps("Open again")

    shop.forward(hours=24)

    assert asked(ana, "really solved?", "Please rate ticket") == 0


def test_whoever_complained_is_not_asked_whether_it_arrived(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    ana.taps("Report a problem")
    ana.taps("Still complain")
    ana.taps("Nothing arrived")
    ana.taps("Nothing to add")

    shop.forward(hours=4)

    assert asked(ana, "haven’t been opened") == 0


def test_no_leads_to_a_complaint_about_that_order(shop: ShopInTest, ana: PersonInTest) -> None:
    has_delivery(shop, ana)
    shop.forward(hours=4)

    ana.taps("There’s a problem")

    ana.sees("this is what I see", "haven’t been opened")
    ana.offers("Still complain")


def given_for(shop: ShopInTest, person: PersonInTest, *, lapses_after: timedelta) -> None:
    """Give the person a coupon, and recall it two days before it lapses."""
    now = shop.clock.now()
    with shop.database.transaction() as db:
        coupon = coupons.give(
            db,
            person.known_as(db),
            amount=Money(500, "CNY"),
            percent=None,
            threshold=Money(0, "CNY"),
            expires_at=now + lapses_after,
            ref="test",
            by="test",
            why="test",
            now=now,
        )
        assert coupon is not None
        due_at = coupon.expires_at - timedelta(days=2)
        set_timers(db, [Timer("coupon-lapsing", "coupon:1", f"chat:{person.id}", due_at, {"coupon": coupon.id})])

"""Transcripts of typing what one wants: one hit, several, none, in both languages."""

from tests.conversations.chats import PersonInTest, ShopInTest


def call_both_gifts(shop: ShopInTest) -> None:
    """Let 'gift' mean either product."""
    shop.loads(('"steam50"', '"steam50", "gift", "礼物"'), ('"话费100"', '"话费100", "gift", "礼物"'))


def test_an_alias_leads_straight_to_the_card(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("Steam50")
    xiaomei.says("话费１００")

    ana.sees("Steam ¥50", "Price: CN¥50.00")
    ana.offers("Buy")
    xiaomei.sees("话费 100 元", "价格：¥99.50")
    xiaomei.offers("购买")


def test_a_slip_of_the_finger_is_forgiven(ana: PersonInTest) -> None:
    ana.says("stem 50")

    ana.sees("Steam ¥50", "A wallet code")


def test_several_hits_are_listed_with_their_prices(shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest) -> None:
    call_both_gifts(shop)
    ana.says("gift")
    xiaomei.says("礼物")

    ana.sees("I found 2 products for “gift”:")
    ana.offers("CN¥50.00 · Steam ¥50", "CN¥99.50 · Mobile top-up ¥100", "Browse", "Human")
    xiaomei.sees("找到 2 件和“礼物”有关的：")
    xiaomei.offers("¥50.00 · Steam 50 元", "¥99.50 · 话费 100 元")


def test_of_several_hits_with_a_quantity_one_is_chosen_and_so_many_are_ordered(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    call_both_gifts(shop)
    ana.says("I would like to buy two gifts please")
    xiaomei.says("给我来两份礼物")

    ana.sees("Which")
    ana.offers("Steam ¥50", "Mobile top-up ¥100", "Browse", "Human")
    xiaomei.sees("哪")
    xiaomei.taps("Steam 50 元")
    xiaomei.sees("× 2")


def test_a_hit_is_opened_in_place(shop: ShopInTest, ana: PersonInTest) -> None:
    call_both_gifts(shop)
    ana.says("gift")

    ana.taps("Mobile top-up")

    ana.sees("A top-up voucher")
    assert len(ana.messages) == 1


def test_nothing_found_offers_the_shelves_and_a_human(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("bicycle")
    xiaomei.says("自行车")

    ana.sees("I found nothing for “bicycle”")
    ana.offers("Browse", "Human")
    xiaomei.sees("没找到“自行车”")
    xiaomei.offers("逛逛商品", "人工")


def test_what_was_typed_is_shown_as_typed_and_not_longer_than_fits(ana: PersonInTest) -> None:
    ana.says("<b>bicycle</b> " * 300)

    ana.sees("“<b>bicycle</b> <b>")
    assert len(ana.screen) < 300


def test_where_nothing_is_certain_the_nearest_are_asked_about(ana: PersonInTest, xiaomei: PersonInTest) -> None:
    ana.says("steam 70")
    xiaomei.says("话费 70")

    ana.sees("I found nothing called “steam 70”. Did you mean one of these?")
    ana.offers("CN¥50.00 · Steam ¥50", "Browse", "Human")
    xiaomei.sees("没找到“话费 70”。您要找的是不是下面这些？")
    xiaomei.offers("¥99.50 · 话费 100 元", "逛逛商品", "人工")


def test_which_of_two_is_asked_once_and_the_quantity_is_kept(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    call_both_gifts(shop)
    xiaomei.says("来两个礼物")
    xiaomei.sees("“来两个礼物”有几种，您要哪一种？")

    xiaomei.taps("Steam 50 元 × 2")

    xiaomei.sees("请核对订单", "Steam 50 元 × 2")


def test_who_finds_nothing_sure_reaches_a_human_in_two_taps(ana: PersonInTest) -> None:
    ana.says("steam 70")
    ana.sees("Did you mean one of these?")

    ana.taps("Human")

    ana.sees("I’ve called someone for you")


def test_what_is_not_sold_is_said_so_and_what_was_said_is_kept(xiaomei: PersonInTest) -> None:
    xiaomei.says("给13800138000充70")
    xiaomei.sees("没找到", "您要找的是不是")
    xiaomei.taps("话费 100")
    xiaomei.sees("13800138000")

    xiaomei.says("取消")
    xiaomei.says("我想要一个星云大会员")
    xiaomei.sees("没找到“我想要一个星云大会员”")
    xiaomei.says("我要下单")
    xiaomei.sees("想看哪一类")

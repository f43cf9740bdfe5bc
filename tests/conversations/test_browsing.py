"""Transcripts of looking around: categories, pages, product cards; one message all along."""

from tests.conversations.chats import CATALOGUE, PersonInTest, ShopInTest

MORE_PRODUCTS = "\n".join(
    f"""
[[products]]
id = "game-{number:02}"
category = "cards"
name = {{ zh-CN = "游戏 {number:02}", en = "Game {number:02}" }}
about = {{ zh-CN = "激活码", en = "A game key" }}
aliases = []
account = "none"
currency = "CNY"
prices = {{ retail = "{number}.00", silver = "{number}.00", gold = "{number}.00" }}
max_per_order = 3
sample_stock = 0
code_format = "DEMO-9999-9999"
"""
    for number in range(1, 17)
)


def fill_the_shelf(shop: ShopInTest) -> None:
    """Put up sixteen more games, none of them in stock."""
    shop.loads(catalogue_text=CATALOGUE + MORE_PRODUCTS)


def test_a_long_category_is_read_page_by_page_in_one_message(shop: ShopInTest, ana: PersonInTest) -> None:
    fill_the_shelf(shop)
    ana.says("/shop")
    ana.taps("Game cards")
    ana.sees("Game cards (1/3)")
    ana.offers("CN¥50.00 · Steam ¥50", "sold out · Game 06", "Next")
    ana.misses("Previous", "Game 07")

    ana.taps("Next")
    ana.sees("Game cards (2/3)")
    ana.offers("Game 07", "Game 14", "Previous", "Next")
    ana.taps("Next")
    ana.sees("Game cards (3/3)")
    ana.offers("Game 15", "Game 16", "Previous")
    ana.misses("Next")
    ana.taps("Previous")

    ana.sees("Game cards (2/3)")
    assert len(ana.messages) == 1


def test_back_from_a_card_leads_to_the_page_it_was_on(shop: ShopInTest, xiaomei: PersonInTest) -> None:
    fill_the_shelf(shop)
    xiaomei.says("/shop")
    xiaomei.taps("点卡")
    xiaomei.taps("下一页")
    xiaomei.taps("游戏 07")

    xiaomei.taps("返回")

    xiaomei.sees("点卡（2/3）")


def test_a_card_says_what_it_costs_and_what_is_left(xiaomei: PersonInTest) -> None:
    xiaomei.says("/shop")
    xiaomei.taps("点卡")
    xiaomei.sees("🎮 点卡")
    xiaomei.misses("1/1")
    xiaomei.taps("话费")

    xiaomei.sees("话费 100 元", "充值凭证", "价格：¥99.50", "仅剩 5 件", "需要手机号", "几秒内")
    xiaomei.offers("购买", "返回", "首页")


def test_plenty_is_called_plenty(shop: ShopInTest, ana: PersonInTest) -> None:
    shop.restock("steam-50", "ONE-MORE")

    ana.says("/start p_steam-50")

    ana.sees("Stock: plenty")


def test_what_is_sold_out_can_be_seen_but_not_bought(
    shop: ShopInTest, ana: PersonInTest, xiaomei: PersonInTest
) -> None:
    shop.sells_elsewhere("steam-50", 3)
    shop.sells_elsewhere("steam-50", 2)

    ana.says("/start p_steam-50")
    xiaomei.says("/start p_steam-50")

    ana.sees("Stock: sold out")
    ana.misses("Buy")
    ana.offers("Back", "Menu")
    xiaomei.sees("已售罄")
    xiaomei.misses("购买")
    xiaomei.offers("返回", "首页")


def test_what_is_withdrawn_leads_to_the_shelves(shop: ShopInTest, ana: PersonInTest) -> None:
    ana.says("/shop")
    ana.taps("Game cards")
    shop.loads(catalogue_text=CATALOGUE[: CATALOGUE.rindex("[[products]]")])

    ana.taps("Mobile top-up")

    ana.sees("no longer on sale", "What are you looking for?")
    ana.offers("Game cards")


def test_categories_stand_in_pairs_where_both_names_are_short(shop: ShopInTest, ana: PersonInTest) -> None:
    names = ["Gifts", "Music", "Wholesale for licensed retailers", "Video", "Office"]
    text = CATALOGUE[: CATALOGUE.index("[[categories]]")]
    for name in names:
        shelf_id = name.split()[0].lower()
        card = MORE_PRODUCTS[: MORE_PRODUCTS.index("[[products]]", 20)].replace("game-01", shelf_id)
        text += f'[[categories]]\nid = "{shelf_id}"\nemoji = "🎁"\nname = {{ zh-CN = "{name}", en = "{name}" }}\n'
        text += card.replace('"cards"', f'"{shelf_id}"')
    shop.loads(catalogue_text=text)

    ana.says("/shop")

    rows = [[key["text"] for key in row] for row in ana.messages[-1].keyboard]
    assert rows == [
        ["🎁 Gifts", "🎁 Music"],
        ["🎁 Wholesale for licensed retailers"],
        ["🎁 Video", "🎁 Office"],
        ["🏠 Menu"],
    ]

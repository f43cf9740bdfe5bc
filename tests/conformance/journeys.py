"""What people do with the shop, each journey in a shop of its own, and the methods that it must come to.

Not here: the shop (tests.conformance.shop), or the comparison (tests.conformance.test_journeys).
"""

from collections.abc import Callable
from dataclasses import dataclass

from bot.tour.errands import screenshot
from tests.conformance.shop import ANA, XIAOMEI, Guest, LiveShop

PICTURE = ("screen.png", screenshot("redeemed"))
OTHER_PICTURE = ("other.png", screenshot("used"))
SCREENS = frozenset({"sendMessage", "editMessageText", "answerCallbackQuery"})
TROUBLES = ("429", "500", "502", "drop-before", "act-then-drop-reply", "malformed")


@dataclass(frozen=True)
class Journey:
    """A way through the shop; `methods` are those that only it, or few, lead to."""

    play: Callable[[LiveShop], None]
    methods: frozenset[str] = SCREENS

    @property
    def name(self) -> str:
        return self.play.__name__


def buying_from_the_balance(shop: LiveShop) -> None:
    """Order by typing and tapping, pay, and open and close the codes."""
    ana = shop.person(ANA, "Ana", balance="500.00")
    ana.says("steam50")
    ana.taps("🛒")
    ana.says("four")
    ana.says("2")
    ana.taps("Order for")
    ana.taps("💰")
    ana.sees("is here!")
    ana.taps("Show codes")
    assert [button.copy_text for row in ana.sees("Hide codes").buttons for button in row if button.copy_text]
    ana.taps("Hide codes")


def buying_through_the_gateway(shop: LiveShop) -> None:
    """The same in Chinese, paid outside."""
    ana = shop.person(ANA, "小安", "zh-hans")
    ana.says("/shop")
    ana.taps("点卡")
    ana.taps("Steam")
    ana.taps("购买")
    ana.taps("1")
    ana.taps("确认下单")
    ana.taps("💳")
    shop.has_paid(ana.taps("¥50.00"))
    ana.sees("到货了")


def complaining_with_photos(shop: LiveShop) -> None:
    """Complain about a delivery with a photo, then send an album."""
    ana = _with_delivery(shop)
    ana.taps("Report a problem")
    ana.taps("Still complain")
    ana.taps("A code doesn’t work")
    ana.shows("photo", PICTURE, caption="it says <redeemed> & no more")
    ana.sees("T-1")
    ana.shows("photo", PICTURE, OTHER_PICTURE)
    shop.forward(seconds=2)
    shop.in_topic(shop.bo, "T-1").sees("it says <redeemed> & no more")


def being_served_in_a_topic(shop: LiveShop) -> None:
    """Text, photo, file, voice, edits and replies pass both ways; a note does not."""
    ana, topic = _served(shop)
    answer = topic.says("Hello, I am Bo <b>")
    topic.corrects(answer, "Hello, I am Bo & here")
    hers = ana.says("the second code", reply_to=ana.sees("here").message_id)
    ana.corrects(hers, "the first code")
    topic.says("I see", reply_to=topic.sees("the first code").message_id)
    topic.says("// a good customer")
    topic.shows("photo", PICTURE, caption="like this?")
    topic.shows("document", ("how.txt", b"press the button"), caption="read this")
    ana.sees("read this")
    ana.shows("voice", ("voice.ogg", b"OggS"))
    topic.taps("已解决")
    ana.sees("T-1", "solved")
    shop.forward(minutes=11)


def having_the_topic_deleted(shop: LiveShop) -> None:
    """Somebody deletes the topic; the next message makes it again."""
    ana, topic = _served(shop)
    shop.boss.person.at(shop.group).deletes_topic(topic.topic or 0)
    ana.says("are you there?")
    shop.forward(seconds=2)
    again = shop.in_topic(shop.bo, "T-1")
    again.sees("are you there?")
    again.says("I am")
    ana.sees("I am")


def paying_an_invoice(shop: LiveShop) -> None:
    """A checkout is answered, whoever sent the invoice."""
    ana = shop.person(ANA, "Ana")
    prices = [{"label": "Card", "amount": 5}]
    card = {"title": "Card", "description": "A card", "payload": "order-1", "currency": "XTR", "prices": prices}
    shop.asks_platform("sendInvoice", chat_id=ANA, **card)
    shop.sandbox.post(f"/people/{ana.person.id}/pays", wait_seconds=0)
    shop.settles()


def taking_stock_in(shop: LiveShop) -> None:
    """An admin sends a file of codes, looks at what is in it, and takes it in."""
    shop.boss.says("/stock")
    shop.boss.taps("Steam")
    shop.boss.shows("document", ("codes.txt", b"NEW-1\nNEW-2\nNEW-2\n"))
    shop.boss.sees("New codes: 2")
    shop.boss.taps("Take in 2")
    shop.boss.sees("Taken in: 2")


def broadcasting_a_picture(shop: LiveShop) -> None:
    """News with a picture and a button, in two languages."""
    shop.person(ANA, "Ana")
    xiaomei = shop.person(XIAOMEI, "小美", "zh-hans")
    boss = shop.boss
    boss.says("/broadcast")
    boss.taps("Write one")
    boss.shows("photo", PICTURE)
    boss.says("新货到了")
    boss.says("New stock is here")
    boss.taps("Browse")
    boss.taps("Everybody")
    boss.taps("Send it to me")
    boss.taps("Send now")
    boss.taps("Send")
    for _ in range(3):
        shop.forward(seconds=1)
    xiaomei.sees("新货到了")


def looking_at_the_report(shop: LiveShop) -> None:
    """A picture of ours takes the place of the words."""
    shop.boss.says("/report")
    shop.does_jobs()
    shop.boss.taps("30 days")
    shop.does_jobs()


def saying_strange_things(shop: LiveShop) -> None:
    """What the shop has no use for is answered all the same, and what is forged is not believed."""
    ana = shop.person(ANA, "Ana <b>&amp;")
    ana.says("/nonsense")
    ana.says("<i>&" * 300)
    ana.person.shares_contact()
    ana.person.shares_location(31.2, 121.5)
    ana.shows("sticker", ("hello.webp", b"RIFF"))
    said = ana.says("😀 and 小二")
    ana.corrects(said, "never mind")
    ana.person.forges_tap("b:nothing:1", message=ana.person.sees()[-1].message_id)
    ana.person.blocks()
    ana.person.unblocks()
    ana.says("/help")


def going_through_troubles(shop: LiveShop) -> None:
    """Whatever befalls a message on its way, the next attempt is the same."""
    ana = shop.person(ANA, "Ana")
    for trouble in TROUBLES:
        shop.sandbox.fail(trouble, method="sendMessage", retry_after=2)
        ana.says("/help")
    shop.sandbox.fail("act-then-drop-reply", method="editMessageText")
    shop.sandbox.fail("500", method="answerCallbackQuery")
    ana.says("/shop")
    ana.taps("Game cards")
    ana.person.blocks()
    shop.forward(minutes=40)


def introducing_oneself(shop: LiveShop) -> None:
    """The commands in each language and the texts of the profile."""
    shop.introduces()


JOURNEYS = (
    Journey(buying_from_the_balance),
    Journey(buying_through_the_gateway),
    Journey(complaining_with_photos, SCREENS | {"sendPhoto", "createForumTopic"}),
    Journey(
        being_served_in_a_topic,
        SCREENS | {"sendPhoto", "sendDocument", "sendVoice", "createForumTopic", "editForumTopic", "closeForumTopic"},
    ),
    Journey(having_the_topic_deleted, SCREENS | {"createForumTopic"}),
    Journey(paying_an_invoice, frozenset({"answerPreCheckoutQuery"})),
    Journey(taking_stock_in),
    Journey(broadcasting_a_picture, SCREENS | {"sendPhoto"}),
    Journey(looking_at_the_report, frozenset({"sendMessage", "answerCallbackQuery", "editMessageMedia"})),
    Journey(saying_strange_things, frozenset({"sendMessage"})),
    Journey(going_through_troubles),
    Journey(introducing_oneself, frozenset({"setMyCommands"})),
)


def _with_delivery(shop: LiveShop) -> Guest:
    ana = shop.person(ANA, "Ana", balance="500.00")
    ana.says("steam50")
    ana.taps("🛒")
    ana.says("2")
    ana.taps("Order for")
    ana.taps("💰")
    return ana


def _served(shop: LiveShop) -> tuple[Guest, Guest]:
    """A customer who wanted a human, and the agent in the topic they have claimed."""
    ana = shop.person(ANA, "Ana")
    ana.says("/human")
    topic = shop.in_topic(shop.bo, "T-1")
    topic.taps("接手")
    return ana, topic

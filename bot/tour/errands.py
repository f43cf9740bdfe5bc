"""Errands: what customers do in several scenes on the way to what the scene is about.

Not here: the scenes (bot.tour.scenes).
"""

import io

from PIL import Image, ImageDraw, ImageFont

from bot.tour.actor import Actor

PICTURE_SIZE = (320, 200)


def buys_an_apple_card(customer: Actor) -> None:
    """Buy one gift card from the balance and be shown the delivery; the customer speaks Chinese."""
    customer.says("苹果卡100")
    customer.sees("Apple 充值卡 100 元", "购买")
    customer.taps("购买")
    customer.sees("要几件")
    customer.taps("1")
    customer.sees("请核对订单", "¥98.80")
    customer.taps("确认下单")
    customer.sees("下单成功", "待付款")
    customer.taps("余额支付")
    customer.sees("到货了")


def screenshot(words: str) -> bytes:
    """A picture of somebody's screen with a few (Latin) words on it."""
    picture = Image.new("RGB", PICTURE_SIZE, "#e8edf2")
    pencil = ImageDraw.Draw(picture)
    pencil.rounded_rectangle((30, 50, 290, 150), radius=12, fill="#ffffff", outline="#c33c3c", width=3)
    pencil.text((160, 100), words, fill="#c33c3c", font=ImageFont.load_default(size=16), anchor="mm")
    content = io.BytesIO()
    picture.save(content, "PNG")
    return content.getvalue()

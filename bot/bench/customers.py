"""Customers: each buys one thing after the other, one tap an answer, as Telegram would report it.

Not here: how quickly they are answered (bot.bench.turns).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

from bot.bench.shop import category_of, product_ids, telegram_ids
from bot.reading import arrival_of_update
from flows.taps import pack
from storage.inbox import Arrival
from storage.yardstick import Shown

BOT_ID = 1
STEPS = ("/start", "categories", "category", "product", "buy", "quantity", "confirm", "order.pay-balance")
"""A purchase, an update each: what is said first, then the taps; the last one pays and has the card delivered."""


class LostTheWay(Exception):
    """The shop does not offer what a customer would do next; whatever was measured so far means nothing."""


@dataclass
class _Customer:
    telegram_id: int
    wanted: Iterator[str]
    product_id: str
    step: int = 0


class Crowd:
    """Many customers, each at a step of a purchase of their own, and nobody buying the same thing twice."""

    def __init__(self, people: int) -> None:
        goods = product_ids()
        self._update_ids = count(1)
        self._customers: dict[int, _Customer] = {}
        for n, telegram_id in enumerate(telegram_ids(people)):
            start = n % len(goods)
            wanted = iter([*goods[start:], *goods[:start]])
            self._customers[telegram_id] = _Customer(telegram_id, wanted, next(wanted))
        self.purchases = 0

    @property
    def purchases_left(self) -> int:
        """How many more there can be before somebody would have to buy a thing again, and be asked whether to."""
        return len(self._customers) * len(product_ids()) - self.purchases

    def act(self, seen: Sequence[Shown]) -> list[Arrival]:
        """The next update of everybody; `seen` is what they have before their eyes, where they have something."""
        screens = {each.chat_id: each for each in seen}
        return [self._act(customer, screens.get(customer.telegram_id)) for customer in self._customers.values()]

    def _act(self, customer: _Customer, seen: Shown | None) -> Arrival:
        step = STEPS[customer.step]
        update = self._says(customer, step) if step == "/start" else self._taps(customer, step, seen)
        customer.step += 1
        if customer.step == len(STEPS):
            customer.step = 0
            customer.product_id = next(customer.wanted)
            self.purchases += 1
        return arrival_of_update({"update_id": next(self._update_ids), **update}, bot_id=BOT_ID)

    def _says(self, customer: _Customer, text: str) -> dict[str, Any]:
        message = {
            "message_id": 2_000_000_000,
            "from": _sender(customer),
            "chat": _chat(customer),
            "date": 1_790_000_000,
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        }
        return {"message": message}

    def _taps(self, customer: _Customer, step: str, seen: Shown | None) -> dict[str, Any]:
        if seen is None:
            raise LostTheWay(f"{customer.telegram_id} sees nothing to tap {step} on")
        position = _position(seen.actions, step, customer.product_id)
        message = {"message_id": seen.message_id, "chat": _chat(customer), "date": 1_790_000_000, "text": "…"}
        query = {
            "id": str(customer.telegram_id),
            "from": _sender(customer),
            "message": message,
            "chat_instance": "1",
            "data": pack(seen.token, position),
        }
        return {"callback_query": query}


def _position(actions: list[Any], step: str, product_id: str) -> int:
    """Which button it is. An answer is known by the step of the conversation that it answers."""
    for position, action in enumerate(actions):
        args = action["args"]
        if action["name"] == "conversation.answer":
            if args["step"] == step:
                return position
        elif action["name"] == step:
            right = {"category": category_of(product_id), "product": product_id}
            if args.get(step) == right.get(step):
                return position
    raise LostTheWay(f"no button for {step} among {[action['name'] for action in actions]}")


def _sender(customer: _Customer) -> dict[str, Any]:
    return {
        "id": customer.telegram_id,
        "is_bot": False,
        "first_name": f"Mei {customer.telegram_id}",
        "language_code": "zh-hans",
    }


def _chat(customer: _Customer) -> dict[str, Any]:
    return {"id": customer.telegram_id, "first_name": f"Mei {customer.telegram_id}", "type": "private"}

"""Entries: the name of every tap, command, timer, file and job, and the handler it leads to.

Not here: the leading (handlers.router). A handler that does not say who may use it fails here, at import.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flows.engine import Engine
from flows.events import FileRead, JobEnded
from flows.turn import Turn
from handlers.admin import broadcasts, incidents, maintenance, products, refunds, reports, staff, stock, troubles
from handlers.agent import console, desk, relay, transfers
from handlers.audience import declared
from handlers.customer import (
    amends,
    complaint,
    conversation,
    coupons,
    follow_ups,
    human,
    news,
    orders,
    preferences,
    rating,
    shopping,
    start,
)
from handlers.customer import tickets as own_tickets

Args = Mapping[str, Any]
Handler = Callable[[Turn, Args], None]
ConversationHandler = Callable[[Turn, Args, Engine], None]
FileHandler = Callable[[Turn, FileRead], None]
JobHandler = Callable[[Turn, JobEnded], None]

TAPS: Mapping[str, Handler] = declared(
    {
        "menu": start.menu,
        "help": start.help_page,
        "languages": start.languages,
        "language": start.choose_language,
        "categories": shopping.categories,
        "category": shopping.category,
        "product": shopping.product,
        "orders": orders.order_list,
        "order": orders.order,
        "order.beside": orders.order_beside,
        "order.cancel-question": orders.ask_cancel,
        "order.cancel": orders.cancel,
        "order.pay-balance": orders.pay_from_balance,
        "order.pay-outside": orders.pay_outside,
        "codes": orders.show_codes,
        "codes.beside": orders.show_codes_beside,
        "codes.hide": orders.hide_codes,
        "balance": orders.balance,
        "human": human.ask_for_human,
        "ticket-of": own_tickets.page,
        "ticket-of.talk": own_tickets.talk,
        "ticket-of.reopen": own_tickets.reopen,
        "ticket-of.anew": own_tickets.anew,
        "ticket.claim": desk.claim,
        "ticket.resolve": desk.resolve,
        "ticket.reopen": desk.reopen,
        "ticket.card": desk.card,
        "ticket.transfer": transfers.transfer,
        "ticket.offer": transfers.offer,
        "ticket.accept": transfers.accept,
        "ticket.decline": transfers.decline,
        "ticket.volunteer": transfers.volunteer,
        "ticket.reply": relay.reply,
        "ticket.note": relay.note,
        "console": console.give_link,
        "coupons": coupons.coupon_page,
        "incidents": incidents.incident_list,
        "incident": incidents.incident,
        "incident.close": incidents.close,
        "incident.preview": incidents.preview,
        "incident.grant": incidents.grant,
        "incident.resume": incidents.resume,
        "rate": rating.rate,
        "rating.again": rating.rate_again,
        "arrival.yes": follow_ups.all_arrived,
        "ticket.solved": follow_ups.is_solved,
        "settings": preferences.settings,
        "settings.follow-ups": preferences.switch_follow_ups,
        "settings.news": preferences.switch_news,
        "news.open": news.open_link,
        "news.stop": news.stop,
        "broadcasts": broadcasts.broadcast_list,
        "broadcast": broadcasts.broadcast,
        "broadcast.preview": broadcasts.preview,
        "broadcast.start-question": broadcasts.ask_start,
        "broadcast.start": broadcasts.start,
        "broadcast.pause": broadcasts.pause,
        "broadcast.cancel-question": broadcasts.ask_cancel,
        "broadcast.cancel": broadcasts.cancel,
        "maintenance": maintenance.maintenance_page,
        "maintenance.begin": maintenance.begin,
        "maintenance.call-off": maintenance.call_off,
        "maintenance.end": maintenance.end,
        "maintenance.put-off": maintenance.put_off,
        "staff": staff.staff_page,
        "staff.member": staff.member,
        "staff.invite": staff.invite,
        "staff.role": staff.change_role,
        "staff.dismiss": staff.ask_dismiss,
        "products": products.product_list,
        "product.desk": products.desk,
        "product.sale": products.switch_sale,
        "stock-file.take": stock.take,
        "stock-file.drop": stock.drop,
        "report": reports.report,
        "order.refund": refunds.refund,
        "troubles": troubles.trouble_list,
        "trouble.retry": troubles.retry,
    }
)
"""What a button does; in the staff group, and from the console, those that are not for customers."""

CONVERSATION_TAPS: Mapping[str, ConversationHandler] = declared(
    {
        "buy": shopping.buy,
        "complain": complaint.complain,
        "complain.beside": complaint.complain_beside,
        "rating.remark": rating.remark,
        "time-zone": preferences.choose_time_zone,
        "conversation.answer": conversation.answer,
        "conversation.back": conversation.back,
        "conversation.change": conversation.change,
        "conversation.resume": conversation.resume,
        "conversation.cancel": conversation.cancel,
        "incident.new": incidents.report,
        "broadcast.compose": broadcasts.compose,
        "broadcast.schedule": broadcasts.schedule,
        "maintenance.plan": maintenance.plan,
        "price": products.new_price,
        "stock": stock.begin,
    }
)
"""Buttons that begin a conversation or move it on."""

COMMANDS: Mapping[str, Handler] = declared(
    {
        "menu": start.menu,
        "shop": shopping.categories,
        "orders": orders.order_list,
        "balance": orders.balance,
        "language": start.languages,
        "help": start.help_page,
        "human": human.ask_for_human,
        "ticket": complaint.ticket,
        "console": console.give_link,
        "settings": preferences.settings,
        "coupons": coupons.coupon_page,
        "incident": incidents.incident_list,
        "broadcast": broadcasts.broadcast_list,
        "maintenance": maintenance.maintenance_page,
        "tellme": maintenance.wait,
        "staff": staff.staff_page,
        "products": products.product_list,
        "report": reports.report,
        "refund": refunds.ask,
        "trouble": troubles.trouble_list,
    }
)
"""Commands that leave an open question open, beside `start`; `args` has what follows them as `argument`."""

CONVERSATION_COMMANDS: Mapping[str, ConversationHandler] = declared(
    {
        "cancel": conversation.cancel,
        "back": conversation.back,
        "continue": conversation.resume,
        "complain": complaint.complain,
        "stock": stock.begin,
    }
)
"""Commands that begin a conversation or move it on."""

GROUP_COMMANDS: Mapping[str, Handler] = declared(
    {
        "claim": desk.claim,
        "resolve": desk.resolve,
        "reopen": desk.reopen,
        "card": desk.card,
        "transfer": transfers.transfer,
        "note": relay.note,
        "console": console.give_link,
        "connect": staff.connect,
    }
)
"""Commands of the staff group; `connect` makes any forum the staff group."""

TIMERS: Mapping[str, Handler] = declared(
    {
        "ticket-hand-over": relay.hand_over,
        "topic-remade": relay.show_again,
        "order-remind": follow_ups.remind_of_payment,
        "order-expire": orders.expire,
        "codes-hide": orders.cover_codes,
        "order-deliver": orders.deliver_again,
        "arrival-check": follow_ups.ask_whether_it_arrived,
        "ticket-rating": follow_ups.ask_for_rating,
        "ticket-check": follow_ups.ask_whether_it_is_solved,
        "coupon-lapsing": follow_ups.remind_of_coupon,
        "amends": amends.make_amends,
        "incident-batch": incidents.grant_batch,
        "broadcast-start": broadcasts.start_scheduled,
        "broadcast-feed": broadcasts.feed,
        "maintenance-begin": maintenance.begin_planned,
        "maintenance-warn": maintenance.warn,
        "maintenance-end": maintenance.end_planned,
        "maintenance-tell": maintenance.tell_waiters,
        "stock-file-part": stock.load_part,
        "stock-file-lapse": stock.lapse,
    }
)
"""What happens when a timer of this kind fires. It is the shop that acts then, so no role is asked for."""

FILES: Mapping[str, FileHandler] = declared({"cards": stock.check})
"""What is done with a file that was fetched."""

JOBS: Mapping[str, JobHandler] = declared({"report": reports.show})
"""What is done with the outcome of a job."""

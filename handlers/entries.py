"""Entries: the name of every tap, command, timer, file and job, and the handler it leads to.

Not here: the leading (handlers.router). A handler that does not say who may use it fails here, at import.
"""

from collections.abc import Callable, Mapping
from typing import Any

from flows.engine import Engine
from flows.events import FileRead, JobEnded
from flows.turn import Turn
from handlers.admin import (
    broadcasts,
    incidents,
    licences,
    maintenance,
    products,
    quarantine,
    reconciliation,
    refunds,
    reports,
    staff,
    stock,
    suppliers,
    teaching,
    troubles,
)
from handlers.admin import coupons as campaigns
from handlers.agent import console, desk, reissues, relay, standings, transfers
from handlers.agent import preorders as agent_preorders
from handlers.audience import declared
from handlers.customer import (
    account,
    amends,
    bulk_orders,
    complaint,
    conversation,
    coupons,
    diagnosis,
    follow_ups,
    hearing,
    human,
    memberships,
    news,
    orders,
    payments,
    preferences,
    preorders,
    promises,
    questions,
    rating,
    shopping,
    start,
    supplies,
    waiting_list,
    wishes,
)
from handlers.customer import licences as own_licences
from handlers.customer import refunds as own_refunds
from handlers.customer import reissues as own_reissues
from handlers.customer import tickets as own_tickets

Args = Mapping[str, Any]
Handler = Callable[[Turn, Args], None]
ConversationHandler = Callable[[Turn, Args, Engine], None]
FileHandler = Callable[[Turn, FileRead], None]
JobHandler = Callable[[Turn, JobEnded], None]
ConversationJobHandler = Callable[[Turn, JobEnded, Engine], None]

TAPS: Mapping[str, Handler] = declared(
    {
        "menu": start.menu,
        "help": start.help_page,
        "questions": questions.question_list,
        "question": questions.question,
        "languages": start.languages,
        "language": start.choose_language,
        "categories": shopping.categories,
        "category": shopping.category,
        "product": shopping.product,
        "waiting.join": waiting_list.join,
        "waiting.leave": waiting_list.leave,
        "orders": orders.order_list,
        "order": orders.order,
        "order.beside": orders.order_beside,
        "order.cancel-question": orders.ask_cancel,
        "order.cancel": orders.cancel,
        "order.receipt": orders.receipt,
        "order.give-up-question": promises.ask_give_up,
        "order.give-up": promises.give_up,
        "order.wait": promises.wait,
        "order.pay-balance": orders.pay_from_balance,
        "order.pay-outside": orders.pay_outside,
        "codes": orders.show_codes,
        "codes.beside": orders.show_codes_beside,
        "codes.hide": orders.hide_codes,
        "balance": payments.balance,
        "statement": payments.statement,
        "top-up": payments.top_up,
        "top-up.amount": payments.choose_amount,
        "top-up.open": payments.open_top_up,
        "payment.give-back": own_refunds.give_credited_back,
        "human": human.ask_for_human,
        "diagnosis": diagnosis.ask,
        "diagnosis.look": diagnosis.look,
        "diagnosis.human": diagnosis.ask_for_human,
        "diagnosis.dead-code": diagnosis.report_dead_code,
        "diagnosis.deliver": diagnosis.deliver,
        "diagnosis.ask-payment": diagnosis.ask_payment,
        "diagnosis.connection": diagnosis.test_connection,
        "diagnosis.tapped": diagnosis.tapped,
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
        "ticket.reissue": reissues.codes,
        "ticket.reissue-code": reissues.replace_code,
        "ticket.reply": relay.reply,
        "ticket.note": relay.note,
        "console": console.give_link,
        "coupons": coupons.coupon_page,
        "redeem": coupons.redeem,
        "campaign.take": coupons.take,
        "campaigns": campaigns.campaign_list,
        "campaign": campaigns.campaign,
        "campaign.close": campaigns.close,
        "points.earned": campaigns.switch_points,
        "points.exchange": coupons.exchange,
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
        "account": account.account,
        "account.verify": account.verify,
        "account.verify-why": account.why_verify,
        "account.keep-phone": account.keep_phone,
        "account.appeal": account.appeal,
        "account.known": account.known,
        "account.forget-question": account.ask_forget,
        "account.forget": account.forget,
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
        "maintenance.wait": maintenance.wait,
        "maintenance.begin": maintenance.begin,
        "maintenance.call-off": maintenance.call_off,
        "maintenance.end": maintenance.end,
        "maintenance.put-off": maintenance.put_off,
        "staff": staff.staff_page,
        "staff.member": staff.member,
        "staff.invite": staff.invite,
        "staff.role": staff.change_role,
        "staff.dismiss": staff.ask_dismiss,
        "licences": licences.waiting,
        "licence.review": licences.review,
        "licence.approve": licences.approve,
        "licence.refuse": licences.refuse,
        "licence.withdraw": licences.withdraw,
        "bulk": bulk_orders.page,
        "bulk.buy": bulk_orders.buy,
        "bulk.pause": bulk_orders.pause,
        "bulk.go-on": bulk_orders.go_on,
        "bulk.drop": bulk_orders.drop,
        "bulk.template": bulk_orders.template,
        "bulk.troubles": bulk_orders.troubles,
        "bulk.results": bulk_orders.results,
        "products": products.product_list,
        "product.desk": products.desk,
        "product.sale": products.switch_sale,
        "announcement.withdraw": products.withdraw,
        "preorders": agent_preorders.overview,
        "stock-file.take": stock.take,
        "stock-file.drop": stock.drop,
        "report": reports.report,
        "order.refund": refunds.refund,
        "order.refund-source": refunds.refund_to_source,
        "order.refund-part": refunds.refund_part,
        "order.confirm-paid": refunds.confirm_paid,
        "troubles": troubles.trouble_list,
        "unclear": teaching.unclear,
        "unclear.sentence": teaching.sentence,
        "unclear.meanings": teaching.meanings,
        "unclear.teach": teaching.teach,
        "unclear.leave-out": teaching.leave_out,
        "unclear.take-back": teaching.take_back,
        "unclear.learn": teaching.learn,
        "suppliers": suppliers.supplier_list,
        "supplier.switch": suppliers.switch,
        "aside": quarantine.page,
        "aside.put-back": quarantine.put_back,
        "aside.ask": quarantine.ask,
        "aside.write-off": quarantine.write_off,
        "trouble.retry": troubles.retry,
        "difference.settle": reconciliation.settle,
    }
)
"""What a button does; in the staff group, and from the console, those that are not for customers."""

CONVERSATION_TAPS: Mapping[str, ConversationHandler] = declared(
    {
        "buy": shopping.buy,
        "order.again": shopping.buy_again,
        "points.use": coupons.use_points,
        "campaign.new": campaigns.begin,
        "codes.new": campaigns.make_codes,
        "heard": wishes.follow,
        "question.helped": questions.helped,
        "complain": complaint.complain,
        "complain.beside": complaint.complain_beside,
        "rating.remark": rating.remark,
        "time-zone": preferences.choose_time_zone,
        "conversation.answer": conversation.answer,
        "conversation.back": conversation.back,
        "conversation.change": conversation.change,
        "conversation.resume": conversation.resume,
        "conversation.exchange": conversation.exchange,
        "conversation.cancel": conversation.cancel,
        "incident.new": incidents.report,
        "broadcast.compose": broadcasts.compose,
        "broadcast.schedule": broadcasts.schedule,
        "maintenance.plan": maintenance.plan,
        "price": products.new_price,
        "price-rules": products.price_rules,
        "announcement": products.announce,
        "bulk.send": bulk_orders.begin,
        "licence.send": own_licences.send,
        "person.act": standings.act,
        "stock": stock.begin,
        "stock-file.describe": stock.describe,
    }
)
"""Buttons that begin a conversation or move it on."""

COMMANDS: Mapping[str, Handler] = declared(
    {
        "menu": start.menu,
        "shop": shopping.categories,
        "orders": orders.order_list,
        "balance": payments.balance,
        "topup": payments.top_up,
        "language": start.languages,
        "help": start.help_page,
        "questions": questions.question_list,
        "human": human.ask_for_human,
        "diagnose": diagnosis.ask,
        "ticket": complaint.ticket,
        "console": console.give_link,
        "account": account.account,
        "person": standings.person,
        "settings": preferences.settings,
        "coupons": coupons.coupon_page,
        "redeem": coupons.redeem,
        "campaigns": campaigns.campaign_list,
        "incident": incidents.incident_list,
        "broadcast": broadcasts.broadcast_list,
        "maintenance": maintenance.maintenance_page,
        "tellme": maintenance.wait,
        "staff": staff.staff_page,
        "products": products.product_list,
        "licences": licences.waiting,
        "report": reports.report,
        "refund": refunds.ask,
        "paid": refunds.ask_whether_paid,
        "trouble": troubles.trouble_list,
        "teach": teaching.unclear,
        "suppliers": suppliers.supplier_list,
        "preorders": agent_preorders.overview,
    }
)
"""Commands that leave an open question open, beside `start`; `args` has what follows them as `argument`."""

CONVERSATION_COMMANDS: Mapping[str, ConversationHandler] = declared(
    {
        "cancel": conversation.cancel,
        "back": conversation.back,
        "continue": conversation.resume,
        "complain": complaint.complain,
        "bulk": bulk_orders.begin,
        "licence": own_licences.own,
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
        "payment-ask": payments.ask_gateway,
        "payment-confirmed": orders.confirm_paid,
        "refund-ask": own_refunds.ask_gateway,
        "reconcile": reconciliation.begin,
        "order-expire": orders.expire,
        "order-let-go": orders.let_go,
        "waiting-offer": waiting_list.offer,
        "waiting-lapse": waiting_list.lapse,
        "codes-hide": orders.cover_codes,
        "order-deliver": orders.deliver_again,
        "purchase-look": supplies.look,
        "promise-broken": promises.see_to,
        "preorder-moved": preorders.tell_new_day,
        "reissue": own_reissues.begin,
        "arrival-check": follow_ups.ask_whether_it_arrived,
        "ticket-rating": follow_ups.ask_for_rating,
        "ticket-check": follow_ups.ask_whether_it_is_solved,
        "coupon-lapsing": follow_ups.remind_of_coupon,
        "membership-ending": follow_ups.remind_of_membership,
        "membership-end": memberships.end,
        "licence-end": own_licences.end,
        "phone-change": account.change_phone,
        "codes-forget": campaigns.forget_codes,
        "amends": amends.make_amends,
        "incident-batch": incidents.grant_batch,
        "broadcast-start": broadcasts.start_scheduled,
        "broadcast-feed": broadcasts.feed,
        "maintenance-begin": maintenance.begin_planned,
        "maintenance-warn": maintenance.warn,
        "maintenance-end": maintenance.end_planned,
        "maintenance-tell": maintenance.tell_waiters,
        "stock-expired": quarantine.tell_expired,
        "offer-withheld": suppliers.tell_withheld,
        "stock-file-part": stock.load_part,
        "stock-file-lapse": stock.lapse,
        "bulk-lapse": bulk_orders.lapse,
    }
)
"""What happens when a timer of this kind fires. It is the shop that acts then, so no role is asked for."""

FILES: Mapping[str, FileHandler] = declared({"cards": stock.check, "bulk": bulk_orders.receive})
"""What is done with a file that was fetched."""

JOBS: Mapping[str, JobHandler] = declared(
    {
        "purchase": supplies.hear,
        "dead-code": own_reissues.give,
        "report": reports.show,
        "learning": teaching.learned,
        "refund": own_refunds.answered,
        "statement": reconciliation.compare,
        "bulk-read": bulk_orders.show_checked,
        "bulk-buy": bulk_orders.show_progress,
    }
)
"""What is done with the outcome of a job."""

CONVERSATION_JOBS: Mapping[str, ConversationJobHandler] = declared({"reranking": hearing.reranked})
"""What is done with the outcome of a job that may begin a conversation."""

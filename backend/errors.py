"""Refusals: what a person asked for and cannot have, and why. Nothing was changed when one is raised.

Not here: the sentences people read (locales/*.ftl, one for each key; the docstrings are the English of it).

    Refused
    ├── ProductNotOnSale         QuantityOutOfRange    OutOfStock        InvalidAccount
    ├── QuoteNotFound            QuoteLapsed           CouponLapsed      CouponTaken
    ├── OrderNotFound            CannotCancel          CannotPay         CannotRefund     NotDeliveredYet
    ├── NotEnoughBalance
    ├── TicketNotFound           TicketTaken       TicketUnclaimed   TicketResolved    TicketOpen
    ├── NotYourTicket            CannotOffer       OfferGone         NoTicketHere      NoSuchAgent
    ├── RatingClosed
    ├── BroadcastNotFound  BroadcastMoved    NotAMoment        MomentPassed
    ├── ClosedForMaintenance                 MaintenanceTaken  MaintenanceMoved
    ├── InviteNotFound           InviteSpent       AlreadyStaff      NotOnesOwnRole    OwnerStays    NotAForum
    ├── PricesOutOfOrder         NotAPrice         NoSuchProduct
    ├── CodesInChat              NotACardFile      StockFileGone
    ├── IncidentNotFound         IncidentNotClosed
    └── NotAllowed               UnknownTimeZone   ConsoleLinkSpent  ConsoleClosed
    TryLater                     the world cannot now; the same request may work in a moment
"""

from datetime import datetime
from typing import ClassVar

from backend.money import Money

Argument = str | int | Money | datetime


class Refused(Exception):
    """The person cannot have this. `arguments` holds what the sentence named by `key` needs."""

    key: ClassVar[str] = "refused"

    def __init__(self, **arguments: Argument) -> None:
        super().__init__(self.key, arguments)
        self.arguments = arguments


class ProductNotOnSale(Refused):
    """This product is not on sale."""

    key = "refused-product-not-on-sale"


class QuantityOutOfRange(Refused):
    """Between { $least } and { $most } can be bought at once."""

    key = "refused-quantity-out-of-range"


class OutOfStock(Refused):
    """{ $wanted } were wanted and only { $left } are left."""

    key = "refused-out-of-stock"


class InvalidAccount(Refused):
    """This is not an account of the kind this product needs: { $kind }."""

    key = "refused-invalid-account"


class QuoteNotFound(Refused):
    """There is no such offer."""

    key = "refused-quote-not-found"


class QuoteLapsed(Refused):
    """The price was held for a limited time, which is over, or it has been used."""

    key = "refused-quote-lapsed"


class CouponLapsed(Refused):
    """The coupon that this price counted on has lapsed."""

    key = "refused-coupon-lapsed"


class CouponTaken(Refused):
    """The coupon that this price counted on is with another order."""

    key = "refused-coupon-taken"


class OrderNotFound(Refused):
    """There is no such order, or it is somebody else's: the answer does not tell which."""

    key = "refused-order-not-found"


class CannotCancel(Refused):
    """Order { $number } can't be cancelled any more: it is { $status }."""

    key = "refused-cannot-cancel"


class CannotPay(Refused):
    """Order { $number } takes no payment: it is { $status }."""

    key = "refused-cannot-pay"


class CannotRefund(Refused):
    """Order { $number } can't be refunded: it is { $status }."""

    key = "refused-cannot-refund"


class NotDeliveredYet(Refused):
    """Order { $number } has nothing to show yet: it is { $status }."""

    key = "refused-not-delivered-yet"


class NotEnoughBalance(Refused):
    """The balance is { $balance }, and { $needed } is needed."""

    key = "refused-not-enough-balance"


class NotAllowed(Refused):
    """This is for the shop's staff."""

    key = "refused-not-allowed"


class IncidentNotFound(Refused):
    """There is no incident { $number }."""

    key = "refused-incident-not-found"


class IncidentNotClosed(Refused):
    """Incident { $number } is still open."""

    key = "refused-incident-not-closed"


class UnknownTimeZone(Refused):
    """There is no time zone { $name }."""

    key = "refused-unknown-time-zone"


class TicketNotFound(Refused):
    """There is no such ticket, or it is somebody else's: the answer does not tell which."""

    key = "refused-ticket-not-found"


class TicketTaken(Refused):
    """Ticket { $number } was claimed by { $owner }."""

    key = "refused-ticket-taken"


class TicketUnclaimed(Refused):
    """Nobody has claimed ticket { $number } yet."""

    key = "refused-ticket-unclaimed"


class TicketResolved(Refused):
    """Ticket { $number } is resolved."""

    key = "refused-ticket-resolved"


class TicketOpen(Refused):
    """Ticket { $number } is open."""

    key = "refused-ticket-open"


class NotYourTicket(Refused):
    """Ticket { $number } is { $owner }'s."""

    key = "refused-not-your-ticket"


class CannotOffer(Refused):
    """Ticket { $number } can't be offered to { $name }: it is theirs, or they are no agent."""

    key = "refused-cannot-offer"


class OfferGone(Refused):
    """Ticket { $number } is not on offer (any more)."""

    key = "refused-offer-gone"


class NoTicketHere(Refused):
    """This is not a ticket's topic."""

    key = "refused-no-ticket-here"


class NoSuchAgent(Refused):
    """Nobody of the staff is called { $name }."""

    key = "refused-no-such-agent"


class ConsoleClosed(Refused):
    """The console has no address yet."""

    key = "refused-console-closed"


class ConsoleLinkSpent(Refused):
    """This link into the console was used, or its ten minutes are over."""

    key = "refused-console-link-spent"


class RatingClosed(Refused):
    """This was given { $stars } stars more than a day ago; that can't be changed any more."""

    key = "refused-rating-closed"


class BroadcastNotFound(Refused):
    """There is no such broadcast."""

    key = "refused-broadcast-not-found"


class BroadcastMoved(Refused):
    """That can't be done with the broadcast any more: it is { $status }."""

    key = "refused-broadcast-moved"


class ClosedForMaintenance(Refused):
    """The shop takes no orders until { $until }; the answers given are kept."""

    key = "refused-closed-for-maintenance"


class MaintenanceTaken(Refused):
    """Another maintenance is planned or on."""

    key = "refused-maintenance-taken"


class MaintenanceMoved(Refused):
    """That can't be done with the maintenance any more: it is { $status }."""

    key = "refused-maintenance-moved"


class NotAMoment(Refused):
    """A time is needed, such as 20:00 or 12-24 20:00."""

    key = "refused-not-a-moment"


class MomentPassed(Refused):
    """That time is over."""

    key = "refused-moment-passed"


class InviteNotFound(Refused):
    """This invite is none of ours."""

    key = "refused-invite-not-found"


class InviteSpent(Refused):
    """This invite was used already, or its time is over."""

    key = "refused-invite-spent"


class AlreadyStaff(Refused):
    """You are { $role } already; the invite is still good for somebody else."""

    key = "refused-already-staff"


class NotOnesOwnRole(Refused):
    """Nobody changes their own role."""

    key = "refused-not-ones-own-role"


class OwnerStays(Refused):
    """{ $name } is named as admin in the settings, so only those can change it."""

    key = "refused-owner-stays"


class NotAForum(Refused):
    """This group has no topics, so it can't be the staff group."""

    key = "refused-not-a-forum"


class PricesOutOfOrder(Refused):
    """Gold must not be dearer than silver, nor silver than retail: { $gold }, { $silver }, { $retail }."""

    key = "refused-prices-out-of-order"


class NotAPrice(Refused):
    """This is no amount of { $currency } above zero."""

    key = "refused-not-a-price"


class NoSuchProduct(Refused):
    """No product or more than one fits this name."""

    key = "refused-no-such-product"


class CodesInChat(Refused):
    """Codes are not typed into a chat, where everybody who gets at it can read them: they come in a file."""

    key = "refused-codes-in-chat"


class NotACardFile(Refused):
    """A file of codes is plain text: .txt or .csv."""

    key = "refused-not-a-card-file"


class StockFileGone(Refused):
    """This file was taken in or dropped already."""

    key = "refused-stock-file-gone"


class TryLater(Exception):
    """The world cannot do it now: a time-out, a lock, a limit. The same request may work in a moment."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

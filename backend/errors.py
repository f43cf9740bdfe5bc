"""Refusals: what a person asked for and cannot have, and why. Nothing was changed when one is raised.

Not here: the sentences people read (locales/*.ftl, one for each key; the docstrings are the English of it).

    Refused
    ├── ProductNotOnSale         QuantityOutOfRange    OutOfStock        InvalidAccount
    ├── QuoteNotFound            QuoteLapsed           CouponLapsed      CouponTaken
    ├── PurchaseLimitReached     CampaignOver          CampaignHad       NotEnoughPoints   OtherMembership
    ├── NotAWorth                NotAPriceRule
    ├── OrderNotFound            CannotCancel          CannotPay         CannotRefund     NotDeliveredYet
    ├── RefundTooLarge           NotAnAmount           TopUpOutOfRange   PaymentNotFound  BeingPaid
    ├── ShelfCrowded             TooManyUnpaid         NotSoldOut        OfferLapsed
    ├── NotEnoughBalance         NoReceipt             CannotReplace     TooManyReplaced
    ├── TicketNotFound           TicketTaken       TicketUnclaimed   TicketResolved    TicketOpen
    ├── NotYourTicket            CannotOffer       OfferGone         NoTicketHere      NoSuchAgent
    ├── RatingClosed
    ├── BroadcastNotFound  BroadcastMoved    NotAMoment        MomentPassed
    ├── ClosedForMaintenance                 MaintenanceTaken  MaintenanceMoved
    ├── InviteNotFound           InviteSpent       AlreadyStaff      NotOnesOwnRole    OwnerStays    NotAForum
    ├── PricesOutOfOrder         NotAPrice         NoSuchProduct
    ├── CodesInChat              NotACardFile      StockFileGone
    ├── NotAMerchant             NotASheet         BulkOrderNotFound  BulkOrderMoved   PriceRisen
    ├── LicenceNeeded            LicenceLapsed     OutsideOrderingHours                AllocationSpent
    ├── LicenceTaken             LicenceBound      LicenceOver        LicenceMoved     NotOnesLicence
    ├── AccountFrozen            AlreadyFrozen      NotFrozen          StaffIsNotFrozen   NeedsAReason
    ├── NotOnesContact           PhoneTaken         CannotForget       NobodyCalledSo
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


class ShelfCrowded(Refused):
    """Enough is there, but too much of it is set aside for people who have not paid yet."""

    key = "refused-shelf-crowded"


class TooManyUnpaid(Refused):
    """For { $count } unpaid orders of the person's goods are set aside already."""

    key = "refused-too-many-unpaid"


class NotSoldOut(Refused):
    """It can be bought now: there is nothing to wait for."""

    key = "refused-not-sold-out"


class OfferLapsed(Refused):
    """The person has no place in this line (any more)."""

    key = "refused-offer-lapsed"


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


class PurchaseLimitReached(Refused):
    """One person may buy { $most } of this in { $days } days; { $left } are left of that."""

    key = "refused-purchase-limit"


class CampaignOver(Refused):
    """No more coupons of this campaign are given: it is over, all are given, or it is not for this person."""

    key = "refused-campaign-over"


class CampaignHad(Refused):
    """Nobody has more than { $most } coupons of this campaign."""

    key = "refused-campaign-had"


class NotAWorth(Refused):
    """This is no worth of a coupon, such as 5 or 10% 20."""

    key = "refused-not-a-worth"


class NotAPriceRule(Refused):
    """This is no rule for a price, such as 5=48 or max=3/30: { $rule }."""

    key = "refused-not-a-price-rule"


class NotEnoughPoints(Refused):
    """{ $wanted } points are needed and { $left } are there."""

    key = "refused-not-enough-points"


class OtherMembership(Refused):
    """The person is a { $tier } member until { $until }; another membership can begin only then."""

    key = "refused-other-membership"


class OrderNotFound(Refused):
    """There is no such order, or it is somebody else's: the answer does not tell which."""

    key = "refused-order-not-found"


class CannotCancel(Refused):
    """Order { $number } can't be cancelled any more: it is { $status }."""

    key = "refused-cannot-cancel"


class CannotPay(Refused):
    """Order { $number } takes no payment: it is { $status }."""

    key = "refused-cannot-pay"


class PaymentNotFound(Refused):
    """We have no such payment of this person, or it is of another amount."""

    key = "checkout-unknown"


class BeingPaid(Refused):
    """Payment { $number } was let through a moment ago, or has come already."""

    key = "refused-being-paid"


class CannotRefund(Refused):
    """Order { $number } can't be refunded: it is { $status }."""

    key = "refused-cannot-refund"


class CannotReplace(Refused):
    """This code of order { $number } can't be replaced: its buyer has not looked at it, or it is none of this order."""

    key = "refused-cannot-replace"


class TooManyReplaced(Refused):
    """{ $most } codes of this customer were replaced in the last { $days } days; give the money back instead."""

    key = "refused-too-many-replaced"


class NoReceipt(Refused):
    """There is no receipt for order { $number } yet."""

    key = "refused-no-receipt"


class RefundTooLarge(Refused):
    """Of payment { $number } only { $left } can still go back."""

    key = "refused-refund-too-large"


class NotAnAmount(Refused):
    """This is no amount of { $currency } above zero, such as 20.00."""

    key = "refused-not-an-amount"


class TopUpOutOfRange(Refused):
    """Between { $least } and { $most } can be topped up at once."""

    key = "refused-top-up-out-of-range"


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


class CostAbovePrice(Refused):
    """At this cost the product would be sold at a loss: its lowest price is { $price }."""

    key = "refused-cost-above-price"


class AlreadyExpired(Refused):
    """That day is over already."""

    key = "refused-already-expired"


class AnnouncedDayOver(Refused):
    """Nothing can be expected on a day that is over."""

    key = "refused-announced-day-over"


class NotAMerchant(Refused):
    """Files of orders are for approved merchants."""

    key = "refused-not-a-merchant"


class NotASheet(Refused):
    """A file of orders is a .csv or .xlsx document."""

    key = "refused-not-a-sheet"


class BulkOrderNotFound(Refused):
    """There is no such bulk order, or it is somebody else's."""

    key = "refused-bulk-order-not-found"


class BulkOrderMoved(Refused):
    """This bulk order has moved on: it was begun, paused, finished or dropped meanwhile."""

    key = "refused-bulk-order-moved"


class PriceRisen(Refused):
    """The price was { $before } when it was confirmed and is { $now } now."""

    key = "refused-price-risen"


class LicenceNeeded(Refused):
    """This is sold to licensed retailers alone, and this person has no approved licence."""

    key = "refused-licence-needed"


class LicenceLapsed(Refused):
    """The person's licence ended on { $ended }."""

    key = "refused-licence-lapsed"


class OutsideOrderingHours(Refused):
    """This can be ordered again at { $opens }."""

    key = "refused-outside-ordering-hours"


class AllocationSpent(Refused):
    """Of { $most } in this { $period } only { $left } are left to the person; there are more at { $again }."""

    key = "refused-allocation-spent"


class LicenceTaken(Refused):
    """This number is bound to somebody else."""

    key = "refused-licence-taken"


class LicenceBound(Refused):
    """The person has a licence already, or one that waits for its review."""

    key = "refused-licence-bound"


class LicenceEnded(Refused):
    """The licence ended on { $ended } while it waited for its review."""

    key = "refused-licence-ended"


class LicenceOver(Refused):
    """A licence must end today or later, and not in a lifetime's time: { $ended }."""

    key = "refused-licence-over"


class LicenceMoved(Refused):
    """Somebody has reviewed this licence already."""

    key = "refused-licence-moved"


class NotOnesLicence(Refused):
    """This is ordered on the buyer's own licence number alone."""

    key = "refused-not-ones-licence"


class AccountFrozen(Refused):
    """This person is frozen, and can buy nothing until that is lifted."""

    key = "refused-account-frozen"


class AlreadyFrozen(Refused):
    """This person is frozen already."""

    key = "refused-already-frozen"


class NotFrozen(Refused):
    """This person is not frozen."""

    key = "refused-not-frozen"


class StaffIsNotFrozen(Refused):
    """Who serves the shop is dismissed first."""

    key = "refused-staff-not-frozen"


class NeedsAReason(Refused):
    """What is done to somebody's account is done for a reason, in words."""

    key = "refused-needs-a-reason"


class NotOnesContact(Refused):
    """The contact that was shared is not the person's own."""

    key = "refused-not-ones-contact"


class PhoneTaken(Refused):
    """The phone belongs to another account."""

    key = "refused-phone-taken"


class CannotForget(Refused):
    """Something of the person's is not settled, so they can't be forgotten yet: { $why } says what."""

    key = "refused-cannot-forget"


class NobodyCalledSo(Refused):
    """Nobody has this number."""

    key = "refused-nobody-called-so"


class TryLater(Exception):
    """The world cannot do it now: a time-out, a lock, a limit. The same request may work in a moment."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason

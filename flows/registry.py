"""The registry: every conversation there is, one line each.

Not here: the conversations.
"""

from flows.announcement import Announce
from flows.batch import DescribeBatch
from flows.broadcast import Composing, Scheduling
from flows.bulk_order import BulkOrder
from flows.campaign import CampaignTerms
from flows.checkout import Checkout
from flows.codes import NewCodes
from flows.complaint import Complaint
from flows.engine import Flows
from flows.incident import ReportIncident
from flows.licence import HandIn
from flows.maintenance import Planning
from flows.price import Price
from flows.price_rules import SetPriceRules
from flows.remark import Remark
from flows.standing import ChangeStanding
from flows.stock_import import StockImport
from flows.time_zone import TimeZone

FLOWS: Flows = {
    flow.id: flow
    for flow in (
        Checkout(),
        Complaint(),
        Remark(),
        TimeZone(),
        Composing(),
        Scheduling(),
        Planning(),
        ReportIncident(),
        Price(),
        SetPriceRules(),
        Announce(),
        StockImport(),
        DescribeBatch(),
        CampaignTerms(),
        NewCodes(),
        BulkOrder(),
        HandIn(),
        ChangeStanding(),
    )
}

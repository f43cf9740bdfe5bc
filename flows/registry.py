"""The registry: every conversation there is, one line each.

Not here: the conversations.
"""

from flows.broadcast import Composing, Scheduling
from flows.checkout import Checkout
from flows.complaint import Complaint
from flows.engine import Flows
from flows.incident import ReportIncident
from flows.maintenance import Planning
from flows.price import Price
from flows.remark import Remark
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
        StockImport(),
    )
}

"""The registry: every conversation there is, one line each.

Not here: the conversations.
"""

from flows.checkout import Checkout
from flows.engine import Flows

FLOWS: Flows = {flow.id: flow for flow in (Checkout(),)}

"""The gateway's pages as HTML, Chinese and English together: the bill, the receipt, the refusal.

Not here: when each is shown (`routes`). Everything filled in is escaped.
"""

from collections.abc import Sequence
from html import escape
from importlib.resources import files
from string import Template

from sandbox import amounts
from sandbox.gateway.bills import Bill
from sandbox.gateway.journal import Payment

_PAGE = Template(files("sandbox.gateway").joinpath("page.html").read_text())
_FORM = Template("""
<p class="subject">$subject</p>
<p class="amount" data-testid="amount">$amount</p>
<dl><dt>单号 Number</dt><dd data-testid="number">$number</dd></dl>
$warning
<form method="post" action="/gateway/pay">$fields<button data-testid="pay">$pay</button></form>
<p class="small">这是演示用的支付页，不会动用真钱。<br>A demonstration: no real money moves.</p>
""")
_WARNING = """
<p class="warning" data-testid="paid-already">这张单已经付过了，再付会重复扣款。<br>
This number is paid already; paying again takes the money twice.</p>
"""
_PAID = Template("""
<p class="sign good">✓</p>
<p class="subject" data-testid="paid">支付成功 Paid</p>
<p class="amount" data-testid="amount">$amount</p>
<dl><dt>单号 Number</dt><dd>$number</dd><dt>流水号 Transaction</dt><dd data-testid="transaction">$txn</dd></dl>
<p class="small">可以回到聊天了。<br>You can go back to the chat.</p>
""")
_REFUSED = Template("""
<p class="sign bad">✕</p>
<p class="subject" data-testid="refused">无法支付 This can't be paid</p>
<p class="small">$reason</p>
""")


def bill_page(bill: Bill, signature: str, paid_before: Sequence[Payment]) -> str:
    """Write the page that asks for the money, with a warning if the number was paid before."""
    fields = {
        "number": bill.number,
        "amount_minor": str(bill.amount_minor),
        "currency": bill.currency,
        "notify": bill.notify,
        "subject": bill.subject,
        "signature": signature,
    }
    return _page(
        _FORM.substitute(
            subject=escape(bill.subject or "收银台 Checkout"),
            amount=escape(_amount(bill.amount_minor, bill.currency)),
            number=escape(bill.number),
            warning=_WARNING if paid_before else "",
            fields="".join(_field(name, value) for name, value in fields.items()),
            pay="仍要支付 Pay again" if paid_before else "支付 Pay",
        )
    )


def paid_page(payment: Payment) -> str:
    """Write the receipt."""
    amount = escape(_amount(payment.amount_minor, payment.currency))
    return _page(_PAID.substitute(amount=amount, number=escape(payment.number), txn=escape(payment.provider_txn)))


def refusal_page(reason: str) -> str:
    return _page(_REFUSED.substitute(reason=escape(reason)))


def _page(body: str) -> str:
    return _PAGE.substitute(body=body)


def _field(name: str, value: str) -> str:
    return f'<input type="hidden" name="{name}" value="{escape(value)}">'


def _amount(amount_minor: int, currency: str) -> str:
    return amounts.written(amount_minor, currency, language_code="zh")

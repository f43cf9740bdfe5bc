"""A surge: far more orders than cards, served by processes that are killed, hear callbacks twice and lose replies.

Not here: what must be true of it in the end (test_surge).
"""

import contextlib
import multiprocessing
import random
import signal
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum, StrEnum
from functools import partial
from multiprocessing.connection import wait
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

import sqlalchemy as sa

from backend import audit, fulfilment, orders, payments, people, pricing, waiting_list
from backend.errors import NotSoldOut, OutOfStock, ShelfCrowded, TooManyUnpaid
from backend.ledger import Account
from backend.orders import Order, OrderStatus
from backend.payments import GatewayNotice, Payment
from backend.people import Person
from backend.waiting_list import PlaceStatus
from bot.chaos.proxies import Mode, PostgresProxy
from bot.chaos.zygote import WARM
from bot.postgres_server import running_server
from storage import orders as order_rows
from storage import outages
from storage import payments as payment_rows
from storage import waiting_list as waiting_rows
from storage.database import Database, Db
from storage.deliveries import DeliveryRow
from storage.ledger import BalanceRow, EntryRow
from storage.orders import OrderRow
from storage.people import PersonRow
from storage.schema import migrate
from storage.secrets import Vault
from storage.stock import CardRow, CardStatus
from storage.waiting_list import PlaceRow
from tests.backend import given
from tests.backend.given import CARD, NOW, PRICE

GATEWAY = "sandbox"
ROUND = timedelta(minutes=15)
"""An unpaid order lapses from one round to the next."""

MOST_ROUNDS = 24
AT_ONCE = 12
"""So many people's turns a worker hands in together; some of them share a commit."""

PEOPLE_PER_WORKER = 50
"""With fewer of them whose matter is not settled there are fewer workers."""

WRITERS = 2
MOST_VISITS = 12
"""Of one person in one round, those that the database's trouble undid included."""

LOOK_SECONDS = 0.02

LOST_REPLIES = 0.02
"""The share of COMMITs that act and whose reply is dropped."""


class Habit(StrEnum):
    """How somebody pays."""

    BALANCE = "balance"
    GATEWAY = "gateway"
    LATE = "late"  # through the gateway, when the order has lapsed
    NEVER = "never"


_HABITS = (*[Habit.BALANCE] * 2, *[Habit.GATEWAY] * 6, Habit.LATE, Habit.NEVER)


_UNSETTLED = sa.select(PersonRow.telegram_id).where(
    ~sa.exists().where(OrderRow.person_id == PersonRow.id, OrderRow.status == OrderStatus.DELIVERED),
    ~sa.exists().where(PlaceRow.person_id == PersonRow.id, PlaceRow.status == PlaceStatus.WAITING),
)
"""Who has no card and does not wait in line."""


@dataclass(frozen=True)
class Size:
    """How large the surge is, after how many seconds one of the workers is killed, and how often at most."""

    people: int
    cards: int
    workers: int
    killed_every: float
    most_kills: int


@dataclass(frozen=True)
class Aftermath:
    """What the books say when it is over; amounts in minor units."""

    cards: Counter[str]
    """By status."""
    people: Counter[str]
    """Who has a card, who waits in line, who was told that there is none for them, and who has paid for nothing."""
    sold_twice: int
    charged: int
    """What the gateway's own journal says that people paid there."""
    came_in: int
    """What the books say that came in through the gateway."""
    sales: int
    balances: int
    broken: tuple[str, ...]
    """What the audit finds."""


@dataclass
class Toll:
    """What was done to those who kept the books."""

    rounds: int = 0
    kills: int = 0
    lost_replies: int = 0
    repeated_callbacks: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class Share:
    """What one worker does in one round: everybody whose number leaves this remainder."""

    url: str
    number: int
    of: int
    now: datetime
    folder: Path

    @property
    def journal(self) -> Path:
        """What happened at the gateway and who has gone for this round, a line each, over all lives."""
        return self.folder / f"{self.number}-{self.now:%d-%H-%M}.journal"

    @property
    def sign_of_life(self) -> Path:
        """Is there once the worker has got somewhere in its life: on a slow machine too each kill is one at work."""
        return self.folder / f"{self.number}.at-work"


def habit_of(number: int) -> Habit:
    """How the person pays; by tens, so that it has nothing to do with which worker serves them."""
    return _HABITS[number // 10 % len(_HABITS)]


def is_told_twice(number: int) -> bool:
    """Whether the gateway says twice that this person paid: one in five."""
    return number // 100 % 5 == 0


def surge_on_postgresql(size: Size, *, seed: int, settings: Mapping[str, str]) -> tuple[Aftermath, Toll]:
    """Let it happen on a server of its own, some of whose replies to COMMIT are lost."""
    dice = random.Random(seed)
    with running_server(settings) as server, PostgresProxy(server.folder) as proxy:
        proxy.plan = lambda call: _fate(call, dice)
        aftermath, toll = _surge(server.url, proxy.url("postgres"), size, dice)
        return aftermath, replace(toll, lost_replies=proxy.struck[Mode.ACT_THEN_DROP])


def surge_on_sqlite(folder: Path, size: Size, *, seed: int) -> tuple[Aftermath, Toll]:
    """Let it happen on a file."""
    url = f"sqlite:///{folder / 'surge.db'}"
    return _surge(url, url, size, random.Random(seed))


def _fate(call: str, dice: random.Random) -> Mode:
    return Mode.ACT_THEN_DROP if call == "COMMIT" and dice.random() < LOST_REPLIES else Mode.PASS


def _surge(url: str, workers_url: str, size: Size, dice: random.Random) -> tuple[Aftermath, Toll]:
    database = Database(url)
    try:
        with tempfile.TemporaryDirectory(prefix="xiaoer-surge-") as name:
            _open_shop(database, size)
            began = time.monotonic()
            toll = _until_sold(database, workers_url, size, dice, Path(name))
            toll.seconds = time.monotonic() - began
            lines = [line for journal in Path(name).glob("*.journal") for line in _lines(journal)]
        toll.repeated_callbacks = sum(what == "repeated" for what, *_ in lines)
        charged = {number for what, number in lines if what == "charged"}
        return _look(database, charged, now=NOW + (toll.rounds - 1) * ROUND), toll
    finally:
        database.close()


def _open_shop(database: Database, size: Size) -> None:
    migrate(database)
    given.a_shop(database, Vault({"surge": bytes(range(32))}), cards_in_stock=size.cards)
    with database.transaction() as db:
        for number in range(size.people):
            given.person(db, number + 1, balance=PRICE)


def _until_sold(database: Database, workers_url: str, size: Size, dice: random.Random, folder: Path) -> Toll:
    """Play round after round until every card is sold."""
    toll = Toll()
    while toll.rounds < MOST_ROUNDS and _cards(database)[CardStatus.SOLD] < size.cards:
        now = NOW + toll.rounds * ROUND
        _tick(database, now=now)
        workers = min(size.workers, 1 + _count_unsettled(database) // PEOPLE_PER_WORKER)
        shares = [Share(workers_url, each, workers, now, folder) for each in range(workers)]
        toll.kills += _work(shares, dice, killed_every=size.killed_every, most_kills=size.most_kills - toll.kills)
        toll.rounds += 1
    return toll


def _tick(database: Database, *, now: datetime) -> None:
    """What the ticker does: end the offers nobody took, and offer what came back."""
    with database.transaction() as db:
        for place_id in db.scalars(sa.select(PlaceRow.id).where(PlaceRow.status == PlaceStatus.OFFERED)).all():
            waiting_list.lapse(db, place_id, now=now)
        waiting_list.serve(db, now=now)


def _work(shares: Sequence[Share], dice: random.Random, *, killed_every: float, most_kills: int) -> int:
    """Have all shares worked on, killing somebody now and then; returns how many were killed."""
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload([WARM, __name__])
    workers = {share.number: _begin(forks, share) for share in shares}
    kills, next_kill = 0, time.monotonic() + killed_every
    while workers:
        wait([worker.sentinel for worker in workers.values()], timeout=max(LOOK_SECONDS, next_kill - time.monotonic()))
        at_work = [number for number in sorted(workers) if shares[number].sign_of_life.exists()]
        if kills < most_kills and at_work and time.monotonic() >= next_kill:
            kills += _kill(workers[dice.choice(at_work)])
            next_kill = time.monotonic() + killed_every
        for number in [number for number, worker in workers.items() if not worker.is_alive()]:
            ended = workers.pop(number).exitcode
            if ended == -signal.SIGKILL:
                workers[number] = _begin(forks, shares[number])
            elif ended != 0:
                raise ChildProcessError(f"worker {number} ended with {ended}")
    return kills


def _begin(forks: ForkServerContext, share: Share) -> ForkServerProcess:
    share.sign_of_life.unlink(missing_ok=True)
    worker = forks.Process(target=_serve, args=(share,), daemon=True)
    worker.start()
    return worker


def _kill(worker: ForkServerProcess) -> bool:
    """Kill it, wherever it is; False if it had come to its end by itself."""
    worker.kill()
    worker.join()
    return worker.exitcode == -signal.SIGKILL


def _serve(share: Share) -> None:
    """Be a worker: visit everybody of the share whose matter is not settled, also after who died over it."""
    database = Database(share.url, writers=WRITERS)
    with share.journal.open("a", encoding="utf-8", buffering=1) as journal:
        worker = _Worker(database, share.now, journal.write)
        numbers = _unsettled(database, share)
        for start in range(0, len(numbers), AT_ONCE):
            some = numbers[start : start + AT_ONCE]
            worker.visit_all(some)
            journal.writelines(f"gone {number}\n" for number in some)
            share.sign_of_life.touch()
    database.close()


def _unsettled(database: Database, share: Share) -> list[int]:
    """Whom of the share there is something to do for, and who has not gone for this round."""
    gone = {line[1] for line in _lines(share.journal) if line[0] == "gone"}
    is_of_share = PersonRow.telegram_id % share.of == share.number
    with database.read() as db:
        numbers = db.scalars(_UNSETTLED.where(is_of_share).order_by(PersonRow.telegram_id))
        return [number for number in numbers if str(number) not in gone]


def _count_unsettled(database: Database) -> int:
    with database.read() as db:
        return len(db.scalars(_UNSETTLED).all())


class _Next(Enum):
    """Whether somebody does something more in this round."""

    AGAIN = "again"
    DONE = "done"


_Step = Payment | _Next
"""A payment is one to be made at the gateway, and the last thing they do in this round."""


class _Worker:
    """Does for people what they do one after the other, each step in a transaction of its own."""

    def __init__(self, database: Database, now: datetime, write_journal: Callable[[str], object]) -> None:
        self._database = database
        self._now = now
        self._write_journal = write_journal

    def visit_all(self, numbers: Sequence[int]) -> None:
        """Visit each of them until there is nothing more that they do in this round."""
        left = list(numbers)
        for _ in range(MOST_VISITS):
            steps = {number: self._database.write(partial(self._visit, number)) for number in left}
            left = [number for number, step in steps.items() if self._goes_on(number, step)]
            if not left:
                return
        raise TimeoutError(f"these come to no end: {left}")

    def _goes_on(self, number: int, step: Future[_Step]) -> bool:
        """Whether the person does something more. Raises what is no trouble of the database's."""
        try:
            charge = step.result()
            if isinstance(charge, Payment):
                self._charge(number, charge)
        except Exception as error:
            if not outages.is_trouble(error):
                raise
            return True
        return charge is _Next.AGAIN

    def _charge(self, number: int, payment: Payment) -> None:
        """Be the person at the gateway, and the gateway: the money moves, and then the shop is told, perhaps twice."""
        self._write_journal(f"charged {payment.number}\n")
        notice = GatewayNotice(
            GATEWAY, payment.number, f"T-{payment.number}", f"E-{payment.number}", payment.amount, self._now
        )
        times = 2 if is_told_twice(number) else 1
        told = [self._database.write(partial(self._hear, notice)) for _ in range(times)]
        for each in told:
            if each.result() is payments.Outcome.REPEATED:
                self._write_journal(f"repeated {payment.number}\n")

    def _hear(self, notice: GatewayNotice, db: Db) -> payments.Outcome:
        receipt = payments.receive(db, notice, now=self._now)
        if receipt.order is not None:
            fulfilment.deliver(db, orders.lock(db, receipt.order.id), now=self._now)
        return receipt.outcome

    def _visit(self, number: int, db: Db) -> _Step:
        """The next thing the person does; a payment if they go to the gateway with it."""
        buyer = people.with_telegram_id(db, number)
        assert buyer is not None
        order = next(iter(order_rows.of_person(db, buyer.id, offset=0, most=1)), None)
        if order is not None and orders.expire(db, order.id, now=self._now):
            return _Next.AGAIN
        if order is None or order.status is OrderStatus.CANCELLED:
            return self._order(db, buyer, after=order)
        if order.status is OrderStatus.AWAITING_PAYMENT:
            return self._pay(db, buyer, order)
        return self._come_late(db, buyer, order)

    def _order(self, db: Db, buyer: Person, *, after: Order | None) -> _Step:
        """Order one; whoever finds it sold out gets into line."""
        try:
            quote = pricing.quote(db, person=buyer, product_id=CARD, quantity=1, now=self._now)
            key = "first" if after is None else f"after-{after.id}"
            orders.place(db, quote=quote, person=buyer, account="", note="", key=key, now=self._now)
        except OutOfStock:
            return self._wait_in_line(db, buyer)
        return _Next.AGAIN

    def _pay(self, db: Db, buyer: Person, order: Order) -> _Step:
        habit = habit_of(buyer.telegram_id)
        if habit is Habit.NEVER:
            return _Next.DONE
        try:
            if habit is not Habit.BALANCE:
                payment = payments.open_gateway_payment(db, order, gateway=GATEWAY, now=self._now)
                return payment if habit is Habit.GATEWAY else _Next.DONE
        except (ShelfCrowded, TooManyUnpaid, OutOfStock):
            if habit is Habit.LATE:
                return _Next.DONE
        try:
            paid = payments.pay_from_balance(db, orders.lock(db, order.id), now=self._now)
            fulfilment.deliver(db, paid, now=self._now)
        except OutOfStock:
            orders.cancel(db, order, by=buyer.who, now=self._now)
            return self._wait_in_line(db, buyer)
        return _Next.DONE

    def _come_late(self, db: Db, buyer: Person, order: Order) -> _Step:
        """Pay for what has lapsed, if the payment's page is still open; who never meant to pay has gone."""
        is_late = order.status is OrderStatus.EXPIRED and habit_of(buyer.telegram_id) is Habit.LATE
        if is_late and (payment := _open_payment(db, order)):
            return payment
        return _Next.DONE

    def _wait_in_line(self, db: Db, buyer: Person) -> _Step:
        with contextlib.suppress(NotSoldOut):  # then they come again in the next round
            waiting_list.join(db, buyer, CARD, now=self._now)
        return _Next.DONE


def _open_payment(db: Db, order: Order) -> Payment | None:
    """The payment whose page is still open in the person's browser."""
    return payment_rows.open_for(db, order.id, gateway=GATEWAY)


def _lines(journal: Path) -> list[tuple[str, ...]]:
    """The whole lines; whoever was killed may have left half of one at the end."""
    if not journal.exists():
        return []
    text = journal.read_text(encoding="utf-8")
    return [tuple(line.split()) for line in text.splitlines(keepends=True) if line.endswith("\n")]


def _cards(database: Database) -> Counter[str]:
    with database.read() as db:
        return Counter(map(str, db.scalars(sa.select(CardRow.status))))


def _look(database: Database, charged: set[str], *, now: datetime) -> Aftermath:
    with database.read() as db:
        delivered = db.scalars(sa.select(DeliveryRow.card_id)).all()
        return Aftermath(
            cards=_cards(database),
            people=Counter(_ended(db, person_id) for person_id in db.scalars(sa.select(PersonRow.id)).all()),
            sold_twice=len(delivered) - len(set(delivered)),
            charged=len(charged) * PRICE.minor,
            came_in=-_sum(db, sa.select(sa.func.sum(EntryRow.amount_minor)).where(EntryRow.account == Account.GATEWAY)),
            sales=_sum(db, sa.select(sa.func.sum(EntryRow.amount_minor)).where(EntryRow.account == Account.SALES)),
            balances=_sum(db, sa.select(sa.func.sum(BalanceRow.amount_minor))),
            broken=tuple(f"{each.id} {each.rows}" for each in audit.check(db, now=now)),
        )


def _sum(db: Db, sums: sa.Select[int]) -> int:
    return int(db.scalar(sums) or 0)


def _ended(db: Db, person_id: int) -> str:
    """What the surge came to for this person."""
    statuses = {order.status for order in order_rows.of_person(db, person_id, offset=0, most=10)}
    if OrderStatus.PAID in statuses:
        return "paid for nothing"
    if OrderStatus.DELIVERED in statuses:
        return "has it"
    is_in_line = waiting_rows.live_of(db, product_id=CARD, person_id=person_id) is not None
    return "waits" if is_in_line else "was told"

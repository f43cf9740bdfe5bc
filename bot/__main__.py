"""The command line: `./xiaoer COMMAND`. Everything heavy is imported by the command that needs it.

Not here: any work; each command calls the module that does it. Errors are one sentence on stderr and status 1.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from bot.roles import EVERY_ROLE, Role

if TYPE_CHECKING:
    from backend.catalogue import Product
    from storage.database import Database
    from storage.secrets import Vault

app = typer.Typer(
    help="Xiaoer (小二): a Telegram shop assistant with an order backend.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
imports = typer.Typer(help="Take files in: the catalogue, prices, card codes, licences.", no_args_is_help=True)
app.add_typer(imports, name="import")
bench = typer.Typer(help="Measure, on shops of its own.", no_args_is_help=True)
app.add_typer(bench, name="bench")


_CATALOGUE = "A JSON file of products; else what the shop sells, and the sample shop's where none is set up."


@app.command()
def run(
    role: Annotated[
        list[Role] | None,
        typer.Option(envvar="XIAOER_ROLES", help="Only this part of the work, or these; with PostgreSQL. Else: all."),
    ] = None,
) -> None:
    """Run the bot: TELEGRAM_BOT_TOKEN and XIAOER_SECRET_KEY come from the environment."""
    with _one_sentence_errors():
        from bot.process import serve
        from bot.settings import settings_from_environment

        serve(settings_from_environment(), frozenset(role or EVERY_ROLE))


@app.command()
def console() -> None:
    """Serve the staff's web pages; beside the bot, with the same settings and CONSOLE_URL."""
    with _one_sentence_errors():
        from bot.console_process import serve
        from bot.settings import settings_from_environment

        serve(settings_from_environment())


@app.command()
def demo(
    scenes: Annotated[list[str] | None, typer.Argument(help="With --tour: only these scenes.")] = None,
    tour: Annotated[bool, typer.Option("--tour", help="Play the story in the terminal and exit.")] = False,
    list_scenes: Annotated[bool, typer.Option("--list", help="With --tour: name the scenes and exit.")] = False,
    port: Annotated[
        int, typer.Option(help="Where the demo's page is; the bot and the console take the two after it.")
    ] = 8090,
) -> None:
    """Open a sample shop in a local Telegram: no token, no internet. Ctrl-C stops it, a second start resumes."""
    with _one_sentence_errors():
        if tour or list_scenes:
            from bot.tour import tour as guided

            raise typer.Exit(guided.names() if list_scenes else guided.play(scenes or []))
        from bot.demo.show import show

        show(port=port)


@app.command()
def migrate() -> None:
    """Bring the database up to this version; the bot does it by itself when it starts."""
    with _shop():
        typer.echo("The database is up to date.")


@app.command()
def audit(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    of_demo: Annotated[bool, typer.Option("--demo", help="The databases of the demo and of the last tour.")] = False,
    seal: Annotated[bool, typer.Option("--seal", help="Print the newest seal on the audit trail, to keep it.")] = False,
    since_seal: Annotated[
        str | None, typer.Option(help="A seal's digest you kept: nothing it stands for was changed since.")
    ] = None,
) -> None:
    """Check every invariant on the live database; status 1 if one is broken."""
    with _one_sentence_errors():
        from bot import auditing

        if of_demo and (seal or since_seal):
            _fail("A seal is one shop's: leave --demo out.")
        if seal:
            newest = auditing.newest_seal()
            typer.echo(json.dumps(auditing.seal_as_json(newest)) if as_json else auditing.seal_as_text(newest))
            return
        kept = since_seal.strip().lower() if since_seal else None
        reports = auditing.audit_demo() if of_demo else [auditing.audit_shop(kept_seal=kept)]
        if as_json:
            typer.echo(json.dumps([report.as_json() for report in reports], ensure_ascii=False, indent=2))
        else:
            for report in reports:
                typer.echo(report.as_text())
        raise typer.Exit(0 if all(report.is_sound for report in reports) else 1)


@app.command()
def chaos(
    minutes: Annotated[float, typer.Option(help="How long; everything gets its turn in half an hour.")] = 5,
    database: Annotated[str, typer.Option(help="sqlite, postgresql or both.")] = "both",
    driver: Annotated[str, typer.Option(help="aiogram, ptb or both.")] = "both",
    seed: Annotated[int | None, typer.Option(help="The same number makes the same weather.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: the report on stdout.")] = False,
) -> None:
    """Rehearse disasters on shops of its own: kills, lost replies, database crashes. Status 1 if anything is lost."""
    with _one_sentence_errors():
        from bot.chaos.command import play

        raise typer.Exit(play(minutes=minutes, database=database, driver=driver, seed=seed, as_json=as_json))


@app.command("new-key")
def new_key() -> None:
    """Print a fresh key for XIAOER_SECRET_KEY. Keep it safe: without it no card code can be read again."""
    from storage.secrets import new_key as fresh

    typer.echo(fresh())


@app.command()
def credit(
    telegram_id: Annotated[int, typer.Argument(help="The customer's Telegram number.")],
    amount: Annotated[str, typer.Argument(help="Such as 50.00")],
    ref: Annotated[str, typer.Option(help="Your number for it; the same one is never credited twice.")],
    currency: Annotated[str, typer.Option()] = "CNY",
) -> None:
    """Put money on a customer's balance."""
    with _shop() as (database, _):
        from bot import back_office
        from bot.clock import SystemClock

        typer.echo(back_office.credit(database, telegram_id, amount, currency, ref=ref, now=SystemClock().now()))


@app.command()
def compensate(
    incident: Annotated[int, typer.Argument(help="The number of a closed incident.")],
    is_dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say who would be given what.")] = False,
) -> None:
    """Make up for an incident: the running bot gives and tells everybody it touched, once."""
    with _shop() as (database, _):
        from zoneinfo import ZoneInfo

        from bot import back_office
        from bot.clock import SystemClock
        from bot.settings import policy_of, shop_settings_from_environment

        settings = shop_settings_from_environment()
        now = SystemClock().now()
        today = now.astimezone(ZoneInfo(settings.time_zone)).date()
        policy = policy_of(settings)
        typer.echo(back_office.compensate(database, policy, incident, is_dry_run=is_dry_run, today=today, now=now))


@app.command()
def search(
    catalogue: Annotated[Path | None, typer.Option(help=_CATALOGUE)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: an object a line.")] = False,
) -> None:
    """Find products: a query a line on stdin, what it may mean a line on stdout."""
    with _one_sentence_errors():
        from bot.understanding.searching import answer

        answer(_goods(catalogue), _lines(), as_json=as_json)


@app.command()
def understand(
    catalogue: Annotated[Path | None, typer.Option(help=_CATALOGUE)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: an object a line.")] = False,
) -> None:
    """Understand sentences: one a line on stdin, what it wants and says a line on stdout."""
    with _one_sentence_errors():
        from bot.surroundings import LOCALES, sayings_from_environment
        from bot.understanding.hearing import answer
        from bot.understanding.learned import classifier_of

        answer(classifier_of(LOCALES, sayings_from_environment()), _goods(catalogue), _lines(), as_json=as_json)


@app.command()
def learn(
    is_measured: Annotated[
        bool, typer.Option("--measure", help="Change nothing: learn from four fifths, judge by the rest.")
    ] = False,
) -> None:
    """Learn what people mean from the example sentences under locales/, and the shop's own in SAYINGS."""
    with _one_sentence_errors():
        from bot.surroundings import LOCALES, sayings_from_environment
        from bot.understanding.learned import learn_anew, measure
        from flows.understanding.learning import ROUNDS

        own = sayings_from_environment()
        with typer.progressbar(length=ROUNDS, label="Learning", file=sys.stderr) as bar:
            work = measure if is_measured else learn_anew
            told = work(LOCALES, own, after_round=lambda _: bar.update(1))
        typer.echo(told)


@app.command()
def evaluate(
    file: Annotated[
        Path, typer.Argument(help='Lines {"text": "退款", "intent": "refund"} or {"query": "jd 100", "expect_ids": []}')
    ],
    catalogue: Annotated[Path | None, typer.Option(help=_CATALOGUE)] = None,
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object on stdout.")] = False,
) -> None:
    """Hold what the program understands against a file of lines whose answers are known."""
    with _one_sentence_errors():
        from bot.surroundings import LOCALES, sayings_from_environment
        from bot.understanding import evaluation

        products = _goods(catalogue) if evaluation.has_queries(file) else []
        reports = evaluation.evaluate(file, products, locales=LOCALES, own=sayings_from_environment())
        if as_json:
            typer.echo(json.dumps({name: each.as_json() for name, each in reports.items()}, indent=2))
        else:
            typer.echo("\n".join(each.as_text() for each in reports.values()))


@bench.command("turns")
def bench_turns(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object on stdout.")] = False,
    seconds: Annotated[float, typer.Option(help="How long each phase is measured.", min=0.1)] = 8,
    past_orders: Annotated[int, typer.Option(help="How many orders the grown shop has had.", min=1)] = 1_000_000,
    postgresql: Annotated[
        str | None,
        typer.Option(envvar="XIAOER_BENCH_DATABASE_URL", help="An empty database; else a server is started for it."),
    ] = None,
) -> None:
    """Durable turns a second of the real purchase, on SQLite and PostgreSQL, beside what the database alone can do."""
    with _one_sentence_errors():
        from bot.bench import turns

        turns.play(seconds=seconds, past_orders=past_orders, postgresql_url=postgresql, as_json=as_json)


@bench.command("latency")
def bench_latency(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object on stdout.")] = False,
    seconds: Annotated[float, typer.Option(help="How long people are at the bot in all.", min=0.4)] = 32,
) -> None:
    """How long an update takes, from its webhook to its answer, over HTTP through the sandbox; memory and start-up."""
    with _one_sentence_errors():
        from bot.bench import latency

        latency.play(seconds=seconds, as_json=as_json)


@bench.command("frameworks")
def bench_frameworks(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object on stdout.")] = False,
    seconds: Annotated[float, typer.Option(help="How long each is measured.", min=0.1)] = 8,
) -> None:
    """What aiogram and python-telegram-bot dispatch by themselves, with their state in memory: the reference."""
    with _one_sentence_errors():
        from bot.bench import frameworks

        frameworks.play(seconds=seconds, as_json=as_json)


@bench.command("search")
def bench_search(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: a list on stdout.")] = False,
    queries: Annotated[int, typer.Option(help="How many searches are timed in each catalogue.", min=1)] = 1000,
) -> None:
    """How long a search takes among 10,000 and 100,000 products, and how long it takes to make the index."""
    with _one_sentence_errors():
        from bot.bench import search as searches

        searches.play(queries=queries, as_json=as_json)


@bench.command("understanding")
def bench_understanding(
    as_json: Annotated[bool, typer.Option("--json", help="For programs: one object on stdout.")] = False,
    products: Annotated[int, typer.Option(help="How many products there are to order.", min=1)] = 10_000,
    utterances: Annotated[int, typer.Option(help="How many lines of text are timed.", min=1)] = 1000,
) -> None:
    """How long a line of text takes to be understood, what is ready first, and the memory of the index."""
    with _one_sentence_errors():
        from bot.bench import understanding
        from bot.surroundings import LOCALES

        understanding.play(LOCALES, products=products, utterances=utterances, as_json=as_json)


DryRun = Annotated[bool, typer.Option("--dry-run", help="Only say what would change, and what is wrong with the file.")]


@imports.command("catalogue")
def import_catalogue(file: Path, is_dry_run: DryRun = False) -> None:
    """Make the shelves those of a TOML, JSON, CSV or XLSX file; what it no longer names goes off sale."""
    with _shop() as (database, _):
        from bot import imports as files
        from bot.clock import SystemClock

        typer.echo(files.load_catalogue(database, file, is_dry_run=is_dry_run, now=SystemClock().now()))


@imports.command("prices")
def import_prices(file: Path, is_dry_run: DryRun = False) -> None:
    """Take prices over: CSV, XLSX or JSON with product, retail, silver, gold; with `from`, those from so many on."""
    with _shop() as (database, _):
        from bot import imports as files
        from bot.clock import SystemClock

        typer.echo(files.load_prices(database, file, is_dry_run=is_dry_run, now=SystemClock().now()))


@imports.command("cards")
def import_cards(
    product: Annotated[str, typer.Argument(help="The product's id; or only a FILE with the columns product and code.")],
    file: Annotated[Path | None, typer.Argument()] = None,
    is_dry_run: DryRun = False,
) -> None:
    """Take card codes in, one a line (TXT or one-column CSV), or rows of XLSX or JSON; doubles are counted and left."""
    with _shop() as (database, vault):
        from bot import imports as files
        from bot.clock import SystemClock

        of, where = (None, Path(product)) if file is None else (product, file)
        typer.echo(files.load_cards(database, vault, of, where, is_dry_run=is_dry_run, now=SystemClock().now()))


@imports.command("licences")
def import_licences(file: Path, is_dry_run: DryRun = False) -> None:
    """Take licences in: CSV, XLSX or JSON with telegram_id, number, ends_on and tier; they count as approved."""
    with _shop() as (database, vault):
        from bot import imports as files
        from bot.clock import SystemClock

        typer.echo(files.load_licences(database, vault, file, is_dry_run=is_dry_run, now=SystemClock().now()))


def _goods(catalogue: Path | None) -> "list[Product]":
    from bot.surroundings import is_shop_set_up
    from bot.understanding import goods

    if catalogue is not None:
        return goods.read_goods(catalogue)
    if not is_shop_set_up():
        print("No --catalogue, and no shop is set up: the goods are the sample shop's.", file=sys.stderr)
        from bot.demo.folder import SAMPLE_CATALOGUE

        return goods.of_an_owner(SAMPLE_CATALOGUE)
    with _shop() as (database, _):
        return goods.on_sale(database)


def _lines() -> Iterator[str]:
    """What is read, in UTF-8 wherever this runs; it is written so too, half a surrogate pair escaped as JSON has it."""
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    yield from TextIOWrapper(sys.stdin.buffer, encoding="utf-8-sig", errors="replace")


@contextmanager
def _shop() -> "Iterator[tuple[Database, Vault]]":
    with _one_sentence_errors():
        from bot.process import open_shop
        from bot.settings import shop_settings_from_environment

        with open_shop(shop_settings_from_environment()) as opened:
            yield opened


@contextmanager
def _one_sentence_errors() -> Iterator[None]:
    """Turn what a user can mend into one sentence; everything else is a bug and keeps its traceback."""
    try:
        yield
    except Exception as error:
        from bot.mishaps import sentence_about

        sentence = sentence_about(error)
        if sentence is None:
            raise
        _fail(sentence)


def _fail(sentence: str) -> NoReturn:
    print(sentence, file=sys.stderr)
    raise typer.Exit(1)


if __name__ == "__main__":
    app(prog_name="xiaoer")

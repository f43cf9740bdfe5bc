"""The command `python -m sandbox`: serve a local Telegram until it is told to stop.

Not here: the demo, which starts the shop's bot and the pages beside it.
"""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from fastapi import FastAPI

    from sandbox.world import World


def main(
    bot: Annotated[list[str], typer.Option(help="TOKEN, TOKEN:username or TOKEN:username:name; may be given again.")],
    port: Annotated[int, typer.Option(help="Where to listen on loopback; 0 picks a free port.")] = 8081,
    db: Annotated[str, typer.Option(help="The world's SQLite file; it is made if missing.")] = ":memory:",
    limits: Annotated[bool, typer.Option(help="Answer 429 to bots that send too fast, as Telegram does.")] = True,
    page: Annotated[bool, typer.Option(help="Show the chats in the browser, at /.")] = True,
    gateway_key: Annotated[
        str | None, typer.Option(help="Serve the payment gateway, which shares this key with the shop.")
    ] = None,
    epay: Annotated[
        str | None, typer.Option(help="MERCHANT:KEY. Serve a gateway of the sign-and-callback kind for this merchant.")
    ] = None,
    supplier_key: Annotated[
        str | None, typer.Option(help="Serve two suppliers, east and west, who share this key with the shop.")
    ] = None,
    article: Annotated[
        list[str] | None, typer.Option(help="SKU:COST:CURRENCY:COUNT[:top-up] of what suppliers sell; may be repeated.")
    ] = None,
) -> None:
    """Serve a local Telegram: its Bot API, and an API to be the people in it."""
    from sandbox.impossible import Impossible
    from sandbox.limits import Limits
    from sandbox.server import PortTaken, serve
    from sandbox.world import World

    world = World(db, limits=Limits(are_enforced=limits))
    try:
        for given in bot:
            bot_given = _read(given)
            world.bots.add(bot_given.token, username=bot_given.username, name=bot_given.name)
        serve(
            _furnished(
                world, has_page=page, gateway_key=gateway_key, epay=epay, suppliers=(supplier_key, article or [])
            ),
            world,
            port=port,
            on_ready=lambda address: print(address, flush=True),
        )
    except (PortTaken, Impossible) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    finally:
        world.close()


def _furnished(
    world: "World",
    *,
    has_page: bool,
    gateway_key: str | None,
    epay: str | None,
    suppliers: tuple[str | None, list[str]],
) -> "FastAPI":
    """Build the application with what was asked for beside it; each is imported only if it was."""
    from sandbox.server import create_app

    routers, beside = [], []
    if gateway_key is not None:
        from sandbox.gateway.routes import create_router
        from sandbox.gateway.till import Gateway

        gateway = Gateway(world, key=gateway_key)
        routers.append(create_router(gateway))
        beside.append(gateway.notices.run)
    if epay is not None:
        from sandbox.epay import routes as epay_routes
        from sandbox.epay.desk import Desk

        merchant, _, key = epay.partition(":")
        desk = Desk(world, merchant=merchant, key=key)
        routers.append(epay_routes.create_router(desk))
        beside.append(desk.notices.run)
    supplier_key, articles = suppliers
    if supplier_key is not None:
        from sandbox.supplier import routes
        from sandbox.supplier.depot import Depot, read_article

        sold = [read_article(each) for each in articles]
        depots = [Depot(world, name=name, key=supplier_key, articles=sold) for name in ("east", "west")]
        routers.append(routes.create_router(depots))
        beside += [depot.calls.run for depot in depots]
    app = create_app(world, beside=beside)
    for router in routers:
        app.include_router(router)
    if has_page:
        from sandbox.page import mount

        mount(app, world)
    return app


@dataclass(frozen=True)
class _GivenBot:
    token: str
    username: str | None
    name: str | None


def _read(given: str) -> _GivenBot:
    """Split 1000001:SECRET:xiaoer_bot:Xiaoer; the name may be left out, and so may the username before it."""
    number, _, rest = given.partition(":")
    secret, _, rest = rest.partition(":")
    username, _, name = rest.partition(":")
    return _GivenBot(f"{number}:{secret}", username or None, name or None)


if __name__ == "__main__":
    typer.run(main)

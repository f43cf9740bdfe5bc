"""Fixtures of the gateways: one stand-in for all tests of a file, and a stand for each gateway.

Not here: what they are asked.
"""

from collections.abc import Iterator

import pytest

from bot.gateways.sign_type import SignType
from sandbox.epay.desk import Desk
from sandbox.epay.routes import create_router
from sandbox.server import create_app, running
from sandbox.world import World
from tests.bot.gateways.stands import KEY, MERCHANT, NOON, EpayStand, Stand, StarsStand


def serving(sign_type: SignType) -> Iterator[str]:
    """Serve a stand-in that signs in this way; gives its address."""
    world = World(frozen_at=NOON)
    desk = Desk(world, merchant=MERCHANT, key=KEY, sign_type=sign_type)
    app = create_app(world)
    app.include_router(create_router(desk))
    with running(app, world) as url:
        yield url
    world.close()


@pytest.fixture(scope="module")
def md5_url() -> Iterator[str]:
    yield from serving(SignType.MD5)


@pytest.fixture(scope="module")
def hmac_url() -> Iterator[str]:
    yield from serving(SignType.HMAC_SHA256)


@pytest.fixture(params=["epay-md5", "epay-hmac", "stars"])
def stand(request: pytest.FixtureRequest, md5_url: str, hmac_url: str) -> Iterator[Stand]:
    """Each gateway that gives money back."""
    if request.param == "stars":
        yield StarsStand()
        return
    is_md5 = request.param == "epay-md5"
    epay = EpayStand(md5_url, SignType.MD5) if is_md5 else EpayStand(hmac_url, SignType.HMAC_SHA256)
    yield epay
    epay.client.close()


@pytest.fixture
def epay_stand(hmac_url: str) -> Iterator[EpayStand]:
    """The sign-and-callback gateway alone."""
    epay = EpayStand(hmac_url, SignType.HMAC_SHA256)
    yield epay
    epay.client.close()

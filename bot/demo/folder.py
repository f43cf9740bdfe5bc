"""The demo's folders: each holds one shop's database and key, and the sandbox's world beside them.

Not here: the processes that use them (bot.demo.processes) or what is put into them (bot.demo.seed).
"""

from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretStr

from bot.settings import ShopSettings
from storage.secrets import new_key

_ROOT = Path(__file__).parent.parent.parent
DEMO = _ROOT / ".demo"
TOUR = _ROOT / ".tour"
"""Holds a folder for each scene of the last tour."""

SAMPLE_CATALOGUE = _ROOT / "sandbox" / "shop" / "catalogue.toml"


@dataclass(frozen=True)
class DemoFolder:
    """One shop's folder. The key is made when it is first asked for."""

    path: Path

    @property
    def database_url(self) -> str:
        """The shop's database."""
        return f"sqlite:///{self.path / 'shop.db'}"

    @property
    def sandbox_db(self) -> Path:
        """The sandbox's world."""
        return self.path / "sandbox.db"

    @property
    def clock(self) -> Path:
        """How far the shop's clock has been moved ahead."""
        return self.path / "clock"

    @property
    def key(self) -> str:
        """The shop's key, kept beside its database: good enough for invented codes, for nothing else."""
        file = self.path / "key"
        if not file.exists():
            self.path.mkdir(parents=True, exist_ok=True)
            file.write_text(new_key(), encoding="utf-8")
        return file.read_text(encoding="utf-8")

    def settings(self) -> ShopSettings:
        """What opens the shop's database."""
        return ShopSettings(xiaoer_secret_key=SecretStr(self.key), database_url=self.database_url)


def shops_in(folder: Path) -> list[DemoFolder]:
    """The shops that lie in a folder or one below it."""
    places = [folder, *sorted(folder.iterdir())] if folder.is_dir() else []
    return [DemoFolder(place) for place in places if (place / "shop.db").exists()]

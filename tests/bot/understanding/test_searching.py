"""The commands `search` and `evaluate`: what they read, what they print, what they say about a wrong file."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.cannot_do import CannotDo
from bot.settings import LOCALES
from bot.understanding.evaluation import evaluate
from bot.understanding.goods import on_sale, read_goods
from bot.understanding.searching import answer
from storage.database import Database

GOODS = """[
    {"id": "jd-100", "name_zh": "京东 E 卡 100 元", "name_en": "JD card", "category": "cards",
     "face_value": 100, "currency": "CNY", "aliases": ["狗东"]},
    {"id": "yen", "name_zh": "任天堂点卡", "name_en": "", "category": null, "face_value": "3,000", "currency": "jpy"}
]"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small catalogue."""
    path = tmp_path / "goods.json"
    path.write_text(GOODS, encoding="utf-8")
    return path


def test_a_catalogue_may_leave_much_out(file: Path) -> None:
    jd, yen = read_goods(file)

    assert (jd.id, jd.aliases, jd.face_value_minor, jd.face_value_currency) == ("jd-100", ["狗东"], 10000, "CNY")
    assert (yen.name, yen.aliases, yen.face_value_minor, yen.face_value_currency) == (
        {"zh-CN": "任天堂点卡"},
        [],
        3000,
        "JPY",
    )


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "is no JSON file"),
        ("{}", "should hold an array"),
    ],
)
def test_a_wrong_catalogue_is_a_sentence(file: Path, content: str, sentence: str) -> None:
    file.write_text(content, encoding="utf-8")

    with pytest.raises(CannotDo, match=sentence):
        read_goods(file)


def test_a_shop_that_sells_nothing_is_a_sentence(sqlite_database: Database) -> None:
    with pytest.raises(CannotDo, match="nothing on sale: import a catalogue first"):
        on_sale(sqlite_database)


def test_each_line_is_answered_with_a_line(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    answer(read_goods(file), ["jingdong 100\n", "\n", "自行车\n"], as_json=True)

    jd, blank, bicycle = map(json.loads, capsys.readouterr().out.splitlines())
    assert jd["query"] == "jingdong 100"
    assert jd["sure"] is True
    assert jd["results"][0]["id"] == "jd-100"
    assert blank == {"query": "", "results": [], "sure": False}
    assert bicycle == {"query": "自行车", "results": [], "sure": False}


def test_a_line_is_answered_before_the_next_is_read(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    printed: list[str] = []

    def lines() -> Iterator[str]:
        yield "狗东"
        printed.append(capsys.readouterr().out)
        yield "任天堂"

    answer(read_goods(file), lines(), as_json=False)

    assert printed == ["狗东: sure\n  1.00  jd-100\n"]


def test_queries_are_evaluated(file: Path, tmp_path: Path) -> None:
    lines = tmp_path / "queries.jsonl"
    lines.write_text(
        '{"query": "狗东", "expect_ids": ["jd-100"]}\n\n{"query": "自行车", "expect_ids": []}\n', encoding="utf-8"
    )

    report = evaluate(lines, read_goods(file), locales=LOCALES)["search"].as_json()

    assert (report["queries"], report["recall_at_1"], report["false_match_rate"]) == (1, 1.0, 0.0)


@pytest.mark.parametrize("ids", ['"yen"', '["yen"]', '["nonsense", "yen"]'])
def test_one_id_may_stand_by_itself(file: Path, tmp_path: Path, ids: str) -> None:
    lines = tmp_path / "queries.jsonl"
    lines.write_text(f'{{"query": "任天堂点卡", "expect_ids": {ids}}}', encoding="utf-8")

    assert evaluate(lines, read_goods(file), locales=LOCALES)["search"].as_json()["recall_at_1"] == 1.0


@pytest.mark.parametrize("sign", ["\u2028", "\u2029", "\x85", "\x1c"])
def test_a_line_ends_at_a_line_feed_alone(tmp_path: Path, sign: str) -> None:
    lines = tmp_path / "sentences.jsonl"
    escaped = sign if sign > "\x1f" else json.dumps(sign)[1:-1]
    lines.write_text(f'\ufeff{{"text": "钱退给我{escaped}谢谢", "intent": "refund"}}\r\n', encoding="utf-8")

    assert evaluate(lines, [], locales=LOCALES)["intents"].as_json()["sentences"] == 1


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nonsense", "line 1 is no JSON"),
        (b"[]", "no JSON object"),
        (b"", "nothing"),
        (b"\n" + b"[" * 100_000, "line 2 is no JSON"),
        (b'\n\n{"text": "\xcd\xcb\xbf\xee", "intent": "refund"}', "line 3 is not in UTF-8"),
        (b'{"text": "hi", "intent": "greeting"}\n{"text": "hi"}', 'line 2 has neither a "query" nor an "intent"'),
        (b'{"query": "a"}', 'line 1 needs "expect_ids"'),
        (b'{"query": "a", "expect_ids": null}', 'line 1 needs "expect_ids"'),
        (b'{"query": "a", "expect_ids": [{}]}', 'line 1 needs "expect_ids"'),
        (b'{"query": null, "expect_ids": []}', 'line 1 needs a "query" that is text'),
        (b'{"intent": "refund"}', 'line 1 needs a "text" that is text'),
        (b'{"text": "hi", "intent": ["greeting"]}', "line 1 names an intent that there is not"),
    ],
)
def test_a_wrong_file_of_lines_is_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    lines = tmp_path / "lines.jsonl"
    lines.write_bytes(content)

    with pytest.raises(CannotDo, match=sentence):
        evaluate(lines, [], locales=LOCALES)

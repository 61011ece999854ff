"""Whoever reads English or Traditional Chinese reads all of it."""

from functools import cache
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo

from config import catalogues
from tests.house import tree

texts = cache(catalogues.texts)
# A text of so many signs that are twice the same ones was put together wrongly.
LONG = 20
by_language = pytest.mark.parametrize("language", catalogues.LANGUAGES)


@by_language
def test_every_text_is_translated_and_none_is_in_doubt(language: str) -> None:
    ready = {
        (entry.id, entry.context)
        for entry in catalogues.read(language)
        if entry.id and entry.string and all(entry.string) and not entry.fuzzy
    }
    missing = [
        f"{entry.locations[0][0]}: {entry.id}"
        for entry in texts()
        if entry.id and (entry.id, entry.context) not in ready
    ]
    assert not missing, f"{len(missing)} texts, see `make messages`:\n" + "\n".join(missing)


@by_language
def test_a_translation_fills_in_the_same_names_as_the_text(language: str) -> None:
    wrong = {
        str(entry.id): [str(error) for error in entry.check()]
        for entry in catalogues.read(language)
    }
    assert {text: errors for text, errors in wrong.items() if errors} == {}


@by_language
def test_no_translation_says_the_same_twice(language: str) -> None:
    said = [words for entry in catalogues.read(language) for words in _strings(entry.string)]
    halves = [(words, words[: len(words) // 2]) for words in said if len(words) > LONG]
    assert [words for words, half in halves if half * 2 == words] == []


def _strings(said: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (said,) if isinstance(said, str) else tuple(said or ())


# Beside 公布, 台, 儲存, 支援, 程式, 重新整理, 歲, QR 碼, 「 」, 後 of the same thing.
OTHERWISE = ["公佈", "組織臺", "舞臺", "電視臺", "保存", "不支持", "程序", "刷新", "週歲"]
OTHERWISE += ["二維碼", "“", "”", "封后"]


def test_traditional_chinese_has_one_word_for_one_thing() -> None:
    entries = [entry for entry in catalogues.read("zh_Hant") if entry.id]
    said = {str(entry.id): "".join(entry.string or "") for entry in entries}
    text = tree.text("docs/regulations.zh-hant.md")
    wrong = [(word, key) for key, words in said.items() for word in OTHERWISE if word in words]
    assert wrong + [(word, "the regulations") for word in OTHERWISE if word in text] == []


@by_language
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    kept = catalogues.po_path(language).with_suffix(".mo").read_bytes()
    assert said(kept) == said(catalogues.compiled(language)), "run `make messages`"


def said(compiled: bytes) -> dict[object, object]:
    """Its texts; the bytes in which they lie differ from one release of Babel to the next."""
    texts = read_mo(BytesIO(compiled))
    return {(entry.context, str(entry.id)): entry.string for entry in texts if entry.id}

"""Whoever reads English or Traditional Chinese reads all of it."""

from functools import cache
from io import BytesIO

import pytest
from babel.messages.mofile import read_mo

from config import catalogues

texts = cache(catalogues.texts)
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
def test_the_compiled_catalogue_is_the_written_one(language: str) -> None:
    kept = catalogues.po_path(language).with_suffix(".mo").read_bytes()
    assert said(kept) == said(catalogues.compiled(language)), "run `make messages`"


def said(compiled: bytes) -> dict[object, object]:
    """Its texts; the bytes in which they lie differ from one release of Babel to the next."""
    texts = read_mo(BytesIO(compiled))
    return {(entry.context, str(entry.id)): entry.string for entry in texts if entry.id}

"""The starter bank, with its pictures, through each format that promises to lose nothing."""

import importlib
from dataclasses import replace

import pytest

from questionbank.formats import registry
from questionbank.formats.found import Options, Written
from questionbank.rules.question import Draft, Image, normal
from tests.questionbank import starter

pytestmark = pytest.mark.slow
BANK = [Written(e.ref, e.draft, e.tags, e.author, e.licence, e.pictures) for e in starter.read()[0]]


def said(draft: Draft) -> Draft:
    """The question with what its pictures show instead of their bytes."""
    form = normal(draft)
    images = tuple(map(_said, form.option_pictures))
    return replace(form, picture=_said(form.picture), option_pictures=images)


def _said(image: Image | None) -> Image | None:
    return image and replace(image, digest="")


@pytest.mark.parametrize(
    ("name", "least"),
    [("sheet", 400), ("csv", 390), ("jsonl", 435), ("moodle", 400), ("qti", 435), ("qti3", 435)],
)
def test_all_that_a_format_can_hold_comes_back_as_it_was(name: str, least: int) -> None:
    kept = [one for one in BANK if not registry.cannot(name, one)]
    assert len(kept) >= least
    form = registry.named(name)
    assert form is not None
    reader = importlib.import_module(f"questionbank.formats.{form.reader or 'qti'}")
    rows = reader.read(registry.write(name, kept, Options()), Options()).rows
    assert [row.ref for row in rows if row.wrong or row.draft is None] == []
    found = [(row.ref, row.tags, said(row.draft)) for row in rows]
    assert found == [(one.ref, one.tags, said(one.draft)) for one in kept]

"""Typed answers: what counts as the same text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.typed import form


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("光合作用", "“光合作用”。"),
        ("光合作用", " 光合 作用 "),
        ("DNA", "ｄｎａ"),
        ("细胞核", "細胞核"),
        ("台风", "颱風"),
        ("DNA", "D\u200bNA".replace("\u200b", "")),
        ("1000", "1,000"),
        ("1000", "１，０００"),
        ("12000000 公里", "12,000,000公里"),
        ("3.14", "3.14。"),
        ("-5", "－5"),
        ("37%", "37％"),
        ("Marie Curie", "marie  curie."),
        ("2³", "23"),
        ("...", "…"),
    ],
)
def test_what_differs_only_in_writing_is_the_same(one: str, other: str) -> None:
    assert form(one) == form(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("光合作用", "光合"),
        ("5", "-5"),
        ("37", "37%"),
        ("1,5", "15"),
        ("1,00", "100"),
        ("3.14", "314"),
        ("H2O", "HO2"),
        ("new york", "newyork"),
        ("?", "!"),
    ],
)
def test_what_means_something_else_is_not(one: str, other: str) -> None:
    assert form(one) != form(other)


@pytest.mark.slow
@given(st.text(max_size=60))
def test_a_form_of_a_form_is_the_same_and_nothing_becomes_empty(text: str) -> None:
    assert form(form(text)) == form(text)
    assert bool(form(text)) == bool(text.split())

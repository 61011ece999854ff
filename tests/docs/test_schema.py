"""The description of the REST API costs whoever serves it next to nothing."""

import json

import pytest
import yaml
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

from config import schema

ASKED = "/api/schema/"


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Grows with each description that is made; nothing is known before."""
    found: list[str] = []

    class Counted(SchemaGenerator):
        def get_schema(self, *args: object, **kwargs: object) -> object:
            found.append("made")
            return super().get_schema(*args, **kwargs)  # type: ignore[no-untyped-call]

    monkeypatch.setattr(schema, "SchemaGenerator", Counted)
    schema.forget()
    return found


def test_it_is_made_once_whoever_asks_with_whatever_words(made: list[str]) -> None:
    asked = [Client().get(f"{ASKED}?version={n}&lang=x").content for n in range(3)]
    assert made == ["made"]
    assert len({*asked}) == 1
    assert "/api/join" in yaml.safe_load(asked[0])["paths"]


def test_each_form_and_language_is_its_own(made: list[str]) -> None:
    plain = Client().get(ASKED, headers={"accept": "application/json"})
    assert plain["Content-Type"] == "application/json"
    assert "/api/join" in json.loads(plain.content)["paths"]
    Client().get(ASKED, headers={"accept": "application/json", "accept-language": "en"})
    assert made == ["made"] * 2


def test_what_is_asked_with_it_goes_into_no_header() -> None:
    answer = Client().get(ASKED, {"version": "1\r\nX-Evil: yes"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == 'inline; filename="Science literacy contest.yaml"'

"""Papers recomputed from a publication as the documents tell it, by no code of ours."""

import hashlib
import hmac
import json
from typing import Any

import pytest
from asgiref.sync import sync_to_async

from questionbank.models import QuestionVersion
from quiz import rounds
from quiz.models import Attempt, Contestant, PreparedRound
from quiz.rules.units import Millis
from tests.fakes import MORNING
from tests.house import tree
from tests.quiz import world
from tests.quiz.world import seated

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("own_threads", "fake_clock"),
]
SETTLED = Millis(MORNING + 2 * world.HOUR)


def hashed(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def key_of(public: dict[str, Any]) -> bytes:
    return hashed(bytes.fromhex(public["seed"]), "deal|" + public["beacon"])


def sort(key: bytes, label: str, count: int) -> list[int]:
    return sorted(range(count), key=lambda number: hashed(key, f"order|{label}|{number}"))


def paper(public: dict[str, Any], contestant: int, try_no: int) -> list[int]:
    """Versions in the order in which that person meets them: sections 5.3 and 5.4."""
    books, key = public["books"]["set"]["books"], key_of(public)
    drawn = hashed(key, f"paper|{public['round']}|{contestant}")[:24]
    b, s, t = (int.from_bytes(drawn[at : at + 8], "big") for at in (0, 8, 16))
    turn, step = divmod(try_no, forms := len(books[0]))
    form = (s % forms + step * (1 + t % max(forms - 1, 1))) % forms
    places = books[(b + turn) % len(books)][form]
    return [places[n] for n in sort(key, f"slots|{contestant}|{try_no}", len(places))]


@sync_to_async
def published() -> dict[str, Any]:
    prepared = PreparedRound.objects.select_related("round").get()
    public: dict[str, Any] = json.loads(json.dumps(rounds.publication(prepared, now=SETTLED)))
    return public


@sync_to_async
def stems() -> dict[int, str]:
    return dict(QuestionVersion.objects.values_list("pk", "stem_zh"))


async def test_what_a_phone_is_shown_follows_from_the_publication(mei: str) -> None:
    phone, question = await seated(mei)
    number = (await Contestant.objects.aget()).pk
    met = []
    while question:
        met.append(question)
        question = (await phone.answer(question, [0]))["question"]
    await phone.hang_up()
    public, words = await published(), await stems()
    versions = paper(public, number, (await Attempt.objects.aget()).try_no)
    assert [each["q"]["stem"] for each in met] == [words[version] for version in versions]
    orders = [sort(key_of(public), f"options|{number}|0|{slot}", 4) for slot in range(5)]
    assert [each["order"] for each in met] == orders


async def test_promise_and_digest_follow_from_the_publication(mei: str) -> None:
    public = await published()
    canonical = json.dumps(public["books"], sort_keys=True, separators=(",", ":")).encode()
    assert hashlib.sha256(canonical).hexdigest() == public["digest"]
    assert hashlib.sha256(bytes.fromhex(public["seed"])).hexdigest() == public["seed_hash"]


async def test_every_name_of_a_publication_is_documented(mei: str) -> None:
    section = tree.text("docs/results.md").split("## The papers of a round")[1].split("\n## ")[0]
    public = await published()
    names = {*public, *public["books"], *public["books"]["set"]}
    assert sorted(name for name in names if f"`{name}" not in section) == []

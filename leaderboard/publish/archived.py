"""The archive checked where it lies: each result's signature, files, answers, and the chain."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from leaderboard.models import PublishedResult
from leaderboard.publish import parts, publishing
from leaderboard.publish.script import award, checks, season

Json = dict[str, Any]


def faults(result: PublishedResult) -> Iterator[str]:
    """Everything about one result that does not hold."""
    for line in _faults(result):
        yield f"#{result.number} {line}"


def _faults(result: PublishedResult) -> Iterator[str]:
    envelope = json.loads(publishing.envelope(result))
    body = envelope["body"]
    yield from checks.signed(envelope)
    if body["previous"] != (result.previous.sha256 if result.previous else None):
        yield "previous: is not the result before it"
    if result.number > 1 and result.previous is None:
        yield "previous: the chain is broken"
    for name, told in body["files"].items():
        digest = hashlib.sha256()
        for piece in parts.pieces(result.publication_id, name):
            digest.update(piece)
        if digest.hexdigest() != told["sha256"]:
            yield f"{name}: the file is not the one that was signed"
    if result.board:
        yield from _resting(result, body)
        return
    yield from checks.check_answers(body, _lines(result, "answers"))
    yield from checks.check_persons(body, _lines(result, "persons"))


def _resting(result: PublishedResult, body: Json) -> Iterator[str]:
    """An award or a season, against the results of the chain that it rests on."""
    before = PublishedResult.objects.filter(contest=result.contest_id, number__lt=result.number)
    by_number = {base.number: base for base in before}
    bases = [by_number.get(rest["number"]) for rest in body["rests_on"]]
    if any(base is None for base in bases):
        yield "rests_on: is no result before it"
        return
    there = [base for base in bases if base is not None]
    told = [(json.loads(base.body), _hash(base)) for base in there]
    if body["subject"]["formula"] == "award":
        yield from award.check_scores(body)
        yield from award.check_rest(body, *told[0])
        yield from award.check_facts(body, told[0][0], _lines(there[0], "answers"))
        return
    yield from season.check_rounds(body, told)
    yield from checks.check_persons(body, _lines(result, "persons"))
    rounds = [base["round"] for base, _sha256 in told]
    first = min(round_["opens_at"] for round_ in rounds)
    parts_ = [
        season.parts_of(round_, first, _lines(base, "answers"))
        for round_, base in zip(rounds, there, strict=True)
    ]
    yield from season.check_people(body, parts_, _lines(result, "persons"))


def _hash(result: PublishedResult) -> str:
    return hashlib.sha256(result.body.encode()).hexdigest()


def _lines(result: PublishedResult, name: str) -> Iterator[Json]:
    return map(json.loads, parts.lines(result.publication_id, name))

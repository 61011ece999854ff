"""The archive checked where it lies: each result's signature, files, answers, and the chain."""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from leaderboard.models import PublishedResult
from leaderboard.publish import parts, publishing
from leaderboard.publish.script import award, checks

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
    if result.board:
        yield from _award(result, body)
        return
    for name, told in body["files"].items():
        digest = hashlib.sha256()
        for piece in parts.pieces(result.publication_id, name):
            digest.update(piece)
        if digest.hexdigest() != told["sha256"]:
            yield f"{name}: the file is not the one that was signed"
    yield from checks.check_answers(body, _lines(result, "answers"))
    yield from checks.check_persons(body, _lines(result, "persons"))


def _award(result: PublishedResult, body: Json) -> Iterator[str]:
    """An award, against the result of the chain that it rests on."""
    yield from award.check_scores(body)
    wanted = body["rests_on"][0]["number"]
    base = PublishedResult.objects.filter(contest=result.contest_id, number=wanted).first()
    if base is None or base.number >= result.number:
        yield "rests_on: is no result before it"
        return
    said = json.loads(base.body)
    yield from award.check_rest(body, said, hashlib.sha256(base.body.encode()).hexdigest())
    yield from award.check_facts(body, said, _lines(base, "answers"))


def _lines(result: PublishedResult, name: str) -> Iterator[Json]:
    return map(json.loads, parts.lines(result.publication_id, name))

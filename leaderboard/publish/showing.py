"""A published result for its page: the signed numbers, with names where they may be shown."""

import json
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from leaderboard import sheets
from leaderboard.models import Publication, PublishedResult
from leaderboard.publish import faults, naming, parts, resting, signing, since, wording
from quiz.naming import joined

Json = dict[str, Any]
# Rows of the first table; the whole board is a file.
ROWS = 50


def everything(result: PublishedResult) -> Json:
    """What the page of one result says."""
    body = wording.read(result)
    return {
        **around(result, body),
        **preview(result.publication, ROWS, body),
        "files": [
            {"name": name, "file": f"{name}.jsonl.gz", **body["files"][name]}
            for name in ("persons", "answers")
        ],
    }


def around(result: PublishedResult, body: Json) -> Json:
    """What every page of a result says of it: its title, its signature, its place in the chain, and
    its state: corrected, to be corrected, or resting on what was."""
    return {
        "result": result,
        "body": body,
        "title": (body["subject"] if result.board else body["round"])["title"],
        "published_at": sheets.moment(result.published_at),
        "newer": result.corrected_by.order_by("number").last(),
        "outdated": resting.outdated(result),
        "since": since.of(result),
        "warnings": [faults.words(fault) for fault in body["warnings"]],
        "key_id": signing.key_id(result.key),
        "next": PublishedResult.objects.filter(previous=result).first(),
    }


def preview(row: Publication, many: int, signed: Json | None = None) -> Json:
    """The numbers of a publication, signed or not yet, with its first `many` rows."""
    body = signed or wording.worded(row.body)
    return {
        "body": body,
        "mean": hundredths(body["mean_x100"]),
        "persons": persons(row.pk, body, many),
        "cities": _cities(body),
        "cohorts": [_figures(one) for one in body["cohorts"]],
        "difference": difference(row.pk, body["difference"], body["divisor"]),
    }


def persons(publication: int, body: Json, many: int) -> list[Json]:
    """The first rows, each with its name if it has one to show."""
    rows = [json.loads(line) for line in islice(parts.lines(publication, "persons"), many)]
    codes = [row["code"] for row in rows]
    names, regions = naming.shown(publication, codes), naming.regions(publication, codes)
    places = _places(body)
    return [
        {
            **row,
            "shown": names.get(row["code"], ""),
            "place": _place(places, regions.get(row["code"], row["region"])),
            "points": points(row["score"], body["divisor"]),
            "took": sheets.seconds(row["took_ms"]),
        }
        for row in rows
    ]


def points(score: int, divisor: int) -> str:
    return sheets.decimal(score, over=divisor, places=0 if divisor == 1 else 2)


def hundredths(value: int | None) -> str:
    return sheets.decimal(value, over=100, places=2)


def _places(body: Json) -> dict[str, str]:
    names = {row["path"]: row["name"] for row in body["regions"]}
    return {body["region"]: body["region_name"], **names}


def _place(places: Mapping[str, str], path: str) -> str:
    """A region's name after its city's, in English before it; the contest's own for who is
    published under it."""
    codes = path.split("/")
    above = ["/".join(codes[: n + 1]) for n in range(1, len(codes))] or [path]
    return joined([places[one] for one in above if one in places])


def _cities(body: Json) -> list[Json]:
    """The regions directly below the contest's own, each with those below it."""
    by_parent: dict[str, list[Json]] = {}
    for row in body["regions"]:
        by_parent.setdefault(row["path"].rpartition("/")[0], []).append(_figures(row))
    return [
        {**row, "below": _busy(by_parent.get(row["path"], ()))}
        for row in by_parent.get(body["region"], ())
    ]


def _busy(rows: Sequence[Json]) -> list[Json]:
    """Those in which somebody took part."""
    return [row for row in rows if row["few"] or row["people"]]


def _figures(row: Json) -> Json:
    score = row.get("score_x100")
    return {**row, "mean": hundredths(row["mean_x100"]), "score": hundredths(score)}


def difference(publication: int, said: Json | None, divisor: int) -> Json | None:
    """What a correction changed, with the names of the rows that are told one by one."""
    if said is None:
        return None
    names = naming.shown(publication, [row["code"] for row in said["top"]])
    top = [
        {
            "name": names.get(row["code"], row["code"]),
            "rank": row["rank"],
            "score": [None if one is None else points(one, divisor) for one in row["score"]],
        }
        for row in said["top"]
    ]
    regions = [
        {**row, "score": [hundredths(one) for one in row["score_x100"]]} for row in said["regions"]
    ]
    return {**said, "top": top, "regions": regions}

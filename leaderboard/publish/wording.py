"""The places and groups of a published result in the language of its page.

What is signed names them in Chinese and is never touched. A page in English shows the English name
of a place or group that is still called what was signed; one that has been renamed since, or is
gone, keeps the signed name.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from leaderboard.models import PublishedResult
from leaderboard.public.names import english
from quiz.models import Cohort, Region

Json = dict[str, Any]
# The English name for a path or code and the signed name, which it falls back to.
Namer = Callable[[str, str], str]


def read(result: PublishedResult) -> Json:
    """What was signed, worded for a page."""
    return worded(json.loads(result.body))


def worded(body: Json) -> Json:
    """The body of a result, award or season, signed or not yet, for a page in today's language."""
    if not english():
        return body
    place, moved = _places(), body["difference"]
    said = {**body, **_groups(body), "region_name": place(body["region"], body["region_name"])}
    if "regions" in body:
        said["regions"] = _named(body["regions"], "path", place)
    if moved and "regions" in moved:
        said["difference"] = {**moved, "regions": _named(moved["regions"], "path", place)}
    return said


def _groups(body: Json) -> Json:
    """The cohorts: a result has a row of each, an award their codes and names, a season none."""
    if "cohort_names" in body:
        pairs = zip(body["cohorts"], body["cohort_names"], strict=True)
        name = _cohorts()
        return {"cohort_names": [name(code, signed) for code, signed in pairs]}
    if "cohorts" in body:
        return {"cohorts": _named(body["cohorts"], "cohort", _cohorts())}
    return {}


def _named(rows: Sequence[Json], key: str, name: Namer) -> list[Json]:
    return [{**row, "name": name(row[key], row["name"])} for row in rows]


def _places() -> Namer:
    return _namer(Region.objects.values_list("path", "name_zh", "name_en"))


def _cohorts() -> Namer:
    return _namer(Cohort.objects.values_list("code", "name_zh", "name_en"))


def _namer(rows: Iterable[tuple[str, str, str]]) -> Namer:
    names = {key: (chinese, other) for key, chinese, other in rows}

    def name(key: str, signed: str) -> str:
        chinese, other = names.get(key, ("", ""))
        # An award signs a county's name after its city's.
        return other if other and signed.endswith(chinese) else signed

    return name

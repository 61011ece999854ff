"""The titles, places and groups of a published result in the language of its page.

What is signed names them in simplified Chinese and is never touched. A page in another language
shows the name there of a place or group that is still called what was signed, a page in English
also the English title of a contest or round; one that has been renamed since, or is gone, keeps the
signed name. A board's English title is signed beside the Chinese one.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from leaderboard.models import PublishedResult
from leaderboard.public.names import as_signed, english
from quiz import naming
from quiz.models import Cohort, Contest, Region, Round
from quiz.rules.called import Named

Json = dict[str, Any]
# The name on the page for a path or code and the signed name, which it falls back to.
Namer = Callable[[str, str], str]


def read(result: PublishedResult) -> Json:
    """What was signed, worded for a page."""
    return worded(json.loads(result.body))


def worded(body: Json) -> Json:
    """The body of a result, award or season, signed or not yet, for a page in today's language."""
    if as_signed():
        return body
    place, moved = _places(), body["difference"]
    said = {**body, **(_titles(body) if english() else {}), **_groups(body)}
    said["region_name"] = place(body["region"], body["region_name"])
    if "regions" in body:
        said["regions"] = _named(body["regions"], "path", place)
    if moved and "regions" in moved:
        said["difference"] = {**moved, "regions": _named(moved["regions"], "path", place)}
    return said


def _titles(body: Json) -> Json:
    """Contest, rounds and board: a result has a round, an award or a season those it rests on."""
    contest, rounds = body["contest"], Round.objects.filter(contest__code=body["contest"]["code"])
    of = _titled(Contest.objects.values_list("code", "title_zh", "title_en"))
    name = _titled(rounds.values_list("code", "title_zh", "title_en"))
    said = {"contest": {**contest, "title": of(contest["code"], contest["title"])}}
    if "round" in body:
        round_ = body["round"]
        return {**said, "round": {**round_, "title": name(round_["code"], round_["title"])}}
    subject = body["subject"]
    rests = [{**one, "title": name(one["round"], one["title"])} for one in body["rests_on"]]
    title = subject["title_en"] or subject["title"]
    return {**said, "subject": {**subject, "title": title}, "rests_on": rests}


def _titled(rows: Iterable[tuple[str, str, str]]) -> Namer:
    """By the codes, titles and English titles of today."""
    known = {code: (title, english) for code, title, english in rows}

    def name(code: str, signed: str) -> str:
        title, english = known.get(code, ("", ""))
        return english if english and title == signed else signed

    return name


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
    known = {region.path: region for region in Region.objects.all()}

    def name(path: str, signed: str) -> str:
        codes = path.split("/")
        around = ["/".join(codes[: n + 1]) for n in range(len(codes))]
        return _said([known[one] for one in around if one in known], signed)

    return name


def _cohorts() -> Namer:
    known = Cohort.objects.in_bulk()
    return lambda code, signed: _said([known[code]] if code in known else [], signed)


def _said(chain: Sequence[Named], signed: str) -> str:
    """The last of the chain as it was signed, alone or after those around it (an award signs a
    county's name after its city's)."""
    if not chain or not signed.endswith(chain[-1].name_zh):
        return signed
    parts = (chain[n:] for n in range(len(chain)))
    found = (part for part in parts if "".join(one.name_zh for one in part) == signed)
    return naming.chain(next(found, ())) or signed

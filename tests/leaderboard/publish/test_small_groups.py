"""Nobody is found in the published answers by standing alone; and nothing typed is published."""

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from leaderboard.models import ResultName
from leaderboard.publish import naming, parts, pseudonyms, showing
from leaderboard.publish.script import checks
from quiz import people as contestants
from quiz.models import Attempt, Contestant
from tests.leaderboard.publish.cast import LATER, WHERE, Scene
from tests.leaderboard.publish.test_publishing import stored


def test_a_few_people_are_published_under_a_wider_region(played: Scene, tmp_path: Path) -> None:
    played.crowd(4, where="440300/440305", cohort="farmers")
    for person in played.people[-4:]:
        person.attempts.update(region_path="440000/440300")
    result = played.published()
    body = json.loads(result.body)
    people: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for line in map(json.loads, parts.lines(result.publication_id, "answers")):
        people[line["region"], line["cohort"]].add(line["code"])
    assert all(len(codes) >= 10 for codes in people.values())
    assert ("440000/440300", "farmers") not in people
    assert list(checks.check(stored(result, tmp_path))) == []
    assert next(row for row in body["cohorts"] if row["cohort"] == "farmers")["few"]


def test_a_small_county_has_no_figures_and_no_lines_of_its_own(
    played: Scene, tmp_path: Path
) -> None:
    few = [person.pk for person in played.people[45:53]]
    played.people[45].attempts.model.objects.filter(contestant__in=few).update(
        region_path=f"440000/{WHERE[1]}"
    )
    result = played.published()
    body = json.loads(result.body)
    (row,) = (row for row in body["regions"] if row["path"] == f"440000/{WHERE[2]}")
    assert (row["few"], row["people"], row["score_x100"]) == (True, None, None)
    regions = Counter(
        json.loads(line)["region"] for line in parts.lines(result.publication_id, "answers")
    )
    assert row["path"] not in regions
    assert all(count >= 10 for count in regions.values())
    assert list(checks.check(stored(result, tmp_path))) == []


def test_whoever_is_named_stands_where_the_board_says_in_a_small_county_too(
    played: Scene,
) -> None:
    few = played.people[45:53]
    Attempt.objects.filter(contestant__in=few).update(region_path=f"440000/{WHERE[1]}")
    small = {person.nickname for person in played.people[53:]}
    result = played.published()
    rows = showing.persons(result.publication_id, json.loads(result.body), 100)
    theirs = [row for row in rows if row["shown"] in small]
    assert {row["place"] for row in theirs} == {"地区440300地区440305"}
    assert f"440000/{WHERE[2]}" not in {row["region"] for row in theirs}
    assert len(theirs) == 7
    contestants.erase(played.people[53], LATER)
    (gone,) = [
        row
        for row in showing.persons(result.publication_id, json.loads(result.body), 100)
        if not row["shown"]
    ]
    assert gone["place"] != "地区440300地区440305"
    assert naming.forget() == 1
    kept = ResultName.objects.get(publication=result.publication_id, code=gone["code"])
    assert (kept.name, kept.salt, kept.region) == ("", "", "")


def test_pseudonyms_say_nothing_without_the_secret(played: Scene) -> None:
    result = played.published()
    lines = [json.loads(line) for line in parts.lines(result.publication_id, "answers")]
    codes = [line["code"] for line in lines]
    assert codes == sorted(codes)
    secret = pseudonyms.opened(result.publication.secret)
    assert secret.hex() not in result.publication.secret
    joined = [pseudonyms.code(secret, who.pk) for who in played.people]
    assert sorted(joined) == codes
    assert joined != codes


def test_another_server_s_key_does_not_open_the_secret(
    played: Scene, settings: pytest.MonkeyPatch
) -> None:
    stored_as = played.publication().secret
    settings.SECRET_KEY = "another key of another server, long enough"  # type: ignore[attr-defined]
    with pytest.raises(pseudonyms.Destroyed):
        pseudonyms.opened(stored_as)


def test_whoever_had_their_data_deleted_before_is_named_nowhere(played: Scene) -> None:
    Contestant.objects.update(erased_at=LATER)
    result = played.published()
    rows = [json.loads(line) for line in parts.lines(result.publication_id, "persons")]
    assert {row["name"] for row in rows} == {""}

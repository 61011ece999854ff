"""Every number that a contest publishes is the one that a stranger counts from the regulations.

What was answered, and when, and what was decided since is all that the stranger is told.
"""

import json
from typing import Any

import pytest

from quiz.models import Region
from tests.leaderboard.publish.cast import two
from tests.leaderboard.whole import cast, figures, stranger
from tests.leaderboard.whole.cast import COHORTS, LISTED, PROVINCE, ROUNDS, WEEK
from tests.leaderboard.whole.doors import Doors
from tests.leaderboard.whole.figures import FEW, LEAST, inside
from tests.leaderboard.whole.stranger import Facts, Paper

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


def here(region: str, cohort: str = "") -> Any:
    return lambda one: inside(one.region, region) and cohort in ("", one.cohort)


def every_row_of_every_board_of_persons(facts: Facts, doors: Doors) -> None:
    for code in ROUNDS:
        places = [
            PROVINCE,
            *Region.objects.filter(path__startswith=f"{PROVINCE}/").values_list("path", flat=True),
        ]
        for region in places:
            for cohort in ("", *COHORTS):
                papers = facts.of(code, keep=here(region, cohort))
                ours = stranger.board(facts, code, stranger.standings(facts, papers))
                where = {"region": region} | ({"cohort": cohort} if cohort else {})
                head, rows = doors.persons(code, **where)
                assert rows == ours, (code, where)
                assert (head["people"], head["attempts"]) == (len(ours), len(papers))
                form = facts.rounds[code]["format"]
                few = len(ours) < FEW
                mean = figures.mean(len(ours), sum(r.score for r in ours), stranger.divisor(form))
                assert head["mean_x100"] == (None if few else mean), (code, where)


def a_table_says_what_the_board_does(facts: Facts, doors: Doors) -> None:
    for code, over in (("best", 1), ("mean", 2)):
        ours = stranger.board(
            facts, code, stranger.standings(facts, facts.of(code, keep=here(PROVINCE)))
        )
        lines = doors.table(code)
        told = [
            (int(line[0]), round(float(line[3]) * over), line[4], int(line[6])) for line in lines
        ]
        assert sorted(told) == sorted(
            (row.rank, row.score, f"{row.took_ms / 1000:.3f}", row.tries) for row in ours
        )


def regions_against_regions(facts: Facts, doors: Doors) -> None:
    for code in ROUNDS:
        over = stranger.divisor(facts.rounds[code]["format"])
        for above in (PROVINCE, f"{PROVINCE}/440100", f"{PROVINCE}/440300"):
            whole = figures.sums(facts, facts.of(code, keep=here(above)))
            scores = {}
            told = {row["id"]: row for row in doors.regions(code, above)}
            assert set(told) == set(
                Region.objects.filter(parent__path=above).values_list("path", flat=True)
            )
            for path, row in told.items():
                people, papers, points = mine = figures.sums(facts, facts.of(code, keep=here(path)))
                if 0 < people < FEW:
                    assert (row["few"], row["rank"], row["people"], row["score_x100"]) == (
                        True,
                        None,
                        None,
                        None,
                    )
                    continue
                score = figures.region_score(mine, whole, over)
                assert (row["people"], row["attempts"]) == (people, papers)
                assert (row["mean_x100"], row["score_x100"]) == (
                    figures.mean(people, points, over),
                    score,
                )
                assert row["ranked"] == (people >= LEAST)
                if people >= LEAST:
                    scores[path] = score or 0
            assert {p: told[p]["rank"] for p in scores} == figures.ranks(scores)


def week(one: Paper) -> bool:
    return WEEK["starts_at"] <= one.closed_at < WEEK["ends_at"]


def boards_of_a_week_a_season_and_a_cohort(facts: Facts, doors: Doors) -> None:
    home = here(PROVINCE)
    each = {
        "week": (facts.of("best", keep=lambda one: home(one) and week(one)), 0),
        "season": (facts.of("best", "sum", "last", keep=home), 0),
        "two-of-three": (facts.of("best", "sum", "last", keep=home), 2),
        "youth": (facts.of("mean", keep=here(PROVINCE, "youth")), 0),
    }
    for board, (papers, best_of) in each.items():
        code = "mean" if board == "youth" else "best"
        found = stranger.standings(facts, papers, best_of)
        assert doors.ranked(board) == stranger.board(facts, code, found), board
        told = doors.defined(board)
        assert (told["people"], told["attempts"]) == (len(found), len(papers))


def group_rows(doors: Doors, board: str) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in doors.defined(board)["rows"]}


def units_by_their_mean_and_their_best(facts: Facts, doors: Doors) -> None:
    listed = facts.of("best", keep=lambda one: here(PROVINCE)(one) and one.unit in LISTED)
    whole = figures.sums(facts, listed)
    assert doors.defined("units")["people"] == whole[0]
    told, best, scores = group_rows(doors, "units"), group_rows(doors, "units-best"), {}
    for unit in LISTED:
        mine = figures.sums(facts, [one for one in listed if one.unit == unit])
        last = facts.of("last", keep=of_unit(unit))
        if 0 < mine[0] < FEW:
            assert told[unit]["people"] is None
            continue
        assert (told[unit]["people"], told[unit]["attempts"]) == mine[:2]
        assert told[unit]["score_x100"] == figures.region_score(mine, whole, 1)
        assert best[unit]["score_x100"] == 100 * figures.best(facts, last, 7)
        if mine[0]:
            scores[unit] = told[unit]["score_x100"]
    assert {unit: told[unit]["rank"] for unit in scores} == figures.ranks(scores)
    assert told["无人"]["rank"] is None


def places_of(kind: str) -> dict[str, int | None]:
    rows = Region.objects.filter(kind=kind, path__startswith=f"{PROVINCE}/")
    return dict(rows.values_list("path", "population"))


def groups_by_mean_rate_and_balance(facts: Facts, doors: Doors) -> None:
    over, home = 2, here(PROVINCE)
    whole = figures.sums(facts, facts.of("mean", keep=home))
    for path, row in group_rows(doors, "cities-mean").items():
        mine = figures.sums(facts, facts.of("mean", keep=here(path)))
        assert row["score_x100"] == figures.region_score(mine, whole, over), path
    for path, row in group_rows(doors, "rate").items():
        people = figures.sums(facts, facts.of("best", keep=here(path)))[0]
        shown = None if people < FEW else figures.rate(people, places_of("county")[path])
        assert (row["score_x100"], row["few"]) == (shown, people < FEW)
        assert row["ranked"] == (people >= LEAST and shown is not None)
    for path, row in group_rows(doors, "balance").items():
        each = of_cohorts(facts, path)
        assert row["score_x100"] == (figures.balance(each) if sum(each) else None), path
    papers = facts.of("last", keep=lambda one: home(one) and week(one))
    whole = figures.sums(facts, papers)
    for cohort, row in group_rows(doors, "cohorts").items():
        mine = figures.sums(facts, [one for one in papers if one.cohort == cohort])
        assert (row["people"], row["attempts"]) == mine[:2]
        assert row["score_x100"] == figures.region_score(mine, whole, 1)


def of_cohorts(facts: Facts, path: str) -> list[int]:
    return [figures.sums(facts, facts.of("best", keep=here(path, one)))[0] for one in COHORTS]


def the_award(facts: Facts, doors: Doors) -> None:
    whole = figures.sums(facts, facts.of("best", keep=here(PROVINCE)))
    rows = {}
    for path, residents in places_of("county").items():
        papers = facts.of("best", keep=here(path))
        days = {figures.day(one.closed_at) for one in papers}
        counted = {"sums": figures.sums(facts, papers), "population": residents}
        spent = {"active": len(days), "days": 7, "cohorts": of_cohorts(facts, path)}
        rows[path] = counted | spent
    scores = figures.award(rows, whole, stranger.full(facts.rounds["best"]["format"]))
    told = group_rows(doors, "award")
    assert len(scores) > 1
    assert {path: told[path]["score_x100"] for path in scores} == scores
    assert {path: told[path]["rank"] for path in told} == {
        path: figures.ranks(scores).get(path) for path in told
    }


def reports_of_places_cohorts_units_and_weeks(facts: Facts, doors: Doors) -> None:
    county = f"{PROVINCE}/440100/440106"
    asked = [
        (
            {"by": "region", "deep": "1"},
            {path.rpartition("/")[2]: here(path) for path in (PROVINCE, county)},
        ),
        ({"by": "cohort"}, {one: here(PROVINCE, one) for one in COHORTS}),
        ({"by": "unit"}, {one or "（没有填单位）": of_unit(one) for one in cast.UNITS}),
    ]
    for query, groups in asked:
        for code in ("", *ROUNDS):
            told = doors.report(two()[0], **query, **({"round": code} if code else {}))
            for name, keep in groups.items():
                rounds = [code] if code else list(ROUNDS)
                same(
                    told.get(name),
                    figures.report(facts, facts.of(*rounds, keep=keep)),
                    (query, code, name),
                )


def of_unit(unit: str) -> Any:
    return lambda one: here(PROVINCE)(one) and one.unit == unit


def same(told: Any, ours: dict[str, Any], what: object) -> None:
    """What is shown is right; one to nine people are not shown."""
    if told is None or told["参赛人数"] == "*":
        assert ours["people"] < 60 or told, what
        return
    assert not 0 < ours["people"] < FEW, what
    assert (told["参赛人数"], told["参赛人次"]) == (str(ours["people"]), str(ours["attempts"])), (
        what
    )
    mark = "" if ours["mark"] is None else f"{ours['mark'] // 100}.{ours['mark'] % 100:02}"
    assert told["平均得分率"] == mark, what
    for title, count in zip(LEVELS, ours["levels"], strict=True):
        if told.get(title, "*") != "*":
            assert told[title] == str(count), (what, title)
            assert not 0 < count < FEW


def certificates(facts: Facts, doors: Doors) -> None:
    """14.1, for every tenth person: points, the rank where it may be named, and none for nobody."""
    full_of = {"best": 55, "mean": 50, "sum": 150, "last": 115}
    for code in ROUNDS:
        found = stranger.standings(facts, facts.of(code, keep=here(PROVINCE)))
        ours = {row.who: row for row in stranger.board(facts, code, found)}
        over = stranger.divisor(facts.rounds[code]["format"])
        for who in range(1, 400, 10):
            page, row = doors.certificate(code, cast.token(who)), ours.get(who)
            assert bool(page) == (row is not None), (code, who)
            if row is not None:
                score = f"{row.score / over:.2f}" if over > 1 else str(row.score)
                assert f"取得 {score} 分（满分 {full_of[code]} 分）" in page
                named = row.rank * 10 <= len(ours) or (
                    row.rank <= 100 and row.rank * 2 <= len(ours) + 1
                )
                assert (f"在 {len(ours)} 人中名列第 {row.rank}。" in page) == named


def the_raffle(facts: Facts, doors: Doors) -> None:
    """14.2 and 14.3: a ticket for each person and day, drawn in the order that the beacon makes."""
    told = json.loads(doors.get("/raffle/lucky/draw.json"))
    listed = doors.get("/raffle/lucky/tickets.txt").splitlines()
    papers = facts.of("best", keep=here(PROVINCE))
    assert len(listed) == told["tickets"] == figures.tickets(facts, papers, 60, cast.LEFT)
    assert figures.hashed("".join(f"{one}\n" for one in sorted(listed))) == told["digest"]
    assert figures.hashed(told["seed"]) == told["seed_hash"]
    order = figures.drawn(told["seed"], told["beacon"], listed)
    passed = dict(told["passed"])
    assert [one for one in order if one not in passed][:12] == told["drawn"]
    for one, before in passed.items():
        assert order.index(before) < order.index(one)


LEVELS = ("55 % 及以下", "55–70 %", "70–85 %", "85 % 以上")
CHECKS = (
    every_row_of_every_board_of_persons,
    a_table_says_what_the_board_does,
    regions_against_regions,
    boards_of_a_week_a_season_and_a_cohort,
    units_by_their_mean_and_their_best,
    groups_by_mean_rate_and_balance,
    the_award,
    reports_of_places_cohorts_units_and_weeks,
    certificates,
    the_raffle,
)


def test_every_number_is_the_one_that_a_stranger_counts(facts: Facts, doors: Doors) -> None:
    for check in CHECKS:
        check(facts, doors)

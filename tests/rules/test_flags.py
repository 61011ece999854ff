"""What is asked about, and what is not: each rule at its edge, and a crowd of honest people."""

import random  # noqa: TID251
from dataclasses import fields, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.flags.thresholds import reasons, thresholds
from quiz.rules import flag_pairs, flags
from quiz.rules.flags import Finding, Reply, Sheet, Thresholds

TO = thresholds()
SIGNS = dict.fromkeys(range(10), 40)
START = 1_789_776_000_000


def sheet(attempt: int, *times: int, wrong: dict[int, str] | None = None, gap: int = 0) -> Sheet:
    """A paper of as many questions as times, right but for `wrong`; `gap` between the arrivals
    (0 = as long as each took)."""
    moments, now = [], START
    for took in times:
        now += gap or took
        moments.append(now)
    mistakes = wrong or {}
    replies = tuple(
        Reply(n, mistakes.get(n, "0"), n not in mistakes, took, at)
        for n, (took, at) in enumerate(zip(times, moments, strict=True))
    )
    return Sheet(attempt, attempt, replies)


def alone(*sheets: Sheet, to: Thresholds = TO) -> list[Finding]:
    return list(flags.alone(sheets, SIGNS, to))


def rules(found: list[Finding]) -> list[str]:
    return [finding.rule for finding in found]


def test_every_threshold_has_a_value_and_a_reason() -> None:
    assert {one.name for one in fields(Thresholds)} == reasons().keys()
    assert all(reasons().values())


@pytest.mark.parametrize(("fast", "slow", "found"), [(6, 4, 1), (5, 5, 0), (4, 0, 1), (3, 0, 0)])
def test_most_of_a_paper_must_be_too_fast_to_have_been_read(
    fast: int, slow: int, found: int
) -> None:
    times = [700 + 31 * n for n in range(fast)] + [5_000 + 977 * n for n in range(slow)]
    assert (rules(alone(sheet(1, *times))) == ["too_fast"]) == found


def test_the_least_time_grows_with_the_stem() -> None:
    times = [950 + 13 * n for n in range(6)]
    assert rules(alone(sheet(1, *times))) == ["too_fast"]
    short = dict.fromkeys(range(10), 20)
    assert list(flags.alone([sheet(1, *times)], short, TO)) == []
    assert alone(sheet(1, *times))[0].evidence == {
        **dict.fromkeys(("unread", "right"), 4),
        "of": 6,
        "fastest_ms": 950,
        "signs": 40,
    }


def test_who_taps_blindly_and_is_wrong_is_not_asked_about() -> None:
    times = [300 + 57 * n for n in range(8)]
    assert alone(sheet(1, *times, wrong=dict.fromkeys(range(5), "1"))) == []


@pytest.mark.parametrize(("gap", "found"), [(400, 1), (401, 0)])
def test_answers_that_come_in_bursts(gap: int, found: int) -> None:
    paper = sheet(1, *(2_000 + 300 * n for n in range(4)), gap=gap)
    assert (rules(alone(paper)) == ["bursts"]) == found


@pytest.mark.parametrize(("spread", "found"), [(120, 1), (121, 0)])
def test_times_that_are_all_alike(spread: int, found: int) -> None:
    paper = sheet(1, *([3_000] * 7), 3_000 + spread)
    assert (rules(alone(paper)) == ["even_pace"]) == found


@pytest.mark.parametrize(
    ("share", "earlier", "found"),
    [
        (90, (30, 50, 40), 1),
        (90, (30, 51, 40), 0),
        (79, (10, 10, 10), 0),
        (100, (10, 10), 0),
    ],
)
def test_far_above_the_persons_own_history(
    share: int, earlier: tuple[int, ...], found: int
) -> None:
    paper = sheet(1, 4_000, 9_000)._replace(share=share, earlier=earlier)
    assert (rules(alone(paper)) == ["far_above"]) == found


@pytest.mark.parametrize(("took", "found"), [(2_000, 1), (2_001, 0)])
def test_without_a_fault_and_far_quicker_than_others(took: int, found: int) -> None:
    others = [sheet(n, *([5_000] * 6), wrong={n % 6: "1"}) for n in range(2, 40)]
    found_by = list(flags.beside([sheet(1, *([took] * 6)), *others], TO))
    assert found_by == ([Finding(1, "perfect_fast", EVIDENCE)] if found else [])
    assert list(flags.beside([sheet(1, *([took] * 6)), *others[:20]], TO)) == []


EVIDENCE = {"took_ms": 12_000, "usual_ms": 30_000, "of": 6}


def crowd(people: int, seed: int = 1) -> list[Sheet]:
    """Honest papers: strong and weak people, questions with two likely wrong choices and a rare."""
    chance = random.Random(seed)  # noqa: S311
    made = []
    for one in range(people):
        strong = chance.random()
        wrong = {
            n: chance.choices(("1", "2", "3"), (6, 3, 1))[0]
            for n in range(10)
            if chance.random() > 0.35 + 0.6 * strong
        }
        times = [chance.randrange(2_000, 15_000) for _ in range(10)]
        made.append(sheet(one, *times, wrong=wrong)._replace(near=str(one // 20)))
    return made


def test_hardly_anybody_of_an_honest_crowd_is_asked_about() -> None:
    papers = crowd(3_000)
    found = [*flags.beside(papers, TO), *alone(*papers), *flag_pairs.copies(papers, TO)]
    assert len(found) <= 3


RARE = dict.fromkeys((1, 2, 4, 5, 6, 8), "3")


def copied(near: str = "", **wrong: str) -> list[Sheet]:
    """Two papers with the same six rare mistakes; the second one also with others."""
    more = {int(slot.strip("_")): choice for slot, choice in wrong.items()}
    return [
        sheet(5_001, *([5_000] * 10), wrong=RARE)._replace(near=near),
        sheet(5_002, *([5_000] * 10), wrong=RARE | more)._replace(near=near),
    ]


def test_two_nearby_with_the_same_rare_mistakes_are_named_together() -> None:
    found = list(flag_pairs.copies([*crowd(1_000), *copied("here")], TO))
    assert [finding.attempt for finding in found] == [5_001, 5_002]
    assert found[0].evidence["with"] == [5_002]
    assert (found[0].evidence["same"], found[0].evidence["wrong"]) == (6, 6)


def test_among_a_thousand_anywhere_six_alike_may_be_chance() -> None:
    assert list(flag_pairs.copies([*crowd(1_000), *copied()], TO)) == []


def test_one_changed_answer_does_not_hide_a_copy() -> None:
    papers = [*crowd(1_000), *copied("here", _9="1")]
    assert [one.attempt for one in flag_pairs.copies(papers, TO)] == [5_001, 5_002]


def test_a_large_ring_does_not_make_its_own_mistakes_look_usual() -> None:
    same = {1: "2", 4: "2", 5: "2", 8: "2"}
    ring = [sheet(9_000 + n, *([5_000] * 10), wrong=same) for n in range(60)]
    found = {one.attempt for one in flag_pairs.copies([*crowd(1_000), *ring], TO)}
    assert found >= {one.attempt for one in ring}


def test_two_papers_of_one_person_are_no_ring() -> None:
    same = {1: "3", 4: "3", 5: "3", 8: "3", 9: "2"}
    mine = [sheet(n, *([5_000] * 10), wrong=same)._replace(contestant=7) for n in (5_001, 5_002)]
    assert list(flag_pairs.copies([*crowd(500), *mine], TO)) == []


@pytest.mark.slow
@given(st.randoms(use_true_random=False))
def test_the_order_of_papers_changes_nothing(chance: random.Random) -> None:
    same = {1: "3", 4: "3", 5: "3", 8: "3", 9: "2"}
    papers = [*crowd(60), *(sheet(n, *([5_000] * 10), wrong=same) for n in (501, 502))]
    loose = replace(TO, wrong_bits=-500)
    expected = sorted(flag_pairs.copies(papers, loose), key=str)
    chance.shuffle(papers)
    assert sorted(flag_pairs.copies(papers, loose), key=str) == expected

"""Simulated contestants: who they are and what they answer is decided by the seed alone."""

from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from config import demo
from questionbank.rules.question import Area
from questionbank.rules.spots import inside
from quiz import names
from quiz.bots import minds, people
from quiz.bots.minds import Known
from quiz.bots.names import nickname
from quiz.bots.people import Persona
from quiz.rules import choices
from quiz.rules.choices import Offer

CROWD = people.personas("seed", 3_000, "440000")
MEI = Persona(7, "阿梅", "440113", "general", ability=0.0, pace=1.0, once="x" * 40)
OPTIONS = ["甲", "乙", "丙", "丁"]
QUESTIONS: list[dict[str, Any]] = [
    {"kind": "single", "stem": "一", "options": OPTIONS},
    {"kind": "multiple", "stem": "二", "options": OPTIONS},
    {"kind": "truefalse", "stem": "三", "options": ["对", "错"]},
    {"kind": "ordering", "stem": "四", "options": OPTIONS},
    {"kind": "estimate", "stem": "五", "min": -10, "max": 90},
    {"kind": "matching", "stem": "六", "options": OPTIONS[:2], "targets": ["地", "天", "人"]},
    {"kind": "hotspot", "stem": "七", "picture": {}},
    {"kind": "text", "stem": "八"},
]
KEYS = {
    "一": Known(("丙",), 0, (0,), -1.0),
    "二": Known(("甲", "丁"), 0, (0, 1), 0.0),
    "三": Known((), 0, (1,), 0.0),
    "四": Known(("丁", "丙", "乙", "甲"), 0, (0, 1, 2, 3), 1.0),
    "五": Known((), 40, (), 1.0),
    "六": Known((), 0, (1, 0), 0.0, pairs={"甲": "天", "乙": "地"}),
    "七": Known((), 0, (), 0.0, spot=(300, 400)),
    "八": Known((), 0, (), 0.0, accepted=("光合作用",)),
}
RIGHT: dict[str, list[int] | str] = {
    "一": [2],
    "二": [0, 3],
    "三": [1],
    "四": [3, 2, 1, 0],
    "五": [40],
}
RIGHT |= {"六": [1, 0], "七": [300, 400], "八": "光合作用"}


def test_the_same_seed_gives_the_same_people_and_more_do_not_change_the_first() -> None:
    assert people.personas("seed", 20, "440000") == CROWD[:20]
    assert people.personas("other", 20, "440000") != CROWD[:20]


def test_more_of_the_crowd_live_where_more_people_live_and_no_city_is_left_out() -> None:
    cities = Counter(who.region[:4] for who in CROWD)
    assert len([city for city in cities if city.startswith("44")]) == 21
    # Guangzhou has eight times the people of Yunfu.
    assert 2 < cities["4401"] / cities["4453"] < 4
    in_five_hundred = Counter(who.region[:4] for who in CROWD[:500])
    assert sum(in_five_hundred[city] >= 10 for city in cities if city.startswith("44")) >= 18
    assert {who.cohort for who in CROWD} == set(people.COHORTS)
    assert 0 < sum(not who.region.startswith("44") for who in CROWD) < 100


def test_a_crowd_of_one_city_stays_there() -> None:
    ours = people.personas("seed", 200, "440100")
    homes = {who.region for who in ours}
    assert all(home.startswith("4401") or not home.startswith("44") for home in homes)


def test_every_nickname_is_one_the_front_door_takes() -> None:
    made = [nickname(minds.rng_of("names", MEI, n)) for n in range(2_000)]
    assert [(name, fault) for name in made if (fault := names.nickname(name)[1])] == []
    assert len(set(made)) > 900
    assert {names.nickname(name)[0] for name in made} == set(made)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["kind"])
@pytest.mark.parametrize("keys", [KEYS, {}], ids=["knowing", "guessing"])
def test_every_answer_is_possible(question: dict[str, Any], keys: dict[str, Known]) -> None:
    public = tuple(range(len(question.get("options", ()))))
    targets = tuple(range(len(question.get("targets", ()))))
    offer = Offer(question["kind"], public, targets, least=-10, most=90)
    for n in range(300):
        sent = minds.choice(minds.rng_of("s", MEI, n), MEI, question, keys)
        told = ([], sent) if isinstance(sent, str) else (sent, "")
        assert choices.places(offer, *told) is not None


def share_right(question: dict[str, Any], ability: float) -> float:
    who = Persona(1, "阿", "440113", "general", ability, 1.0, "")
    sent = (minds.choice(minds.rng_of("s", who, n), who, question, KEYS) for n in range(400))
    return sum(choice == RIGHT[question["stem"]] for choice in sent) / 400


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["kind"])
def test_the_able_answer_right_more_often(question: dict[str, Any]) -> None:
    assert share_right(question, -2) < share_right(question, 0) < share_right(question, 2)
    assert share_right(question, 6) > 0.95


@pytest.mark.parametrize(
    ("area", "spot"),
    [
        (Area("rect", (0, 0, 100, 50)), (50, 25)),
        (Area("circle", (7, 8, 9)), (7, 8)),
        (Area("poly", (1, 2, 30, 40, 50, 6)), (1, 2)),
    ],
)
def test_who_knows_a_spot_points_into_its_area(area: Area, spot: tuple[int, int]) -> None:
    assert minds._spot(area) == spot
    assert inside(area, *spot, width=3, height=4)


def test_harder_questions_take_longer_and_nobody_answers_unseen() -> None:
    def mean(question: dict[str, Any]) -> float:
        seconds = [
            minds.thinking_s(minds.rng_of("s", MEI, n), MEI, question, KEYS) for n in range(300)
        ]
        assert min(seconds) >= minds.LEAST_S
        return sum(seconds) / len(seconds)

    assert mean(QUESTIONS[0]) < mean(QUESTIONS[3])


def test_a_decision_depends_on_its_place_and_not_on_when_it_is_made() -> None:
    first = [minds.rng_of("s", MEI, 0, slot).random() for slot in range(5)]
    assert [minds.rng_of("s", MEI, 0, slot).random() for slot in reversed(range(5))][::-1] == first


@pytest.mark.parametrize("said", ["5001", "-5", "abc", "", "1.5", "１２", "9" * 5_000])
def test_so_many_bots_are_refused_in_one_line_before_anything_is_begun(
    monkeypatch: pytest.MonkeyPatch, said: str
) -> None:
    monkeypatch.setattr(demo, "prepare", lambda _now: pytest.fail("begun"))
    with pytest.raises(CommandError, match=r"BOTS=.*0 到 5000") as refused:
        call_command("demo", bots=said)
    assert "\n" not in str(refused.value)


def rests(papers: int) -> list[float]:
    return [minds.pause_s(minds.rng_of("rest", MEI, n), MEI, papers) for n in range(200)]


def test_people_tire_and_never_stop_altogether() -> None:
    means = [sum(rests(papers)) / 200 for papers in (0, 1, 5, 20, 1_000)]
    assert 25 < means[0] < means[1] < means[2] < means[3] == means[4] < 3_600


def test_a_crowd_earns_what_a_public_earns() -> None:
    right = [minds.choice(minds.rng_of("s", who), who, QUESTIONS[0], KEYS) == [2] for who in CROWD]
    assert 0.62 < sum(right) / len(CROWD) < 0.78  # of an easy one; some guess

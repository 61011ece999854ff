import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from questionbank.models import Question
from questionbank.rules import draw
from quiz import rounds
from quiz.models import Attempt, Cohort, Contest, Contestant, PreparedRound, Region, Round
from quiz.rules import checking
from quiz.rules.timing import LONGEST_GRACE
from quiz.rules.units import Millis
from tests.fakes import FakeClock
from tests.questionbank.bank_files import load_live, one_of_each, question, write

pytestmark = pytest.mark.django_db
SEED = bytes(range(32))
OPENS, CLOSES = Millis(2_000_000), Millis(3_000_000)
BEFORE, DURING, AFTER = Millis(1_000_000), Millis(2_500_000), Millis(3_500_000)
SETTINGS = {"questions": 4, "blueprint": {"single": 3, "multiple": 1}, "books": 3}


@dataclass
class Stage:
    round: Round
    contestant: Contestant


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    call_command("load_taxonomy", stdout=io.StringIO())
    singles = [question(number, difficulty=number % 5 + 1) for number in range(10, 30)]
    multiples = [question(number, "multiple") for number in range(30, 38)]
    path = write(tmp_path, *one_of_each(), *singles, *multiples)
    load_live(path)
    names = {"kind": "province", "name_zh": "广东", "name_en": "Guangdong"}
    region = Region.objects.create(code="440000", path="440000", **names)
    contest = Contest.objects.create(code="gd", title_zh="大赛", region=region)
    cohort = Cohort.objects.create(code="general", name_zh="公众", name_en="Public")
    round_ = Round.objects.create(
        contest=contest,
        code="r1",
        title_zh="初赛",
        format=SETTINGS,
        opens_at=OPENS,
        closes_at=CLOSES,
    )
    person = Contestant.objects.create(
        contest=contest, nickname="梅", region=region, cohort=cohort, joined_at=0
    )
    return Stage(round_, person)


def prepare(stage: Stage, *, beacon: str = "") -> PreparedRound:
    return rounds.prepare(stage.round, seed=SEED, beacon=beacon, now=BEFORE)


def run(command: str, *args: str) -> str:
    out = io.StringIO()
    call_command(command, *args, stdout=out)
    return out.getvalue()


def attempt(stage: Stage, prepared: PreparedRound, try_no: int = 0) -> Attempt:
    made = rounds.bookset(prepared)
    book, form = draw.deal(
        rounds.deal_key(prepared),
        "r1",
        stage.contestant.pk,
        try_no,
        books=len(made.books),
        forms=made.forms,
    )
    return Attempt.objects.create(
        round=stage.round,
        contestant=stage.contestant,
        try_no=try_no,
        book=book,
        form=form,
        region_path="440000",
        cohort="general",
        opened_at=OPENS,
    )


def test_a_prepared_round_keeps_books_promise_and_digest(stage: Stage) -> None:
    prepared = prepare(stage)
    made = rounds.bookset(prepared)
    assert (len(made.books), made.forms) == (3, 7)
    assert prepared.seed_hash == draw.seed_hash(SEED)
    again = rounds.prepare(stage.round, seed=SEED, now=BEFORE)
    assert again.digest == prepared.digest
    assert PreparedRound.objects.count() == 1


def test_another_seed_makes_other_books_and_another_promise(stage: Stage) -> None:
    first = prepare(stage)
    second = rounds.prepare(stage.round, seed=bytes(32), now=BEFORE)
    assert first.digest != second.digest
    assert first.seed_hash != second.seed_hash


@pytest.mark.parametrize("now", [OPENS, DURING, AFTER])
def test_an_open_round_is_not_prepared(stage: Stage, now: Millis) -> None:
    with pytest.raises(rounds.TooLate):
        rounds.prepare(stage.round, seed=SEED, now=now)
    assert not PreparedRound.objects.exists()


def test_a_round_that_somebody_has_played_is_not_prepared_again(stage: Stage) -> None:
    prepared = prepare(stage)
    attempt(stage, prepared)
    with pytest.raises(rounds.TooLate):
        rounds.prepare(stage.round, seed=bytes(32), now=BEFORE)
    assert PreparedRound.objects.get().digest == prepared.digest


def test_a_short_seed_is_refused(stage: Stage) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        rounds.prepare(stage.round, seed=b"short", now=BEFORE)


def test_the_public_number_is_mixed_in_once_and_changes_the_deals_only(stage: Stage) -> None:
    prepared = prepare(stage)
    before, digest = rounds.deal_key(prepared), prepared.digest
    rounds.mix(prepared, "2026001", now=BEFORE)
    stored = PreparedRound.objects.get()
    assert (stored.beacon, stored.digest) == ("2026001", digest)
    assert rounds.deal_key(stored) != before
    with pytest.raises(rounds.TooLate):
        rounds.mix(stored, "2026002", now=BEFORE)


def test_the_public_number_comes_too_late_when_the_round_is_open(stage: Stage) -> None:
    with pytest.raises(rounds.TooLate):
        rounds.mix(prepare(stage), "2026001", now=OPENS)


def test_a_pool_that_is_too_small_is_refused_by_cell(stage: Stage) -> None:
    stage.round.format = {"questions": 4, "blueprint": {"single": 3, "estimate": 1}}
    Question.objects.filter(ref="t4-004").update(status="retired")
    with pytest.raises(rounds.ShortPool, match="estimate: need 1, have 0"):
        prepare(stage)


LAST_ANSWER = Millis(CLOSES + LONGEST_GRACE)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("now", "seen"),
    [
        (BEFORE, False),
        (CLOSES, False),
        (LAST_ANSWER, False),
        (Millis(LAST_ANSWER + 1), True),
        (AFTER, True),
    ],
)
def test_seed_and_books_are_public_only_after_the_close(
    stage: Stage,
    now: Millis,
    seen: bool,  # noqa: FBT001
) -> None:
    public = rounds.publication(prepare(stage), now=now)
    assert ("seed" in public, "books" in public) == (seen, seen)
    assert public["seed_hash"] == draw.seed_hash(SEED)


def test_a_round_without_an_end_never_tells_its_seed(stage: Stage) -> None:
    stage.round.closes_at = None
    stage.round.save(update_fields=["closes_at"])
    assert "seed" not in rounds.publication(prepare(stage), now=AFTER)


def test_anybodys_paper_is_recomputed_from_what_was_published(stage: Stage) -> None:
    prepared = prepare(stage, beacon="2026001")
    public = json.loads(json.dumps(rounds.publication(prepared, now=AFTER)))
    for try_no in range(9):
        mine = attempt(stage, prepared, try_no)
        checked = checking.check(public, stage.contestant.pk, try_no)
        assert checked.holds
        assert (checked.book, checked.form) == (mine.book, mine.form)
        assert checked.versions == rounds.bookset(prepared).paper(mine.book, mine.form)


def _seed(public: dict[str, Any]) -> None:
    public["seed"] = "00" * 32


def _swap(public: dict[str, Any]) -> None:
    book = public["books"]["set"]["books"][0]
    book[0], book[1] = book[1], book[0]


def _rate(public: dict[str, Any]) -> None:
    public["books"]["items"][0][2][1] += 1


def _blueprint(public: dict[str, Any]) -> None:
    public["books"]["blueprint"] = {"single": 2, "multiple": 2}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("forge", "expected"),
    [
        (_seed, {"seed", "rebuilt"}),
        (_swap, {"digest", "rebuilt"}),
        (_rate, {"digest"}),
        (_blueprint, {"digest", "rebuilt", "blueprint"}),
    ],
)
def test_what_was_forged_is_found(
    stage: Stage, forge: Callable[[dict[str, Any]], None], expected: set[str]
) -> None:
    public = json.loads(json.dumps(rounds.publication(prepare(stage), now=AFTER)))
    forge(public)
    checked = checking.check(public, 1, 0)
    assert {step.code for step in checked.steps if not step.holds} >= expected
    assert not checked.holds


@pytest.mark.parametrize(
    "public", [{}, {"seed": "zz"}, {"seed": "00", "books": None}, {"seed": 7, "books": {}}]
)
def test_what_is_no_publication_is_refused(public: dict[str, Any]) -> None:
    with pytest.raises(checking.Unpublished):
        checking.check(public, 1, 0)


def test_the_commands_prepare_preview_publish_and_verify(
    stage: Stage, tmp_path: Path, fake_clock: FakeClock
) -> None:
    fake_clock.time = BEFORE
    assert "预演" in run("preview_round", "r1")
    assert "3 册，每册 7 卷，每卷 4 题" in run("prepare_round", "r1")
    with pytest.raises(CommandError, match="已准备好"):
        run("prepare_round", "r1")
    assert "2026001" in run("prepare_round", "r1", "--beacon", "2026001")
    mine = attempt(stage, PreparedRound.objects.get())
    file = tmp_path / "published.json"
    assert "只有承诺" in run("preview_round", "r1", "--publish", str(file))
    asked = ("--contestant", str(stage.contestant.pk), "--try", "0")
    with pytest.raises(CommandError, match="轮次结束后才公布"):
        run("verify_paper", "--published", str(file), *asked)
    fake_clock.time = AFTER
    shown = run("preview_round", "r1", "--publish", str(file))
    assert "连续 7 次不会遇到重复的题" in shown
    assert run("verify_paper", "--published", str(file), *asked).count("✓") == 6
    assert run("verify_paper", "--round", "r1", *asked).count("✓") == 7
    assert run("verify_paper", str(mine.pk)).count("✓") == 8


def test_an_attempt_on_another_form_does_not_verify(stage: Stage) -> None:
    mine = attempt(stage, prepare(stage))
    Attempt.objects.filter(pk=mine.pk).update(form=(mine.form + 1) % 7)
    with pytest.raises(CommandError, match="核对不一致"):
        run("verify_paper", str(mine.pk))


@pytest.mark.parametrize(
    ("command", "args", "why"),
    [
        ("prepare_round", ["none"], "no round 'none'; there are: r1"),
        ("preview_round", ["none"], "no round 'none'; there are: r1"),
        ("preview_round", ["r1", "--publish", "x.json"], "还没有准备.*请先运行"),
        ("verify_paper", ["77"], "没有答卷 77：编号在"),
        ("verify_paper", [], "请给出"),
        ("verify_paper", ["--round", "r1", "--contestant", "1", "--try", "-1"], "请给出"),
        ("verify_paper", ["--round", "r1", "--contestant", "1"], "还没有准备：请先运行"),
        ("verify_paper", ["--published", "no such file", "--contestant", "1"], "无法读取"),
    ],
)
def test_impossible_commands_say_why(stage: Stage, command: str, args: list[str], why: str) -> None:
    with pytest.raises(CommandError, match=why):
        run(command, *args)


def test_preview_of_a_short_pool_names_the_cell(stage: Stage) -> None:
    stage.round.format = {"questions": 40, "blueprint": {"ordering": 40}}
    stage.round.save(update_fields=["format"])
    with pytest.raises(CommandError, match="“排序题”需要 40 题，题库只有 1 题"):
        run("preview_round", "r1")


@pytest.mark.parametrize(("number", "text"), [(0, "0.00"), (6_051_000, "6.05"), (995_000, "1.00")])
def test_millionths_are_shown_with_two_places(number: int, text: str) -> None:
    assert rounds.two_places(number) == text

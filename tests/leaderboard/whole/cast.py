"""A contest of some four hundred people: four rounds that count in four ways, people who move, a
region without anybody, guests, papers of the last minute, annulments, rulings and deletions."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Final, TypeVar

from msgspec import structs

from questionbank import rulings as bank
from questionbank.models import QuestionVersion
from quiz import annulling, keys, people, plan, rounds, rulings, seats
from quiz.annulling import Why
from quiz.models import Attempt, Cohort, Contest, Contestant, Entry, Region, Round
from quiz.plan import Asked, Plan
from quiz.rules import choices, formats
from quiz.rules import rulings as marks
from quiz.rules.formats import Bonus, Count, Format, Partial, Tie
from quiz.rules.units import Millis, Points
from tests.fakes import MORNING
from tests.leaderboard.publish.cast import FORM, looked, two
from tests.leaderboard.publish.test_correcting import NOW
from tests.quiz import world

T = TypeVar("T")
DAY: Final = 86_400_000
# Midnight in Guangdong: the rounds open at eight in the morning and end with the seventh day.
CLOSES_AT: Final = MORNING + 16 * 3_600_000 + 6 * DAY
LATER: Final = Millis(CLOSES_AT + 3_600_000)
ROUNDS: Final = {
    "best": FORM,
    "mean": Format(
        questions=5,
        blueprint=dict.fromkeys(world.KINDS, 1),
        books=2,
        tries_per_day=30,
        blank=Points(-1),
        penalty=Points(3),
        count=Count.MEAN_BEST,
        best_n=2,
        ties=(Tie.TOOK, Tie.FEWER_TRIES, Tie.FINISHED),
    ),
    "sum": Format(
        questions=5,
        blueprint=dict.fromkeys(world.KINDS, 1),
        books=2,
        tries_per_day=0,
        tries_total=3,
        count=Count.SUM,
        ties=(Tie.FEWER_TRIES, Tie.FINISHED),
    ),
    "last": Format(
        questions=5,
        blueprint=dict.fromkeys(world.KINDS, 1),
        books=2,
        tries_per_day=30,
        right=Points(20),
        partial=Partial.PER_OPTION,
        bonus=Bonus.LINEAR,
        bonus_points=Points(3),
        count=Count.LAST,
    ),
}
# Code, region above, kind, residents, and how many come from there.
PLACES: Final = [
    ("440300", "440000", "city", None, 0),
    ("441900", "440000", "city", 900_000, 30),
    ("445300", "440000", "city", 2_400_000, 0),
    ("440106", "440100", "county", 240_000, 150),
    ("440104", "440100", "county", 310_000, 125),
    ("440103", "440100", "county", 50_000, 4),
    ("440305", "440300", "county", 1_800_000, 60),
    ("810000", "", "special", None, 6),
]
PROVINCE: Final = "440000"
# The last five days.
WEEK: Final = {"starts_at": MORNING + 2 * DAY, "ends_at": CLOSES_AT}
UNITS: Final = ("", "一中", "三中", "科协", "四中")
# On the boards of units: nobody is of the last one.
LISTED: Final = ["一中", "三中", "四中", "无人"]
# Whose data is deleted at the end.
LEFT: Final = (7, 120, 250, 300)
COHORTS: Final = ("general", "youth", "farmers", "officials")


class Chance:
    """Numbers without an order, the same in each run."""

    def __init__(self) -> None:
        self._drawn = 0

    def below(self, most: int) -> int:
        self._drawn += 1
        return int.from_bytes(sha256(b"%d" % self._drawn).digest()[:4]) % most

    def of(self, those: Sequence[T]) -> T:
        return those[self.below(len(those))]


def build() -> Contest:
    """The contest with all its people and closed papers, marked as the journal would."""
    keys.refresh()
    world.make_bank(each=6)
    contest = world.make_contest()
    Region.objects.filter(pk="440000").update(population=126_000_000)
    for place in PLACES:
        _region(*place[:4])
    for n, code in enumerate(COHORTS[1:]):
        Cohort.objects.create(code=code, name_zh=code, name_en=code, place=n)
    made = [_round(contest, code, form) for code, form in ROUNDS.items()]
    everybody = list(_people(contest))
    chance = Chance()
    for round_ in made:
        _play(round_, everybody, chance)
    return contest


def _region(code: str, above: str, kind: str, population: int | None) -> None:
    parent = Region.objects.get(pk=above) if above else None
    path = f"{parent.path}/{code}" if parent else code
    names = {"name_zh": f"地区{code}", "name_en": code}
    Region.objects.create(
        code=code, parent=parent, path=path, kind=kind, population=population, **names
    )


def _round(contest: Contest, code: str, form: Format) -> Round:
    made = Round.objects.create(
        contest=contest,
        code=code,
        title_zh=code,
        format=formats.plain(form),
        opens_at=MORNING,
        closes_at=CLOSES_AT,
    )
    rounds.prepare(made, seed=world.SEED, now=Millis(MORNING - 1))
    looked(made, LATER)
    return made


def token(number: int) -> str:
    return f"token-of-somebody-{number:06}"


def _people(contest: Contest) -> Iterator[Contestant]:
    number = 0
    for code, *_about, many in PLACES:
        for n in range(many):
            number += 1
            yield Contestant.objects.create(
                pk=number,
                contest=contest,
                nickname=f"选手{number}",
                region_id=code,
                # Nobody is an official: that cohort is empty.
                cohort_id=COHORTS[n % 7 % 3],
                unit=UNITS[n % 11 % len(UNITS)] if code != "440103" else "四中",
                token_hash=seats.token_hash(token(number)),
                joined_at=MORNING,
            )


def _play(round_: Round, everybody: list[Contestant], chance: Chance) -> None:
    """One to three papers each, one in eight nobody's; some people have moved by the second."""
    dealt, attempts = plan.load(round_.code), list[Attempt]()
    for who in everybody:
        if chance.below(8):
            moments = sorted(chance.below(60) for _ in range(1 + chance.below(3)))
            attempts += [
                _attempt(dealt, who, try_no, hours * 9_600_000, chance)
                for try_no, hours in enumerate(moments)
            ]
    made = Attempt.objects.bulk_create(attempts)
    Entry.objects.bulk_create(row for one in made for row in _paper(dealt, one, chance))


def _attempt(dealt: Plan, who: Contestant, try_no: int, after: int, chance: Chance) -> Attempt:
    moved = try_no > 0 and chance.below(12) == 0 and who.region_id != "810000"
    book, form = dealt.deal(who.pk, try_no)
    return Attempt(
        round_id=dealt.round,
        contestant=who,
        try_no=try_no,
        book=book,
        form=form,
        region_path="440000/440300/440305" if moved else who.region.path,
        cohort="youth" if moved else who.cohort_id,
        opened_at=MORNING + after,
    )


def _paper(dealt: Plan, attempt: Attempt, chance: Chance) -> list[Entry]:
    """The entries of a paper. One in fifteen is open when the round ends; there are few moments and
    times, so that many are equal."""
    paper = dealt.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
    rows = [_answer(dealt, attempt, slot, asked, chance) for slot, asked in enumerate(paper)]
    took, points = sum(row.took_ms for row in rows), sum(row.points for row in rows)
    closing = Entry(attempt=attempt, slot=len(rows), kind=3, took_ms=took, points=points)
    ended = chance.below(15) == 0
    for row in (*rows, closing):
        row.received_at = CLOSES_AT - 1 if ended else attempt.opened_at + 60_000
        row.stored_at = row.received_at + 3
    return [*rows, closing]


def _answer(dealt: Plan, attempt: Attempt, slot: int, asked: Asked, chance: Chance) -> Entry:
    choice = _choice(asked, chance)
    took = Millis(4_000 * (1 + chance.below(4)) + chance.below(6))
    points = marks.mark(dealt.format, asked.key, None, choice, took)
    kept = choices.text(asked.offer, choice)
    return Entry(attempt=attempt, slot=slot, kind=2, choice=kept, took_ms=took, points=points)


def _choice(asked: Asked, chance: Chance) -> tuple[int, ...]:
    """Right, blank, nearly right or wrong."""
    luck = chance.below(10)
    if luck == 0:
        return ()
    if asked.kind == "estimate":
        return (asked.key.value + chance.of((0, 5, 6, 12, 29, 30, 80)),)
    if luck < 6:
        return asked.key.places
    if asked.kind == "multiple":
        return chance.of(((asked.key.places[0],), (1,), (0, 1, 3)))
    places = asked.key.places
    return tuple(reversed(places)) if len(places) > 1 else ((places[0] + 1) % 2,)


def judge(contest: Contest) -> None:
    """Papers are annulled, one of them restored; of single choices one key is another, of others
    two count, all count, none counts; four people have their data deleted."""
    by = two()[0]
    papers = Attempt.objects.order_by("pk").values_list("pk", flat=True)
    gone = list(papers[5::40])
    annulling.annul(dict.fromkeys(gone, 1), Why("program", "代答"), by, LATER)
    annulling.restore({gone[0]: 2}, Why("appeal"), by, LATER)
    asked = plan.load("best").questions
    single = sorted(v for v, one in asked.items() if one.kind == "single")
    for version, kind, those in (
        (single[0], "new_key", [[1]]),
        (single[1], "accept", [[1], [2]]),
        (single[2], "void_all", []),
        (single[3], "void_none", []),
        (min(v for v, one in asked.items() if one.kind == "multiple"), "void_none", []),
    ):
        _rule(version, kind, those)
    for number in LEFT:
        people.erase(Contestant.objects.get(pk=number, contest=contest), LATER)


def _rule(version: int, kind: str, those: list[list[int]]) -> None:
    row = bank.propose(
        QuestionVersion.objects.get(pk=version), kind, those, note=("更正", ""), by=two()[0]
    )
    number = bank.confirm(row.pk, by=two()[1], at=NOW).number or 0
    keys.refresh()
    rows: list[Entry] = []
    # What rulings.apply stores; its own transactions do not fit into a test's.
    for about, _round, code in rulings._about(keys.held(), number):
        dealt = plan.load(code)
        left = rulings._those(rulings._waiting(dealt, about, number), number)
        for record in rulings._records(dealt, left, keys.held(), number):
            fields = structs.asdict(record)
            rows.append(Entry(attempt_id=fields.pop("attempt"), stored_at=LATER, **fields))
    Entry.objects.bulk_create(rows)

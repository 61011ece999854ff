"""A closed round with real papers: everybody's answers, marked as the journal would."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import chain

from django.contrib.auth.models import User

from leaderboard.models import Publication, PublishedResult
from leaderboard.publish import publishing, working
from leaderboard.publish.publishing import People
from questionbank import grants
from quiz import keys, plan
from quiz.models import Attempt, Cohort, Contest, Contestant, Entry, FlagLook, Region, Round
from quiz.plan import Asked, Plan
from quiz.rules import choices, rulings
from quiz.rules.formats import Bonus, Count, Format, Partial
from quiz.rules.units import Millis, Points
from tests.fakes import MORNING
from tests.quiz import world

CLOSED_AT = MORNING + world.HOUR
LATER = Millis(CLOSED_AT + 1)
FORM = Format(
    questions=5,
    blueprint=dict.fromkeys(world.KINDS, 1),
    books=2,
    tries_per_day=30,
    penalty=Points(2),
    partial=Partial.HALF,
    bonus=Bonus.STEPS,
    bonus_steps=2,
    bonus_points=Points(1),
    count=Count.BEST,
)
WHERE = ("440100/440106", "440100/440104", "440300/440305")


@dataclass
class Scene:
    """A contest whose one round has closed."""

    contest: Contest
    round: Round
    plan: Plan
    people: list[Contestant] = field(default_factory=list)

    def crowd(self, many: int, *, where: str = WHERE[0], cohort: str = "general") -> None:
        """So many people with one closed paper each, all written at once."""
        region = Region.objects.get(pk=where.rpartition("/")[2])
        numbers = range(len(self.people), len(self.people) + many)
        came = Contestant.objects.bulk_create(
            Contestant(
                contest=self.contest,
                nickname=f"选手{n}",
                region=region,
                cohort_id=cohort,
                token_hash=f"{n:064}",
                joined_at=MORNING,
            )
            for n in numbers
        )
        self.people += came
        papers = Attempt.objects.bulk_create(self._opened(who, region.path, 0) for who in came)
        rows = (self._entries(one, n % 11) for n, one in zip(numbers, papers, strict=True))
        Entry.objects.bulk_create(chain.from_iterable(rows))

    def play(self, who: Contestant, *, skill: int, where: str = "", try_no: int = 0) -> Attempt:
        """One closed paper: of ten answers `skill` are right."""
        attempt = self._opened(who, f"440000/{where}" if where else who.region.path, try_no)
        attempt.save(force_insert=True)
        Entry.objects.bulk_create(self._entries(attempt, skill))
        return attempt

    def _opened(self, who: Contestant, path: str, try_no: int) -> Attempt:
        book, form = self.plan.deal(who.pk, try_no)
        return Attempt(
            round=self.round,
            contestant=who,
            try_no=try_no,
            book=book,
            form=form,
            region_path=path,
            cohort=who.cohort_id,
            opened_at=MORNING,
        )

    def _entries(self, attempt: Attempt, skill: int) -> list[Entry]:
        paper = self.plan.paper(attempt.contestant_id, attempt.try_no, attempt.book, attempt.form)
        rows = [
            self._answer(attempt, slot, asked, right=(attempt.pk * 7 + slot * 3) % 10 < skill)
            for slot, asked in enumerate(paper)
        ]
        took, points = sum(row.took_ms for row in rows), sum(row.points for row in rows)
        at = MORNING + 60_000 + attempt.pk * 1_500
        closing = Entry(attempt=attempt, slot=len(rows), kind=3, took_ms=took, points=points)
        for row in (*rows, closing):
            row.received_at = row.stored_at = at
        return [*rows, closing]

    def _answer(self, attempt: Attempt, slot: int, asked: Asked, *, right: bool) -> Entry:
        choice = _right(asked) if right else _wrong(asked, attempt.pk)
        took = Millis(2_000 + (attempt.pk * 3_571 + slot * 911) % 16_000)
        points = rulings.mark(self.plan.format, asked.key, None, choice, took)
        kept = choices.text(asked.offer, choice)
        return Entry(attempt=attempt, slot=slot, kind=2, choice=kept, took_ms=took, points=points)

    def publication(self, reason: str = "") -> Publication:
        """A publication that is counted, by the first of `two`."""
        first, _second = two()
        made = publishing.begin(self.round, by=first, reason=reason, now=LATER)
        working.work(made, lambda: LATER)
        made.refresh_from_db()
        return made

    def published(self, reason: str = "") -> PublishedResult:
        made = self.publication(reason)
        return publishing.publish_as(made, People("lin", "chen"), LATER)


def _right(asked: Asked) -> tuple[int, ...]:
    return (asked.key.value,) if asked.kind == "estimate" else asked.key.places


def _wrong(asked: Asked, salt: int) -> tuple[int, ...]:
    """Blank, partly right or wrong, whatever the kind allows."""
    if salt % 4 == 0:
        return ()
    if asked.kind == "estimate":
        return (asked.key.value + 12,)
    return asked.key.places[:1] if asked.kind == "multiple" else _other(asked.key.places)


def _other(places: Sequence[int]) -> tuple[int, ...]:
    return tuple(reversed(places)) if len(places) > 1 else ((places[0] + 1) % 2,)


def two() -> tuple[User, User]:
    """Two organisers of the province."""
    made = [User.objects.get_or_create(username=name)[0] for name in ("lin", "chen")]
    for user in made:
        grants.give(user, "organiser", "440000", by=None)
    return made[0], made[1]


def scene(form: Format = FORM, cohorts: Iterable[str] = ("youth", "farmers")) -> Scene:
    keys.refresh()
    world.make_bank(each=6)
    contest = world.make_contest()
    for code, above in (("440300", "440000"), ("440106", "440100"), ("440104", "440100")):
        _region(code, above)
    _region("440305", "440300")
    for n, code in enumerate(cohorts):
        Cohort.objects.create(code=code, name_zh=code, name_en=code, place=n)
    round_ = world.make_round(form, contest)
    looked(round_)
    return Scene(contest, round_, plan.load("demo"))


def looked(round_: Round, at: Millis = LATER) -> None:
    """Flags were looked for at that moment, and none was found."""
    told = {"began_at": at, "ended_at": at}
    FlagLook.objects.update_or_create(round=round_, defaults=told)


def _region(code: str, above: str) -> None:
    parent = Region.objects.get(pk=above)
    kind = "city" if above == "440000" else "county"
    names = {"name_zh": f"地区{code}", "name_en": code}
    path = f"{parent.path}/{code}"
    Region.objects.create(code=code, parent=parent, path=path, kind=kind, **names)

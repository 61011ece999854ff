"""People and papers for the tests of the boards."""

import hashlib
from dataclasses import dataclass, field

from django.db.models import Max
from hypothesis import strategies as st

from quiz.events import AttemptClosed
from quiz.models import (
    Attempt,
    Cohort,
    Contest,
    Contestant,
    Entry,
    EntryKind,
    Region,
    Round,
)
from quiz.rules.formats import Format, Mode, plain
from tests.fakes import MORNING

OPENS_AT = MORNING
TIANHE, YUEXIU, NANSHAN = "44/4401/440106", "44/4401/440104", "44/4403/440305"
REGIONS = [
    ("44", "", "广东省", "province"),
    ("4401", "44", "广州市", "city"),
    ("4403", "44", "深圳市", "city"),
    ("440106", "4401", "天河区", "county"),
    ("440104", "4401", "越秀区", "county"),
    ("440305", "4403", "南山区", "county"),
]


def closed(
    contestant: int,
    score: int,
    *,
    took: int = 60_000,
    after: int = 100_000,
    try_no: int = 0,
    path: str = TIANHE,
    cohort: str = "youth",
    ruled: int = 0,
    void: int = 0,
) -> AttemptClosed:
    """A closed attempt of the round that `ranked` makes; its entry follows from who, try, ruling
    and step of annulment.

    By a ruling it keeps place, time and moment of its first marking, by a step its score, too.
    """
    return AttemptClosed(
        entry=contestant * 1_000 + try_no + ruled * 1_000_000 + void * 1_000_000_000,
        attempt=contestant * 1_000 + try_no,
        round=7,
        contestant=contestant,
        try_no=try_no,
        score=score,
        took_ms=took,
        finished_at=OPENS_AT + after,
        region_path=path,
        cohort=cohort,
        nickname=f"选手{contestant}",
        ruled=ruled,
        void=void,
    )


def many() -> st.SearchStrategy[list[AttemptClosed]]:
    """Closed attempts of a few people, some of whom move; each attempt once, with many ties."""
    one = st.builds(
        closed,
        st.integers(1, 12),
        st.integers(0, 4).map(lambda n: n * 10),
        took=st.integers(0, 3).map(lambda n: 60_000 + n * 10),
        after=st.integers(0, 2).map(lambda n: 100_000 + n * 1_000),
        try_no=st.integers(0, 3),
        path=st.sampled_from([TIANHE, YUEXIU, NANSHAN, "810000"]),
        cohort=st.sampled_from(["youth", "farmers"]),
    )
    return st.lists(one, max_size=30, unique_by=lambda event: event.entry)


@dataclass
class Scene:
    """A contest in the database; its people by name."""

    contest: Contest
    ranked: Round
    practice: Round
    people: dict[str, Contestant] = field(default_factory=dict)

    def join(self, name: str, region: str = "440106", cohort: str = "youth") -> Contestant:
        """Enter somebody; `token(name)` is what their phone shows."""
        self.people[name] = Contestant.objects.create(
            contest=self.contest,
            nickname=name,
            region_id=region,
            cohort_id=cohort,
            token_hash=hashlib.sha256(token(name).encode()).hexdigest(),
            joined_at=OPENS_AT,
        )
        return self.people[name]

    def close(
        self, name: str, score: int, *, took: int = 60_000, round_: Round | None = None
    ) -> None:
        """Have somebody (joined here if new) close one more attempt."""
        who = self.people.get(name) or self.join(name)
        where = round_ or self.ranked
        last = Attempt.objects.filter(round=where, contestant=who).aggregate(n=Max("try_no"))["n"]
        attempt = Attempt.objects.create(
            round=where,
            contestant=who,
            try_no=0 if last is None else last + 1,
            book=0,
            form=0,
            region_path=who.region.path,
            cohort=who.cohort_id,
            opened_at=OPENS_AT,
        )
        Entry.objects.create(
            attempt=attempt,
            slot=10,
            kind=EntryKind.CLOSED,
            choice="",
            took_ms=took,
            points=score,
            received_at=OPENS_AT + 100_000,
            stored_at=OPENS_AT + 100_001,
        )


def token(name: str) -> str:
    """What somebody's phone would show."""
    return "token-" + hashlib.sha256(name.encode()).hexdigest()[:26]


def scene() -> Scene:
    for code, parent, name, kind in REGIONS:
        above = Region.objects.get(pk=parent).path + "/" if parent else ""
        Region.objects.create(
            code=code,
            parent_id=parent or None,
            path=above + code,
            kind=kind,
            name_zh=name,
            name_en=f"Region {code}",
        )
    for n, (code, name) in enumerate([("youth", "青少年"), ("farmers", "农民")]):
        Cohort.objects.create(code=code, name_zh=name, name_en=code, place=n)
    contest = Contest.objects.create(code="GD26", title_zh="科学素质大赛", region_id="44")
    rounds = [
        Round.objects.create(
            contest=contest,
            code=code,
            title_zh=title,
            format=plain(form),
            opens_at=OPENS_AT,
            closes_at=OPENS_AT + 86_400_000,
        )
        for code, title, form in [
            ("first", "初赛", Format()),
            ("train", "练习", Format(mode=Mode.PRACTICE, boards=())),
        ]
    ]
    return Scene(contest, rounds[0], rounds[1])

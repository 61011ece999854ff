"""The way of a question into use: one table, and what no path through it can do."""

from dataclasses import dataclass, field, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from questionbank.rules.roles import ROLES, may
from questionbank.rules.workflow import ACTS, Case, Place, after, holding, move, refusals

PROVINCE, CITY = "440000", "440000/440100"
EVERYTHING = frozenset((role, PROVINCE) for role in ROLES)
DRAFT, REVIEW = Place("draft"), Place("review")
APPROVED, LIVE, RETIRED = (Place(s, approved=True) for s in ("approved", "live", "retired"))
DROPPED = Place("retired")
CHANGED = [replace(p, change=c) for p in (APPROVED, LIVE, RETIRED) for c in ("draft", "review")]
PLACES = [DRAFT, REVIEW, APPROVED, LIVE, RETIRED, DROPPED, *CHANGED]

# From each place (use/change) what can be done, and where it leads. All else is refused.
TABLE = """
draft            submit>review retire>dropped
review           approve>approved send_back>draft withdraw>draft
approved         activate>live retire>retired offer adopt decline
approved/draft   submit>approved/review activate>live/draft retire>retired/draft offer adopt decline
approved/review  approve>approved send_back>approved/draft withdraw>approved/draft
                 activate>live/review retire>retired/review offer adopt decline
live             retire>retired offer adopt decline
live/draft       submit>live/review retire>retired/draft offer adopt decline
live/review      approve>live send_back>live/draft withdraw>live/draft
                 retire>retired/review offer adopt decline
retired          revive>approved
retired/draft    revive>approved/draft submit>retired/review
retired/review   revive>approved/review approve>retired send_back>retired/draft
                 withdraw>retired/draft
dropped          revive>draft
"""


def named(place: Place) -> str:
    return f"{place.use}/{place.change}" if place.change else place.use


def test_the_table_of_moves_is_the_one_that_was_agreed() -> None:
    agreed: dict[str, set[str]] = {}
    for line in TABLE.strip().splitlines():
        words = line.split()
        if not line.startswith(" "):
            here = words.pop(0)
        agreed.setdefault(here, set()).update(words)
    found: dict[str, set[str]] = {named(place): set() for place in PLACES}
    for place in PLACES:
        for act in ACTS:
            if taken := move(place, act):
                there = named(after(place, taken))
                found[named(place)].add(act if there == named(place) else f"{act}>{there}")
    assert found == agreed


def why(place: Place, act: str, case: Case) -> set[str]:
    return set(refusals(place, act, case))


WHOLE = Case(EVERYTHING, CITY, reason="理由")


@pytest.mark.parametrize(
    ("place", "act", "changes", "expected"),
    [
        (REVIEW, "approve", {}, set()),
        (REVIEW, "approve", {"own": True}, {"own"}),
        (REVIEW, "approve", {"complete": False}, {"incomplete"}),
        (REVIEW, "send_back", {"reason": " "}, {"reason"}),
        (REVIEW, "send_back", {"own": True}, {"own"}),
        (REVIEW, "withdraw", {"own": True, "reason": "", "complete": False}, set()),
        (REVIEW, "activate", {}, {"state"}),
        (REVIEW, "publish", {}, {"state"}),
        (DRAFT, "submit", {"complete": False, "own": True}, {"incomplete"}),
        (LIVE, "retire", {"reason": ""}, {"reason"}),
        (LIVE, "adopt", {"own": True}, {"own"}),
        (LIVE, "decline", {"reason": ""}, {"reason"}),
    ],
)
def test_a_move_asks_for_what_its_line_says(
    place: Place, act: str, changes: dict[str, object], expected: set[str]
) -> None:
    assert why(place, act, replace(WHOLE, **changes)) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize("act", ["approve", "activate", "adopt"])
@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ({("approver", PROVINCE)}, set()),
        ({("approver", CITY)}, {"final"}),
        ({("reviewer", PROVINCE), ("organiser", PROVINCE), ("approver", CITY)}, {"final"}),
    ],
)
def test_sensitive_content_passes_a_provincial_approver(
    act: str, held: set[tuple[str, str]], expected: set[str]
) -> None:
    place = REVIEW if act == "approve" else APPROVED
    case = replace(WHOLE, grants=frozenset(held), sensitive=True)
    assert why(place, act, case) == expected
    assert why(place, act, replace(case, sensitive=False)) == set()


def test_new_words_of_a_live_question_are_approved_by_who_may_put_it_into_use() -> None:
    reviewer = replace(WHOLE, grants=frozenset({("reviewer", CITY)}))
    approver = replace(WHOLE, grants=frozenset({("approver", CITY)}))
    changed = replace(LIVE, change="review")
    assert why(REVIEW, "approve", reviewer) == set()
    assert why(replace(APPROVED, change="review"), "approve", reviewer) == set()
    assert why(changed, "approve", reviewer) == {"verb"}
    assert why(changed, "send_back", reviewer) == set()
    assert why(changed, "approve", approver) == set()


@given(st.sampled_from(PLACES), st.sampled_from(ACTS))
def test_whoever_holds_nothing_moves_nothing(place: Place, act: str) -> None:
    case = replace(WHOLE, grants=frozenset())
    assert why(place, act, case) & {"verb", "state"}


@dataclass
class Life:
    """One question among people: who wrote its newest words, and who approved those in use."""

    place: Place = DRAFT
    author: int = 0
    approved: tuple[int, int] | None = None
    finals: list[tuple[str, int]] = field(default_factory=list)

    def revise(self, person: int) -> None:
        """What questionbank.desk does with new words."""
        self.author = person
        changes = {"change": "draft"} if self.place.approved else {"status": "draft"}
        self.place = replace(self.place, **changes)  # type: ignore[arg-type]

    def act(self, act: str, person: int, case: Case) -> None:
        case = replace(case, own=person == self.author)
        taken = move(self.place, act)
        if taken is None or why(self.place, act, case):
            return
        self.place = after(self.place, taken)
        if act == "approve":
            self.approved = (self.author, person)
        if act in ("approve", "activate"):
            self.finals.append((act, person))


people = st.integers(0, 2)
held = st.frozensets(
    st.tuples(st.sampled_from(sorted(ROLES)), st.sampled_from([PROVINCE, CITY])), max_size=5
)
acts = st.lists(st.tuples(st.sampled_from([*ACTS, "revise"]), people), max_size=30)


@pytest.mark.slow
@given(grants=st.lists(held, min_size=3, max_size=3), wanted=acts, sensitive=st.booleans())
@settings(max_examples=400)
def test_nothing_is_in_use_that_no_second_person_approved(
    grants: list[frozenset[tuple[str, str]]], wanted: list[tuple[str, int]], *, sensitive: bool
) -> None:
    life = Life()
    for act, person in wanted:
        if act == "revise":
            life.revise(person)
        else:
            life.act(act, person, replace(WHOLE, grants=grants[person], sensitive=sensitive))
        assert life.place in PLACES
        if life.place.status in ("approved", "live"):
            assert life.approved is not None
        if life.approved:
            author, approver = life.approved
            assert author != approver
    if sensitive:
        assert all(may(grants[person], "approve", PROVINCE) for _act, person in life.finals)


@given(people, acts)
def test_one_person_alone_never_puts_anything_into_use(
    person: int, wanted: list[tuple[str, int]]
) -> None:
    life = Life(author=person)
    for act, _anybody in wanted:
        if act == "revise":
            life.revise(person)
        else:
            life.act(act, person, WHOLE)
    assert life.place.status in ("draft", "review", "retired")
    assert not life.place.approved


@pytest.mark.parametrize(
    ("acts", "holds"),
    [
        ([], 0),
        (["submit", "approve"], 2),
        (["submit", "approve", "undo"], 1),
        (["submit", "approve", "undo", "undo"], 0),
        (["retire", "undo", "retire"], 3),
        (["undo", "retire"], 2),
    ],
)
def test_a_step_holds_until_it_is_taken_back(acts: list[str], holds: int) -> None:
    assert holding(enumerate(acts, start=1)) == holds

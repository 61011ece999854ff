"""Whatever the tree of regions looks like, what is below a region adds up to it."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leaderboard.catalogue import RankedRound
from leaderboard.rules.rollup import Totals
from leaderboard.rules.scopes import Scope
from leaderboard.store_memory import MemoryShelf
from quiz.events import AttemptClosed
from tests.leaderboard.cast import closed

ROOT = "44"
NAMES = st.text("0123456789AZ", min_size=1, max_size=9)
# Paths of one to five codes of any length below the province: no level is the same everywhere.
PATHS = st.lists(NAMES, min_size=1, max_size=5).map(lambda codes: "/".join([ROOT, *codes]))
GUESTS = st.sampled_from(["810000", "820000", "other"])


@st.composite
def played(draw: st.DrawFn) -> tuple[list[str], list[AttemptClosed]]:
    """The leaves of a tree, and papers that were closed in them and by guests."""
    drawn = draw(st.lists(PATHS, min_size=1, max_size=12, unique=True))
    leaves = [path for path in drawn if not any(other.startswith(f"{path}/") for other in drawn)]
    papers = st.builds(
        closed,
        st.integers(1, 15),
        st.integers(0, 10).map(lambda tens: tens * 10),
        try_no=st.integers(0, 2),
        path=st.one_of(st.sampled_from(leaves), GUESTS),
        void=st.integers(0, 2),
    )
    return leaves, draw(st.lists(papers, max_size=30, unique_by=lambda event: event.attempt))


@pytest.mark.slow
@given(played())
@settings(max_examples=60, deadline=None, suppress_health_check=[*HealthCheck])
def test_what_is_below_a_region_adds_up_to_it(
    ranked: Callable[..., RankedRound], drawn: tuple[list[str], list[AttemptClosed]]
) -> None:
    leaves, papers = drawn
    store = MemoryShelf().store(replace(ranked(), root=ROOT))
    store.apply(papers)
    inner = {path.rsplit("/", n)[0] for path in leaves for n in range(1, path.count("/") + 1)}
    for region in inner:
        below = {"/".join(p.split("/")[: region.count("/") + 2]) for p in leaves if _in(p, region)}
        whole, *parts = store.totals([Scope(region), *map(Scope, sorted(below))])
        assert whole.attempts == sum(part.attempts for part in parts)
        # Who moved stands in two of them, but is one person of the whole.
        assert whole.people <= sum(part.people for part in parts)
        assert whole.people >= max(part.people for part in parts)


def _in(path: str, region: str) -> bool:
    return path.startswith(f"{region}/")


@given(played())
@settings(max_examples=30, deadline=None, suppress_health_check=[*HealthCheck])
def test_a_guest_changes_no_figure_of_the_province(
    ranked: Callable[..., RankedRound], drawn: tuple[list[str], list[AttemptClosed]]
) -> None:
    _leaves, papers = drawn
    home = [event for event in papers if event.region_path.startswith(ROOT)]
    both, alone = (MemoryShelf().store(replace(ranked(), root=ROOT)) for _ in range(2))
    both.apply(papers)
    alone.apply(home)
    scopes = [Scope(ROOT), *(Scope(event.region_path) for event in home)]
    assert both.totals(scopes) == alone.totals(scopes)
    guests = [e for e in papers if e not in home and e.void % 2 == 0]
    lines = both.totals([Scope(path) for path in ("810000", "820000", "other")])
    assert sum(of.attempts for of in lines) == len(guests)
    assert alone.totals([Scope("other")]) == [Totals()]

import hashlib
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from redis import Redis as Client

from leaderboard import board
from leaderboard.management.commands import rebuild_board
from leaderboard.projector import Projector
from leaderboard.rules.scopes import Scope
from leaderboard.shelf_redis import RedisShelf
from leaderboard.store import Page
from leaderboard.store_memory import MemoryShelf
from leaderboard.store_redis import LIVE
from tests.fakes import MORNING
from tests.leaderboard.cast import Scene


def printed() -> str:
    out = StringIO()
    call_command("rebuild_board", "first", stdout=out)
    return out.getvalue()


@pytest.fixture
def played(stage: Scene) -> Projector:
    """A process that has followed the contest as it went, result by result."""
    projector = Projector(MemoryShelf())
    for n in range(40):
        stage.close(f"选手{n % 13}", n * 31 % 101)
        if n % 3 == 0:
            projector.catch_up(MORNING)
    projector.catch_up(MORNING)
    return projector


def test_the_rebuilt_board_is_the_one_that_grew(played: Projector) -> None:
    grown = rebuild_board.summary(played, played.catalogue.codes["first"])
    assert printed().strip() == grown
    assert "13 人, 40 人次" in grown


def test_the_fingerprint_is_of_the_list_of_all_rows(played: Projector) -> None:
    """It is what it was when the whole list was held: two versions of a server can be compared."""
    ranked = played.catalogue.codes["first"]
    rows = played.store(ranked).page(Scope(ranked.root), 0, 99).rows
    whole = repr([(row.contestant, row.rank, row.standing) for row in rows])
    digest = hashlib.sha256(whole.encode()).hexdigest()
    said = rebuild_board.summary(played, ranked).splitlines()
    assert said[-1] == f"sha256 {digest}"
    assert len(said) == 1 + rebuild_board.FIRST + 1


def test_no_more_than_a_page_of_rows_is_held(
    played: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    ranked = played.catalogue.codes["first"]
    store, asked = played.store(ranked), list[int]()
    page = store.page

    def looked(scope: Scope, start: int, stop: int) -> Page:
        asked.append(start)
        return page(scope, start, stop)

    monkeypatch.setattr(store, "page", looked)
    rows = board.digest_rows(played, ranked, Scope(ranked.root))
    assert (next(rows).rank, asked) == (1, [0])
    assert (len(list(rows)), asked) == (12, [0, 13])


@pytest.mark.redis
def test_in_redis_the_rebuilt_board_takes_the_old_ones_place(
    played: Projector, redis_client: "Client[bytes]", monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = Projector(RedisShelf(redis_client))
    monkeypatch.setattr(rebuild_board, "projector", shared)
    shared.catch_up(MORNING)
    old = redis_client.get(LIVE)
    grown = rebuild_board.summary(played, played.catalogue.codes["first"])
    assert printed().strip() == grown
    assert redis_client.get(LIVE) != old
    shared.catch_up(MORNING)
    assert rebuild_board.summary(shared, shared.catalogue.codes["first"]) == grown


def test_an_unknown_round_is_named_with_those_there_are(stage: Scene) -> None:
    with pytest.raises(CommandError, match="no ranked round 'none'; there are: first"):
        call_command("rebuild_board", "none")

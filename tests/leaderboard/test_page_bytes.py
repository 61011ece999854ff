"""A board of a whole province is a light page, and what it needs beside comes once for them all."""

import re
from pathlib import Path

import brotli
import pytest
from django.core.management import call_command
from django.test import Client

from leaderboard import projector as projectors
from leaderboard.projector import Projector
from leaderboard.public.kept import kept
from leaderboard.store_memory import MemoryShelf
from quiz.events import AttemptClosed
from quiz.models import Contest, Region, Round
from quiz.rules.formats import Format, plain
from tests.fakes import MORNING
from tests.house import tree

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# Fifty rows, or twenty-one cities with their map; styles and modules stay with the browser. Bytes
# as brotli packs them; 550 of them are elder mode, which goes along from the phone's own page,
# and room for names on small phones.
HEAVIEST, HEAVIEST_BESIDE = 6_000, 14_000
STATIC = tree.ROOT / "frontend" / "static"
ASKS = re.compile(r"""(?:href|src)="/static/([a-z/_]+\.(?:css|js))\"""")
IMPORTS = re.compile(r"""from "(\.[^"]+)\"""")


def closed(n: int, round_: int, path: str) -> AttemptClosed:
    """Somebody's result; names, scores and times as different as they come."""
    return AttemptClosed(
        entry=n,
        attempt=n,
        round=round_,
        contestant=1_000_000 + n,
        try_no=0,
        score=n * 7_919 % 101,
        took_ms=60_000 + n * 104_729 % 90_000,
        finished_at=MORNING + n,
        region_path=path,
        cohort="youth",
        nickname=f"科学{n * 31 % 997}达人{n}",
    )


@pytest.fixture
def province(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirteen thousand people in all counties."""
    call_command("load_regions", verbosity=0)
    contest = Contest.objects.create(
        code="2026", title_zh="广东省公民科学素质大赛", region_id="440000"
    )
    made = Round.objects.create(
        contest=contest, code="first", title_zh="初赛", format=plain(Format()), opens_at=MORNING
    )
    projector = Projector(MemoryShelf())
    projector.catch_up(MORNING)
    paths = list(Region.objects.filter(kind="county").values_list("path", flat=True))
    ranked = projector.catalogue.codes["first"]
    events = [closed(n, made.pk, paths[n % len(paths)]) for n in range(13_000)]
    projector.store(ranked).apply(events)
    projector.following = True
    monkeypatch.setattr(projectors, "projector", projector)
    kept.clear()


def beside(page: str) -> set[Path]:
    """What the page asks for, and what that asks for."""
    found: set[Path] = set()
    asked = [STATIC / name for name in ASKS.findall(page)]
    while asked:
        file = asked.pop().resolve()
        if file not in found:
            found.add(file)
            asked += [file.parent / name for name in IMPORTS.findall(file.read_text())]
    return found


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
@pytest.mark.parametrize("tab", ["persons", "regions"])
def test_a_board_of_a_whole_province_is_light(province: None, language: str, tab: str) -> None:
    client = Client(headers={"accept-language": language})
    page = client.get(f"/boards/2026/?tab={tab}").content
    assert page.count(b"<tr") > 20
    weight = len(brotli.compress(page))
    files = beside(page.decode())
    with_it = sum(len(brotli.compress(file.read_bytes())) for file in files)
    assert len(files) > 10
    assert (weight <= HEAVIEST, with_it <= HEAVIEST_BESIDE) == (True, True), (weight, with_it)

"""What the map is shaded by: figures that may be shown, and never 0 for what is not known."""

import pytest
from django.test import Client

from leaderboard.catalogue import Place
from leaderboard.projector import Projector
from leaderboard.public.asked import Asked
from leaderboard.public.cartogram import cartogram
from leaderboard.public.measures import Measure, figure, written
from leaderboard.rules.frames import RegionRow
from quiz import tiles
from quiz.tiles import Tile

SHOWN = RegionRow(id="44/4401", name="广州市", ranked=True, people=50, score_x100=8_123)
UNRANKED = RegionRow(id="44/4401", name="广州市", ranked=False, people=50, score_x100=8_123)
NOBODY = RegionRow(id="44/4401", name="广州市", ranked=False, people=0)
FEW = RegionRow(id="44/4401", name="广州市", ranked=False, few=True)


def place(population: int | None) -> Place:
    return Place("4401", "44/4401", "广州市", "", "city", population, 2020)


@pytest.mark.parametrize(
    ("measure", "row", "population", "shown"),
    [
        (Measure.SCORE, SHOWN, None, "81.23"),
        (Measure.SCORE, UNRANKED, 100_000, "–"),
        (Measure.SCORE, FEW, 100_000, "–"),
        (Measure.RATE, SHOWN, 100_000, "5.00"),
        (Measure.RATE, UNRANKED, 30_000, "16.67"),
        (Measure.RATE, SHOWN, None, "–"),
        (Measure.RATE, SHOWN, 0, "–"),
        (Measure.RATE, SHOWN, 49, "–"),
        (Measure.RATE, NOBODY, 100_000, "0.00"),
        (Measure.RATE, FEW, 100_000, "–"),
        (Measure.PEOPLE, SHOWN, None, "50"),
        (Measure.PEOPLE, NOBODY, None, "0"),
        (Measure.PEOPLE, FEW, None, "–"),
    ],
)
def test_a_tile_has_a_figure_only_where_it_is_known_and_may_be_shown(
    measure: Measure, row: RegionRow, population: int | None, shown: str
) -> None:
    assert written(measure, figure(measure, row, place(population))) == shown


def test_a_place_without_anybody_is_told_apart_from_one_with_few(
    projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tiles, "tiles_of", lambda _region: (Tile("4401", 1, 0), Tile("4403", 3, 0)))
    what = Asked("first", "44", "zh-hans", "")
    nobody = RegionRow(id="44/4403", name="深圳市", ranked=False, people=0)
    found = cartogram(what, Measure.SCORE, [FEW, nobody])
    assert [one.empty for one in found["hexagons"]] == [False, True]
    told = cartogram(what, Measure.PEOPLE, [FEW, nobody])
    assert [(one.empty, one.figure) for one in told["hexagons"]] == [(False, "–"), (False, "0")]


@pytest.mark.parametrize("measure", list(Measure))
def test_what_has_no_figure_has_no_shade_and_is_in_no_legend(
    projector: Projector,
    monkeypatch: pytest.MonkeyPatch,
    measure: Measure,
) -> None:
    monkeypatch.setattr(tiles, "tiles_of", lambda _region: (Tile("4401", 1, 0), Tile("4403", 3, 0)))
    what = Asked("first", "44", "zh-hans", "")
    rows = [
        RegionRow(id="44/4401", name="广州市", ranked=False, few=True),
        RegionRow(id="44/4403", name="深圳市", ranked=True, people=40, score_x100=5_000),
    ]
    found = cartogram(what, measure, rows)
    few, known = found["hexagons"]
    assert (few.figure, few.shade) == ("–", None)
    if measure is Measure.RATE:  # no census knows the places of these tests
        assert (known.figure, known.shade, found["legend"]) == ("–", None, [])
    else:
        assert known.shade == 0
        assert len(found["legend"]) == 1


def test_an_unknown_measure_is_no_page(client: Client, projector: Projector) -> None:
    assert client.get("/boards/GD26/?tab=regions&map=rate").status_code == 200
    assert client.get("/boards/GD26/?tab=regions&map=money").status_code == 404

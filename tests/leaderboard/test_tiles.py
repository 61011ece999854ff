"""The honeycomb is Guangdong: its cities, all of them, each where it lies."""

import csv
from itertools import combinations, permutations

import pytest

from leaderboard.public.cartogram import WIDEST, room
from quiz.tiles import TILES, Tile, tiles_of
from tests.servers import ROOT

# Seats of the city governments, in hundredths of a degree: east, north.
SEATS = {
    "440100": (11326, 2313),
    "440200": (11360, 2481),
    "440300": (11406, 2254),
    "440400": (11358, 2227),
    "440500": (11668, 2335),
    "440600": (11312, 2302),
    "440700": (11308, 2258),
    "440800": (11036, 2127),
    "440900": (11093, 2166),
    "441200": (11247, 2305),
    "441300": (11442, 2311),
    "441400": (11612, 2429),
    "441500": (11537, 2278),
    "441600": (11470, 2374),
    "441700": (11198, 2186),
    "441800": (11306, 2368),
    "441900": (11375, 2302),
    "442000": (11339, 2252),
    "445100": (11662, 2366),
    "445200": (11637, 2355),
    "445300": (11204, 2292),
}
# Cities that share a long border and must touch on the honeycomb too.
NEIGHBOURS = [
    *(("440200", "441800"), ("440200", "441600"), ("441600", "441400"), ("441400", "445100")),
    *(("445100", "440500"), ("445100", "445200"), ("445200", "440500"), ("445200", "441400")),
    *(("445200", "441500"), ("441500", "441300"), ("441300", "441600"), ("441300", "441900")),
    *(("441300", "440100"), ("440100", "441800"), ("440100", "440600"), ("440100", "441900")),
    *(("441900", "440300"), ("440600", "441200"), ("440600", "440700"), ("440600", "442000")),
    *(("441200", "441800"), ("441200", "445300"), ("445300", "440900"), ("445300", "440700")),
    *(("440700", "442000"), ("440700", "440400"), ("440700", "441700"), ("442000", "440400")),
    *(("441700", "440900"), ("440900", "440800")),
]


def cities() -> set[str]:
    with (ROOT / "quiz" / "data" / "regions.csv").open(encoding="utf-8") as rows:
        found = csv.DictReader(rows)
        return {
            row["region_code"]
            for row in found
            if row["level"] == "city" and row["parent_code"] == "440000"
        }


def touch(one: Tile, other: Tile) -> bool:
    across, down = abs(one.across - other.across), abs(one.down - other.down)
    return (across, down) in {(2, 0), (1, 1)}


def test_the_honeycomb_has_each_of_the_21_cities_once() -> None:
    codes = [tile.code for tile in TILES]
    assert len(codes) == 21
    assert set(codes) == cities()


def test_no_two_tiles_overlap() -> None:
    for one, other in combinations(TILES, 2):
        across, down = abs(one.across - other.across), abs(one.down - other.down)
        assert down >= 1 or across >= 2, (one, other)


def test_all_tiles_lie_on_one_honeycomb() -> None:
    assert {(tile.across + tile.down) % 2 for tile in TILES} == {0}


def test_cities_that_share_a_long_border_touch() -> None:
    at = {tile.code: tile for tile in TILES}
    apart = [pair for pair in NEIGHBOURS if not touch(at[pair[0]], at[pair[1]])]
    assert apart == []


def test_a_city_clearly_east_or_north_of_another_is_so_on_the_honeycomb() -> None:
    wrong = [
        (one.code, other.code)
        for one, other in permutations(TILES, 2)
        if (SEATS[one.code][0] > SEATS[other.code][0] + 65 and one.across < other.across)
        or (SEATS[one.code][1] > SEATS[other.code][1] + 65 and one.down > other.down)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "units"), [("Guangzhou", WIDEST), ("Jieyang", 79), ("Yunfu", 55), ("广州", None)]
)
def test_a_long_name_is_written_no_wider_than_its_hexagon(name: str, units: int | None) -> None:
    assert room(name) == units


def test_other_regions_have_no_honeycomb() -> None:
    assert tiles_of("440100") == ()
    assert tiles_of("440000") == TILES

"""The map on a bulletin: of the whole province its cities' figures, of a part where it lies."""

from typing import Any, NamedTuple

from leaderboard.bulletin.facts import Source
from leaderboard.catalogue import Place
from leaderboard.public import names
from leaderboard.rules.figures import WEEK
from leaderboard.rules.shades import shade_of, shades
from quiz import tiles


class Hexagon(NamedTuple):
    """`people` of the week, as it may be shown; `shade` None = no figure, or nobody."""

    x: int
    y: int
    name: str
    mine: bool
    people: str
    shade: int | None


def told(of: Source, place: Place, monday: int) -> dict[str, Any]:
    """The honeycomb and the legend of its shades; no hexagons where none was drawn. A part's own
    bulletin tells nothing of its neighbours: its city is marked there and that is all."""
    root, _slash, below = place.path.partition("/")
    cities = [(tile, of.places.at(tile.code)) for tile in tiles.tiles_of(root)]
    counts = {} if below else {at.path: _people(of, at, monday) for _tile, at in cities if at}
    found = shades([count for count in counts.values() if count])
    return {
        "shaded": not below,
        "legend": [(n, one.low, one.high) for n, one in enumerate(found)],
        "tiles": [
            Hexagon(
                tile.x,
                tile.y,
                names.short(at) if at else "",
                tile.code == below.partition("/")[0],
                _words(counts, at),
                shade_of(many, found) if at and (many := counts.get(at.path)) else None,
            )
            for tile, at in cities
        ],
    }


def _people(of: Source, at: Place, monday: int) -> int | None:
    figures = of.figures(at.path, "", WEEK, monday)
    return figures.people if figures else None


def _words(counts: dict[str, int | None], at: Place | None) -> str:
    """A star for what is not shown; "" on a map without figures."""
    if at is None or at.path not in counts:
        return ""
    many = counts[at.path]
    return "*" if many is None else f"{many:,}"

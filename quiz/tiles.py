"""Guangdong as a honeycomb: each city one hexagon, in its true place relative to the others.

Points of the hexagons are up. `across` counts half hexagons from the west, `down` counts rows from
the north, so neighbours in a row are 2 apart and a row starts half a hexagon beside the last.
Drawn from the cities' positions and shared borders; no boundary map was used.
"""

from typing import Final, NamedTuple

PROVINCE: Final = "440000"
# In the units of the drawing: half a hexagon's width, and from one row to the next.
HALF: Final = 52
ROW: Final = 90


class Tile(NamedTuple):
    code: str
    across: int
    down: int

    @property
    def x(self) -> int:
        return self.across * HALF

    @property
    def y(self) -> int:
        return self.down * ROW


TILES: Final = (
    Tile("440200", 8, 0),  # Shaoguan
    Tile("441800", 7, 1),  # Qingyuan
    Tile("441600", 9, 1),  # Heyuan
    Tile("441400", 11, 1),  # Meizhou
    Tile("445100", 13, 1),  # Chaozhou
    Tile("441200", 6, 2),  # Zhaoqing
    Tile("440100", 8, 2),  # Guangzhou
    Tile("441300", 10, 2),  # Huizhou
    Tile("445200", 12, 2),  # Jieyang
    Tile("440500", 14, 2),  # Shantou
    Tile("445300", 5, 3),  # Yunfu
    Tile("440600", 7, 3),  # Foshan
    Tile("441900", 9, 3),  # Dongguan
    Tile("441500", 11, 3),  # Shanwei
    Tile("440900", 4, 4),  # Maoming
    Tile("440700", 6, 4),  # Jiangmen
    Tile("442000", 8, 4),  # Zhongshan
    Tile("440300", 10, 4),  # Shenzhen
    Tile("440800", 3, 5),  # Zhanjiang
    Tile("441700", 5, 5),  # Yangjiang
    Tile("440400", 7, 5),  # Zhuhai
)


def tiles_of(region: str) -> tuple[Tile, ...]:
    """The tiles of the region with this code; none for a region that has no honeycomb."""
    return TILES if region == PROVINCE else ()

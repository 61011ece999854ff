"""The starter bank's pictures, drawn by `manage.py draw_pictures`; nothing else needs this.

Files in questionbank/data/questions/pictures are what is loaded: a picture's content is part of its
question, and another version of a drawing library must not make the questions new ones. Signs on
pictures are letters and digits only, so that they serve every language.
"""

from collections.abc import Callable

from questionbank.drawings import charts, earth, life, machines, waves
from questionbank.drawings.pen import Pen

PICTURES: dict[str, Callable[[Pen], None]] = {
    **charts.PICTURES,
    **earth.PICTURES,
    **life.PICTURES,
    **machines.PICTURES,
    **waves.PICTURES,
}
# Pictures of options are smaller; the others are 960 x 640.
SMALL = frozenset(waves.PICTURES)


def drawn(name: str) -> bytes:
    """The picture of that name as a WebP file. Raises KeyError for one we do not draw."""
    pen = Pen(480, 300) if name in SMALL else Pen(960, 640)
    PICTURES[name](pen)
    return pen.webp()

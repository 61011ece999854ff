"""The colours and letters that all our pictures share; words on them reach at least 4.5 : 1."""

from typing import Final

from leaderboard.pictures.canvas import Ink

PAPER: Final = "#fbfaf5"
CARD: Final = "#ffffff"
DARK: Final = "#14262b"
SOFT: Final = "#4a6066"
TEAL: Final = "#0b6b78"
PALE: Final = "#dff0f1"
GOLD: Final = "#8a6414"
WARM: Final = "#b4440f"
# From few to many: a region's shade; the words beside it say the number.
SHADES: Final = ("#dff0f1", "#b5dbdf", "#7fbec6", "#4499a4", "#0b6b78")

TITLE: Final = Ink("serif", 108, TEAL)
NAME: Final = Ink("serif", 120, DARK)
LINE: Final = Ink("serif", 46, DARK)
HEAD: Final = Ink("sans", 40, SOFT)
ISSUER: Final = Ink("sans", 30, DARK)
SMALL: Final = Ink("sans", 28, SOFT)

"""The same as a table for a spreadsheet: the address of it."""

from django.urls import reverse

from leaderboard.catalogue import RankedRound
from leaderboard.rules.scopes import BoardId


def csv_link(ranked: RankedRound, wanted: BoardId) -> str:
    address = reverse(f"api-board-{wanted.kind}", args=[ranked.code])
    cohort = f"&cohort={wanted.scope.cohort}" if wanted.scope.cohort else ""
    size = "&size=1000" if wanted.kind == "persons" else ""
    return f"{address}?region={wanted.scope.path}{cohort}{size}&format=csv"

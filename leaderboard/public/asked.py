"""What a public page is asked for: a contest, one of its rounds, a region, and a language.

Everything in it is one of ours, so that answers can be kept by it: what a stranger may write freely
(the page's number apart) never becomes part of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.http import Http404, HttpRequest
from django.utils.translation import get_language

from leaderboard import projector as projectors
from leaderboard.catalogue import Catalogue, Place, RankedRound
from leaderboard.projector import Projector
from leaderboard.rules import scopes
from leaderboard.rules.scopes import BoardId, Scope
from leaderboard.screen import shown_round
from quiz import clock

TABS: Final = ("persons", "regions")
LAST_PAGE: Final = 999_999


@dataclass(frozen=True, slots=True)
class Asked:
    """`base` is the address of this site as the reader wrote it, for what is shared."""

    round: str
    path: str
    lang: str
    base: str

    @property
    def known(self) -> Catalogue:
        return reader().catalogue

    @property
    def ranked(self) -> RankedRound:
        return self.known.codes[self.round]

    @property
    def place(self) -> Place:
        return self.known.places[self.path]

    def board(self, kind: str, cohort: str = "") -> BoardId:
        return BoardId(self.round, kind, Scope(self.path, cohort))


def reader() -> Projector:
    """The reader of the journal of this process."""
    return projectors.projector


def asked(request: HttpRequest, contest: str, region: str = "") -> Asked:
    """What the address asks for, `region` by code or by path with "-"; 404 for what is not there.

    Without `?round=` the round of the moment.
    """
    reader().settle(clock.now())
    known = reader().catalogue
    ranked = _round(known, contest, request.GET.get("round", ""))
    place = known.at(region.replace("-", "/") or ranked.root) if ranked else None
    if ranked is None or place is None or scopes.level(place.path, ranked.root) is None:
        raise Http404
    base = f"{request.scheme}://{request.get_host()}"
    return Asked(ranked.code, place.path, get_language() or "zh-hans", base)


def _round(known: Catalogue, contest: str, code: str) -> RankedRound | None:
    if not code:
        return shown_round(known, contest, clock.now())
    ranked = known.codes.get(code)
    return ranked if ranked is not None and ranked.contest == contest else None


def tab_of(query: Mapping[str, str]) -> str:
    """Persons or regions; 404 for another word."""
    tab = query.get("tab", TABS[0])
    if tab not in TABS:
        raise Http404
    return tab


def cohort_of(known: Catalogue, query: Mapping[str, str]) -> str:
    """A cohort's code, "" for everybody; 404 for an unknown one."""
    cohort = query.get("cohort", "")
    if cohort and cohort not in known.cohorts:
        raise Http404
    return cohort


def page_of(query: Mapping[str, str]) -> int:
    """The page's number, from 1; anything that is none is 1."""
    text = query.get("page", "1")
    plain = text.isascii() and text.isdecimal() and len(text) <= 6
    return min(max(int(text), 1), LAST_PAGE) if plain else 1

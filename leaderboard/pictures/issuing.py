"""Handing certificates out, and telling whether one still says the truth."""

import secrets
from dataclasses import dataclass

from leaderboard.catalogue import RankedRound
from leaderboard.models.certificates import Certificate
from leaderboard.pictures import fonts
from leaderboard.pictures.all_in import all_in
from leaderboard.projector import Projector
from leaderboard.rules import certificates
from leaderboard.rules.scopes import Scope
from leaderboard.store import Entry
from quiz.models import Contestant
from quiz.rules.units import Millis


class Unissued(Exception):
    """No certificate now. `code`: not_over (the round goes on), frozen (its results are being
    checked before they are published), counting (the last papers are not closed and counted yet),
    no_result (nothing of theirs counts), no_glyph (`signs` of the name cannot be drawn)."""

    def __init__(self, code: str, signs: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.signs = signs


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands among `people` in the whole contest."""

    entry: Entry
    people: int


def over(ranked: RankedRound, now: Millis) -> bool:
    """Whether the round has ended: only then are its certificates given."""
    return ranked.closes_at is not None and now >= ranked.closes_at


def counted(projector: Projector, ranked: RankedRound, now: Millis) -> bool:
    """Whether every paper of a round that is over is closed and on its boards: what a certificate
    says of a rank stays as it is."""
    since = all_in.since(ranked, now)
    return since is not None and projector.as_of >= since and not projector.late(now)


def issue(projector: Projector, ranked: RankedRound, who: Contestant, now: Millis) -> Certificate:
    """The contestant's certificate of a round, made when it is asked for first.

    Raises Unissued, and StoreAway while there are no boards.
    """
    if not over(ranked, now):
        raise Unissued("not_over")
    if ranked.id in projector.catalogue.freezes:
        raise Unissued("frozen")
    held = Certificate.objects.filter(round_id=ranked.id, contestant=who)
    if not held.exists() and not counted(projector, ranked, now):
        raise Unissued("counting")
    found = standing(projector, ranked, who.pk)
    if found is None:
        raise Unissued("no_result")
    if lacking := fonts.missing("serif", who.nickname):
        raise Unissued("no_glyph", "".join(lacking))
    made, _new = Certificate.objects.get_or_create(
        round_id=ranked.id, contestant=who, defaults=_values(found, now)
    )
    return made


def _values(found: Standing, now: Millis) -> dict[str, object]:
    of = found.entry.standing
    return {
        "code": certificates.code(secrets.token_bytes(10)),
        "score": of.score,
        "took_ms": of.took_ms,
        "rank": found.entry.rank,
        "people": found.people,
        "issued_at": now,
    }


def standing(projector: Projector, ranked: RankedRound, contestant: int) -> Standing | None:
    """Where the contestant stands now; None when no result of theirs counts. Raises StoreAway."""
    page = projector.store(ranked).around(Scope(ranked.root), contestant, reach=0)
    return Standing(page.rows[0], page.totals.people) if page.rows else None


def find(typed: str) -> Certificate | None:
    """The certificate of a code, however it was typed."""
    code = certificates.read(typed)
    rows = Certificate.objects.select_related("round__contest", "contestant__region")
    return rows.filter(code=code).first() if code else None

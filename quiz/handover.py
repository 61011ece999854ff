"""Going on with another phone: a link that works once and for a few minutes.

A ticket names a contestant and the token that was good when it was made; nothing is stored. Whoever
redeems it brings a new token of their own, which takes the place of the old one: that ends the
ticket, and the old phone, whose lines quiz/departures.py closes. A redeeming whose answer got lost
is repeated with the same new token.
"""

import segno
from django.core import signing
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from quiz.models import Attempt, Contestant, Entry, EntryKind, Handover, Sitting
from quiz.people import hashed
from quiz.refusals import Refused
from quiz.rules.units import Millis

# Long enough to find the other phone and open its camera.
GOOD_FOR_S = 300
_SALT = "move"
# So much of a hash tells one token from another, and tells nobody the hash.
_MARK = 16


def ticket(who: Contestant) -> str:
    """A ticket for the other phone."""
    return signing.dumps([who.pk, _mark(who.token_hash)], salt=_SALT)


def page(who: Contestant, sitting: str) -> str:
    """The page on which the other phone goes on: a hall's by its code, else the contest's. Raises
    Refused `no_such_sitting` when that contest has no such hall."""
    if not sitting:
        return reverse("phone-move", args=[who.contest.code])
    if not Sitting.objects.filter(code=sitting, round__contest=who.contest_id).exists():
        raise Refused("no_such_sitting", "sitting")
    return reverse("hall-phone", args=[sitting])


def redeem(ticket: str, token: str, now: Millis) -> Contestant:
    """The contestant of a ticket, from now on known by `token` only. Raises Refused `bad_ticket`
    for a ticket that is too old, was used, or is none; `bad_field` for somebody else's token."""
    try:
        pk, mark = signing.loads(ticket, salt=_SALT, max_age=GOOD_FOR_S)
    except signing.BadSignature:
        raise Refused("bad_ticket", "ticket") from None
    who = Contestant.objects.select_related("contest").filter(pk=pk, erased_at=None).first()
    try:
        if who is None or not _take(who, mark, hashed(token), now):
            raise Refused("bad_ticket", "ticket")
    except IntegrityError:
        raise Refused("bad_field", "token") from None
    return who


def _take(who: Contestant, mark: str, new: str, now: Millis) -> bool:
    """Whether the token is the new one now; of two phones at once one wins."""
    old = who.token_hash or ""
    if old == new:
        return True
    same = Contestant.objects.filter(pk=who.pk, token_hash=old, erased_at=None)
    if _mark(old) != mark:
        return False
    with transaction.atomic():
        taken = bool(same.update(token_hash=new))
        if taken:
            Handover.objects.create(contestant=who, token_hash=old, left_at=now)
    return taken


def open_round(who: Contestant, now: Millis) -> str | None:
    """The code of the round whose paper somebody is in the middle of, the newest if of several;
    a hall's is not among them: its page is another one."""
    closing = Entry.objects.filter(attempt=OuterRef("pk"), kind=EntryKind.CLOSED)
    mine = Attempt.objects.filter(~Exists(closing), contestant=who, entrant=None)
    running = mine.filter(Q(round__closes_at=None) | Q(round__closes_at__gt=now))
    return running.order_by("-opened_at").values_list("round__code", flat=True).first()


def _mark(token_hash: str | None) -> str:
    return hashed(token_hash or "")[:_MARK]


def drawn(address: str) -> dict[str, object]:
    """The address as a QR code for a page that draws it itself: size, and the d of an SVG path."""
    rows = list(segno.make(address, error="l", micro=False).matrix_iter(border=2))
    runs = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"size": len(rows), "path": "".join(runs)}

"""Winners leave a contact, encrypted; organisers read it with a record; it goes by its date."""

from cryptography.fernet import InvalidToken
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from leaderboard.boxes import box
from leaderboard.models.raffles import Claim, ClaimRead, Raffle, Win
from leaderboard.raffle.holding import CannotHold
from leaderboard.rules import raffle as rules
from quiz.models import Contestant
from quiz.rules.units import Millis

LEAST, MOST = 5, 120
PURPOSE = "contacts of winners"


def win_of(row: Raffle, who: Contestant) -> Win | None:
    """What somebody won or is reserve for."""
    found = Win.objects.filter(raffle=row, ticket__contestant=who)
    return found.select_related("claim", "stands_in").first()


def claim(row: Raffle, who: Contestant, contact: str, now: Millis) -> Claim:
    """Leave, or mend, how one is reached. Raises CannotHold: no_prize, too_late, bad_field."""
    words = " ".join(contact.split())
    if not LEAST <= len(words) <= MOST or not words.isprintable():
        raise CannotHold("bad_field", ["contact"])
    values = {"contact": box(PURPOSE).encrypt(words.encode()), "claimed_at": now}
    with transaction.atomic():
        _lock(row)
        made, _new = Claim.objects.update_or_create(win=_due(row, who, now), defaults=values)
    return made


def _lock(row: Raffle) -> None:
    """Until the transaction ends nobody else claims or steps up: a prize has one owner."""
    Raffle.objects.select_for_update().get(pk=row.pk)


def _due(row: Raffle, who: Contestant, now: Millis) -> Win:
    """What somebody may claim now; not what went to a reserve, however the clocks of two requests
    stand to each other."""
    win = win_of(row, who)
    if win is None or not win.prize:
        raise CannotHold("no_prize")
    if hasattr(win, "stands_in") or now > (win.claim_by or 0) or now >= row.delete_at:
        raise CannotHold("too_late")
    return win


def read(kept: Claim, by: User, now: Millis) -> str:
    """The contact in plain words, "" once deleted, by its date or with all of its owner's data;
    leaves a line about who read it.

    Raises CannotHold lost_key when the key that closed it is not among ours any more.
    """
    ClaimRead.objects.create(claim=kept, who=by.get_username(), at=now)
    if kept.contact is None or kept.win.ticket.contestant.erased_at is not None:
        return ""
    try:
        return box(PURPOSE).decrypt(bytes(kept.contact)).decode()
    except InvalidToken:
        raise CannotHold("lost_key") from None


def step_up(row: Raffle, now: Millis) -> int:
    """Give what was given up to the reserves in their order; how many stepped up.

    They have as many days to claim as the winners had, or what is left before contacts are deleted.
    Raises CannotHold no_time: that is less than a day.
    """
    if now > last_step(row):
        raise CannotHold("no_time")
    with transaction.atomic():
        _lock(row)
        wins = Win.objects.filter(raffle=row).order_by("place")
        lapsed = wins.filter(_given_up(now), stands_in=None).exclude(prize="")
        waiting = wins.filter(prize="", ticket__contestant__erased_at=None)
        pairs = list(zip(lapsed, waiting, strict=False))
        for gone, reserve in pairs:
            reserve.prize, reserve.instead_of = gone.prize, gone
            reserve.claim_by = rules.claim_until(now, row.claim_days, row.delete_at)
            reserve.save(update_fields=["prize", "instead_of", "claim_by"])
    return len(pairs)


def last_step(row: Raffle) -> Millis:
    """Until when reserves step up."""
    return Millis(rules.last_step(row.delete_at))


def _given_up(now: Millis) -> Q:
    """The wins that were not claimed in time, and those whose owners had their data deleted before
    anybody read how to reach them: what was read may have been handed over."""
    erased = "ticket__contestant__erased_at"
    reads = ClaimRead.objects.filter(claim__win=OuterRef("pk"), at__lt=OuterRef(erased))
    gone = Q(~Exists(reads), **{f"{erased}__isnull": False})
    return Q(claim=None, claim_by__lt=now) | gone


def forget(now: Millis) -> int:
    """Delete the contacts of all raffles whose date has come, and of who had their data deleted;
    how many."""
    due = Q(win__raffle__delete_at__lte=now) | Q(win__ticket__contestant__erased_at__isnull=False)
    held = Claim.objects.filter(due, contact__isnull=False)
    return held.update(contact=None, deleted_at=now)

"""Acts from their first click to their undoing; large ones go on in a process of its own.

An act is one transaction, so nobody sees half of it, and one that was broken off is begun again.
"""

import time
from collections.abc import Sequence
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from questionbank import errands, grants
from questionbank.bulk import making
from questionbank.bulk.asked import Said, asked
from questionbank.bulk.changes import Change
from questionbank.bulk.plans import Plan, Progress
from questionbank.messages import Refused
from questionbank.models import Act, ActItem, Errand, Question

# Up to so many are done while the editor waits: well under a second.
AT_ONCE: Final = 500
MOST_QUERY: Final = 500
MAKE, UNDO = "bulk_make", "bulk_undo"
# What an act is that a process should be at, when there is none.
BROKEN_OFF: Final = {"running": "failed", "undoing": "done"}
# How often a process says how far it is.
TELL_S: Final = 0.5


def begin(
    change: Change, said: Said, pks: Sequence[int], *, by: User, query: str, seen: str
) -> Act:
    """The act, made when there are few questions, else under way. Sent twice it is made once.

    Raises making.Moved when what would change is not what was `seen`; nothing is kept then.
    """
    if made := _begun(by, seen):
        return made
    what = said | {"seen": seen, "state": "running", "total": len(pks)}
    act = Act(what=what, query=query[:MOST_QUERY], by=by)
    with transaction.atomic():
        act.save()
        if len(pks) > AT_ONCE:
            errands.put(MAKE, act.pk, by=by, said={"pks": list(pks)})
        else:
            making.make(act, change, pks, seen=seen)
    return act


def _begun(by: User, seen: str) -> Act | None:
    """The act that says so already; one that was broken off for good is made anew."""
    mine = Act.objects.filter(by=by, undone_at=None, what__seen=seen)
    made = mine.filter(what__state__in=["running", "done"]).last()
    return made if made and stand(made)[0] in ("running", "done") else None


def take_back(act: Act, *, by: User) -> None:
    """Undo the act, or as much of it as is still as it left it. Again it does nothing.

    Large ones are under way when this returns. Raises Refused when what it named is gone.
    """
    change, _said = asked(act.what)
    with transaction.atomic():
        if not _claimed(act):
            return
        if act.count > AT_ONCE:
            errands.put(UNDO, act.pk, by=by)
        else:
            _undo(act, change, by)


def _claimed(act: Act) -> bool:
    """Whether the act is ours to undo: of two clicks one wins."""
    act.what |= {"state": "undoing"}
    states = ["done"] if errands.there(act.pk, UNDO) else ["done", "undoing"]
    waiting = Act.objects.filter(pk=act.pk, undone_at=None, what__state__in=states)
    return bool(waiting.update(what=act.what))


def stand(act: Act) -> tuple[str, int | None]:
    """The state of the act, and how many questions are worked out while a process is at it."""
    state = str(act.what.get("state", ""))
    if state not in BROKEN_OFF:
        return state, None
    if errand := errands.there(act.pk, MAKE, UNDO):
        return state, errand.done
    act.refresh_from_db()  # it was done a moment ago, or broken off
    state = str(act.what.get("state", ""))
    return BROKEN_OFF.get(state, state), None


def visible(user: User) -> QuerySet[Act]:
    """The acts that the user made, and those on questions of the user's own banks."""
    own = grants.reach_of(user, "comment")
    items = ActItem.objects.filter(act=OuterRef("pk"), question__in=_questions(own))
    return Act.objects.filter(Q(by=user) | Exists(items)).select_related("by")


def _questions(own: Q) -> QuerySet[Question, int]:
    return Question.objects.filter(own).values("pk")  # type: ignore[return-value]


def do_make(errand: Errand) -> None:
    """The process's part of `begin`."""
    act = _waiting(errand, "running")
    if act is None:
        return
    try:
        change, _said = asked(act.what)
        pks, seen = errand.said["pks"], act.what["seen"]
        making.make(act, change, pks, seen=seen, progress=_telling(errand))
    except (making.Moved, Refused):
        _say(act, "moved", was="running")


def do_undo(errand: Errand) -> None:
    """The process's part of `take_back`."""
    act = _waiting(errand, "undoing")
    if act is None:
        return
    try:
        change, _said = asked(act.what)
        _undo(act, change, errand.by, _telling(errand))
    except Refused:  # what it named is gone meanwhile
        _say(act, "done", was="undoing")


def give_up(errand: Errand) -> None:
    """Nothing was changed; that is all there is to say."""
    if act := Act.objects.filter(pk=errand.on).first():
        was = "running" if errand.what == MAKE else "undoing"
        _say(act, BROKEN_OFF[was], was=was)


def _waiting(errand: Errand, state: str) -> Act | None:
    """The act, unless all was done when its process was ended."""
    acts = Act.objects.select_related("by")
    return acts.filter(pk=errand.on, what__state=state).first()


def _undo(act: Act, change: Change, by: User, progress: Progress = making.silent) -> None:
    making.undo(act, change, by=by, progress=progress, kept=lambda plan: _keep(act, plan))


def _keep(act: Act, plan: Plan) -> bool:
    """In the transaction that undoes the act; False when another process has undone it."""
    back = bool(plan.todo or not plan.refused)
    act.what |= {"undone": plan.todo, "left": plan.refused, "left_missing": plan.missing}
    at = {"undone_at": Now()} if back else {}
    return _say(act, "undone" if back else "done", was="undoing", **at)


def _say(act: Act, state: str, *, was: str, **more: Any) -> bool:
    """Say the act's new state; not when it is `was` no more, since another process ended it."""
    act.what |= {"state": state}
    waits = Act.objects.filter(pk=act.pk, what__state=was)
    return bool(waits.update(what=act.what, **more))


def _telling(errand: Errand) -> Progress:
    last = time.monotonic()

    def tell(many: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_S:
            last = time.monotonic()
            errands.tell(errand, many)

    return tell

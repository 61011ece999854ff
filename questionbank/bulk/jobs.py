"""Acts from their first click to their undoing; large ones go on in a thread of their own.

An act is one transaction, so nobody sees half of it, on either database. How far it is can
therefore only be told by the process that works on it; another one says that it goes on.
"""

import logging
from collections.abc import Callable, Sequence
from threading import Lock, Thread

from django.contrib.auth.models import User
from django.db import connections, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Now

from questionbank import grants
from questionbank.bulk import making
from questionbank.bulk.asked import Said, asked
from questionbank.bulk.changes import Change
from questionbank.models import Act, ActItem, Question

# Up to so many are done while the editor waits: well under a second.
AT_ONCE = 500
MOST_QUERY = 500
log = logging.getLogger(__name__)
_done: dict[int, int] = {}
_threads: dict[int, Thread] = {}
_lock = Lock()


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
    if len(pks) > AT_ONCE:
        act.save()
        _in_a_thread(act, lambda: _make(act, change, pks), otherwise="failed")
        return act
    with transaction.atomic():
        act.save()
        _make(act, change, pks)
    return act


def _begun(by: User, seen: str) -> Act | None:
    mine = Act.objects.filter(by=by, undone_at=None, what__seen=seen)
    return mine.filter(what__state__in=["running", "done"]).last()


def take_back(act: Act, *, by: User) -> None:
    """Undo the act, or as much of it as is still as it left it. Again it does nothing.

    Large ones are under way when this returns. Raises Refused when what it named is gone.
    """
    change, _said = asked(act.what)
    if act.count > AT_ONCE:
        if _claimed(act):
            _in_a_thread(act, lambda: _undo(act, change, by), otherwise="done")
        return
    with transaction.atomic():
        if _claimed(act):
            _undo(act, change, by)


def _claimed(act: Act) -> bool:
    """Whether the act is ours to undo: of two clicks one wins."""
    act.what |= {"state": "undoing"}
    waiting = Act.objects.filter(pk=act.pk, undone_at=None, what__state="done")
    return bool(waiting.update(what=act.what))


def done(act: Act) -> int | None:
    """How many questions are done; None when this process does not work on it."""
    return _done.get(act.pk)


def wait(act: Act) -> None:
    """Return when this process does not work on the act any more."""
    thread = _threads.get(act.pk)
    if thread:
        thread.join()


def visible(user: User) -> QuerySet[Act]:
    """The acts that the user made, and those on questions of the user's own banks."""
    own = grants.reach_of(user, "comment")
    items = ActItem.objects.filter(act=OuterRef("pk"), question__in=_questions(own))
    return Act.objects.filter(Q(by=user) | Exists(items)).select_related("by")


def _questions(own: Q) -> QuerySet[Question, int]:
    return Question.objects.filter(own).values("pk")  # type: ignore[return-value]


def _make(act: Act, change: Change, pks: Sequence[int]) -> None:
    seen = act.what["seen"]
    making.make(act, change, pks, seen=seen, progress=lambda many: _tell(act, many))
    _state(act, "done")


def _undo(act: Act, change: Change, by: User) -> None:
    plan = making.undo(act, change, by=by, progress=lambda many: _tell(act, many))
    act.what |= {"undone": plan.todo, "left": plan.refused}
    if plan.todo or not plan.refused:
        Act.objects.filter(pk=act.pk).update(undone_at=Now())
        _state(act, "undone")
    else:
        _state(act, "done")


def _state(act: Act, state: str) -> None:
    act.what |= {"state": state}
    Act.objects.filter(pk=act.pk).update(what=act.what)


def _tell(act: Act, many: int) -> None:
    with _lock:
        if act.pk in _threads:
            _done[act.pk] = many


def _in_a_thread(act: Act, work: Callable[[], None], *, otherwise: str) -> None:
    """Do the work beside the requests; when it fails nothing is changed but the act's state."""

    def run() -> None:
        try:
            work()
        except making.Moved:
            _state(act, "moved")
        except Exception:
            log.exception("bulk act %s failed", act.pk)
            _state(act, otherwise)
        finally:
            connections.close_all()
            with _lock:
                _done.pop(act.pk, None)
                _threads.pop(act.pk, None)

    thread = Thread(target=run, name=f"bulk-{act.pk}")
    with _lock:
        _threads[act.pk], _done[act.pk] = thread, 0
    thread.start()

"""The queue of errands: put in by requests, called for by servers, taken by processes beside them.

Several processes may look at once; each errand is given to one. A process that dies leaves a beat
that grows old, and then its errand is given to another: whatever does errands can do one twice.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from django.contrib.auth.models import User
from django.db.models import F, Q, QuerySet
from django.utils.translation import get_language

from questionbank.models import Errand

# Whoever does an errand says every BEAT_S that it lives, whatever takes long.
BEAT_S: Final = 3.0
DEAD_MS: Final = 15_000
# An errand that killed or failed so many processes is given up.
MOST_TRIES: Final = 3
# What another release put in waits for a process of that one. An upgrade is through all servers in
# an hour; one that was taken back may come again the next day.
STRANGE_MS: Final = 86_400_000


def put(what: str, on: int, *, by: User, said: Mapping[str, Any] | None = None) -> Errand:
    """One more errand, in the language of this request."""
    language = get_language() or ""
    return Errand.objects.create(what=what, on=on, said=said or {}, by=by, language=language)


def there(on: int, *what: str) -> Errand | None:
    """The errand about that row that is not done yet, if any."""
    return Errand.objects.filter(on=on, what__in=what).last()


def call(now: int, known: Collection[str]) -> bool:
    """Whether an errand of the `known` kinds waits for a process, which is to be started now;
    nobody else is told of the same one, unless that process does not come. `now` is in milliseconds
    since 1970."""
    called = Q(state=Errand.State.CALLED, beat_at__range=_lately(now))
    first = _free(now).filter(what__in=known).exclude(called).first()
    return first is not None and _moved(first, state=Errand.State.CALLED, beat_at=now)


def take(now: int, known: Collection[str]) -> Errand | None:
    """An errand of the `known` kinds to be done by this process, None when there is none."""
    new = {"state": Errand.State.TAKEN, "beat_at": now, "done": 0, "tries": F("tries") + 1}
    for one in _free(now).filter(what__in=known):
        if _moved(one, **new):
            return Errand.objects.select_related("by").get(pk=one.pk)
    return None


def forget_strange(now: int, known: Collection[str]) -> Iterator[Errand]:
    """Take out, one by one, what nobody who knows its kind came for in STRANGE_MS."""
    for one in _free(now).exclude(what__in=known):
        if not one.beat_at:  # nobody was ever at it: the time counts from now
            _moved(one, beat_at=now)
        elif now - one.beat_at > STRANGE_MS and _as_read(one).delete()[0]:
            yield one


def _free(now: int) -> QuerySet[Errand]:
    return Errand.objects.exclude(state=Errand.State.TAKEN, beat_at__range=_lately(now))


def _lately(now: int) -> tuple[int, int]:
    """Between which moments the beat of somebody who lives lies: one that was said while a clock
    was far ahead would hold its errand until that hour."""
    return now - DEAD_MS, now + DEAD_MS


def _moved(errand: Errand, **new: Any) -> bool:
    """Whether it is ours: of several processes one wins."""
    return bool(_as_read(errand).update(**new))


def _as_read(errand: Errand) -> QuerySet[Errand]:
    return Errand.objects.filter(pk=errand.pk, state=errand.state, beat_at=errand.beat_at)


def beat(errand: Errand, now: int) -> None:
    """Say that whoever does it lives."""
    Errand.objects.filter(pk=errand.pk).update(beat_at=now)


def tell(errand: Errand, many: int) -> None:
    """Say how far it is."""
    Errand.objects.filter(pk=errand.pk).update(done=many)


def put_back(errand: Errand) -> None:
    """It failed here: whoever comes next may try."""
    _still_ours(errand).update(state=Errand.State.WAITING)


def done(errand: Errand) -> None:
    """It is done, or given up."""
    _still_ours(errand).delete()


def _still_ours(errand: Errand) -> QuerySet[Errand]:
    """Nothing when another process took it, since this one seemed to be dead."""
    return Errand.objects.filter(pk=errand.pk, tries=errand.tries)

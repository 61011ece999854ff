"""Which errands there are, and doing one: what a process beside the server is for."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Final

from django.utils.translation import override

from questionbank import errands, import_work
from questionbank.bulk import jobs
from questionbank.models import Errand

log = logging.getLogger(__name__)
# What says, while an errand is done, that whoever does it lives.
Beating = Callable[[Errand], AbstractContextManager[None]]


@dataclass(frozen=True, slots=True)
class Kind:
    """`do` may be called twice for one errand; `give_up` tells whoever asked that it failed."""

    do: Callable[[Errand], None]
    give_up: Callable[[Errand], None]


KINDS: Final[dict[str, Kind]] = {
    import_work.READ: Kind(import_work.do_read, import_work.give_up),
    import_work.STORE: Kind(import_work.do_store, import_work.give_up),
    import_work.UNDO: Kind(import_work.do_undo, import_work.give_up),
    jobs.MAKE: Kind(jobs.do_make, jobs.give_up),
    jobs.UNDO: Kind(jobs.do_undo, jobs.give_up),
}


def tell(kinds: Mapping[str, Kind]) -> None:
    """There are these, too: of the apps above the bank, told when they start."""
    KINDS.update(kinds)


def _alone(_errand: Errand) -> AbstractContextManager[None]:
    return nullcontext()


def waits(now: int) -> bool:
    """Whether a process is to be started for an errand. Those of a newer release, in the middle of
    an upgrade, are left to its processes, and given up when none comes."""
    for errand in errands.forget_strange(now, KINDS):
        log.error("errand %s of the unknown kind %s was given up", errand, errand.what)
    return errands.call(now, KINDS)


def do_next(now: int, beating: Beating = _alone) -> Errand | None:
    """Do one errand that waits, within `beating`; None when there is none. `now` as in errands.

    What fails is tried again, then given up, as is what ended every process that did it.
    """
    errand = errands.take(now, KINDS)
    if errand is None:
        return None
    kind = KINDS[errand.what]
    verb = kind.do if errand.tries <= errands.MOST_TRIES else kind.give_up
    try:
        with override(errand.language or None), beating(errand):
            verb(errand)
    except Exception:  # one broken errand must not end the others
        log.exception("errand %s was not done", errand)
        errands.put_back(errand)
    else:
        errands.done(errand)
    return errand

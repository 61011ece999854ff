"""What takes long of an import is left to a process of its own: no file costs the server anything.

A small one is done while its editor waits. Everything here may be done twice.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from questionbank import errands, importing
from questionbank.importing import Choice
from questionbank.imports.reading import read_anew, read_on, unread
from questionbank.messages import Refused
from questionbank.models import Batch, Errand

# A file up to so many bytes is read while its sender waits, and up to so many rows are judged,
# stored or taken back: well under a second.
BYTES_AT_ONCE: Final = 48 * 1024
ROWS_AT_ONCE: Final = 500
READ, STORE, UNDO = "import_read", "import_store", "import_undo"
# What a batch says of itself (`about`) while it is worked on.
STORING, UNDOING = "storing", "undoing"
DONE: Final = {STORE: Batch.State.STORED, UNDO: Batch.State.UNDONE}


def read(batch: Batch, *, by: User, size: int) -> None:
    """Read a batch that has been begun, at once if that is quick; `size` = its file's bytes."""
    if size > BYTES_AT_ONCE or not read_on(batch.pk, most=ROWS_AT_ONCE):
        errands.put(READ, batch.pk, by=by)


def store(batch: Batch, *, by: User, choice: Choice, now: datetime) -> bool:
    """Store a batch; False when it goes on in a process of its own. As importing.accept."""
    if batch.total <= ROWS_AT_ONCE or batch.state != Batch.State.PREVIEW:
        importing.accept(batch, by=by, choice=choice, now=now)
        return True
    rows = sorted(choice.rows) if choice.rows is not None else None
    said = {"without": sorted(choice.without), "rows": rows}
    _begin(batch, STORING, STORE, by, said)
    return False


def undo(batch: Batch, *, by: User, now: datetime) -> list[str] | None:
    """Take a batch back; None when it goes on in a process of its own. As importing.undo."""
    if batch.total <= ROWS_AT_ONCE or not importing.undoable(batch, now):
        return importing.undo(batch, by=by, now=now)
    _begin(batch, UNDOING, UNDO, by, {})
    return None


def discard(batch: Batch, *, by: User) -> None:
    """Throw a file away that is not stored, with all that was said of its rows.

    A second time changes nothing. Raises Refused once stored or worked on; NotTheirs.
    """
    importing.check(by, batch.scope)
    with transaction.atomic():
        locked = Batch.objects.select_for_update().filter(pk=batch.pk).first()
        if locked is None:
            return
        if locked.state != Batch.State.PREVIEW or doing(locked):
            raise importing.refused(_("只能删除没有导入的文件"))
        locked.delete()


def doing(batch: Batch) -> str:
    """ "reading", "storing" or "undoing" while a process is at it or will be, else ""."""
    what = _doing(batch)
    if not what or errands.there(batch.pk, READ, STORE, UNDO):
        return what
    batch.refresh_from_db()  # it was done a moment ago, or broken off
    return ""


def _doing(batch: Batch) -> str:
    reading = batch.state == Batch.State.READING
    return Batch.State.READING.value if reading else str(batch.about.get("doing", ""))


def broken_off(batch: Batch) -> bool:
    """Whether reading began and nobody goes on with it."""
    return not doing(batch) and batch.state == Batch.State.READING


def _begin(batch: Batch, doing_what: str, what: str, by: User, said: Mapping[str, Any]) -> None:
    """Have it done by a process; once, however often it is clicked. Raises NotTheirs."""
    importing.check(by, batch.scope)
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if not doing(locked):
            _say(locked, doing_what)
            errands.put(what, batch.pk, by=by, said=said)


def _say(batch: Batch, what: str, why: str = "") -> None:
    Batch.objects.filter(pk=batch.pk).update(about={**batch.about, "doing": what, "why": why})


def _said(errand: Errand, why: str = "") -> None:
    """It is over; `why` = nothing was changed, unless another process has done it meanwhile."""
    with transaction.atomic():
        if batch := Batch.objects.select_for_update().filter(pk=errand.on).first():
            _say(batch, "", "" if batch.state == DONE[errand.what] else why)


def do_read(errand: Errand) -> None:
    """The process's part of `read`."""
    if errand.tries > 1:
        read_anew(errand.on)
    read_on(errand.on)


def do_store(errand: Errand) -> None:
    """The process's part of `store`."""
    rows = errand.said.get("rows")
    choice = Choice(
        frozenset(errand.said.get("without", ())), frozenset(rows) if rows is not None else None
    )
    now = timezone.localtime()
    _tried(errand, lambda batch: importing.accept(batch, by=errand.by, choice=choice, now=now))


def do_undo(errand: Errand) -> None:
    """The process's part of `undo`."""
    now = timezone.localtime()
    _tried(errand, lambda batch: importing.undo(batch, by=errand.by, now=now))


def _tried(errand: Errand, verb: Callable[[Batch], object]) -> None:
    why = ""
    batch = Batch.objects.filter(pk=errand.on).first()
    try:
        if batch:
            verb(batch)
    except Refused as refused:
        why = str(refused)
    _said(errand, why)


def give_up(errand: Errand) -> None:
    """Tell that it could not be done, and that nothing was changed."""
    if errand.what == READ:
        unread(errand.on)
    else:
        _said(errand, _("数据库忙或程序出错，没有改动任何内容，请再试一次"))

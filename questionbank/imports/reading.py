"""Reads an imported file into a batch: step by step, again when its editor says more about it."""

import hashlib
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from questionbank import grants
from questionbank.formats import registry
from questionbank.formats.found import Found, Options, error
from questionbank.imports.judge import Judge
from questionbank.imports.rows import notes_json
from questionbank.messages import Fault, Refused
from questionbank.models import Batch, BatchFile, BatchRow
from questionbank.refusals import NotTheirs

# The first rows are shown soon, the others come in larger steps.
_STEPS = (50, 500)
_log = logging.getLogger(__name__)


def begin(
    data: bytes, options: Options, *, by: User, scope: str, form: str = "", typed: bool = False
) -> Batch:
    """A batch that is still to be read (`read_on`); `form` forces a format, `typed` = no file, so
    nothing was guessed of its encoding.

    Raises NotTheirs where `by` may not import.
    """
    check(by, scope)
    with transaction.atomic():
        batch = Batch.objects.create(
            name=_name(options.name),
            format=form,
            digest=hashlib.sha256(data).hexdigest(),
            scope=scope,
            state=Batch.State.READING,
            by=by,
        )
        said = {**_options_json(options, form), "typed": typed}
        BatchFile.objects.create(batch=batch, data=data, options=said)
    return batch


def preview(data: bytes, options: Options, *, by: User, scope: str, form: str = "") -> Batch:
    """A batch with all rows judged, and nothing stored in the bank. Raises NotTheirs."""
    batch = begin(data, options, by=by, scope=scope, form=form)
    read_on(batch.pk)
    batch.refresh_from_db()
    return batch


def again(batch: Batch, *, columns: Mapping[str, str], truth: Mapping[str, bool] | None) -> None:
    """Set a batch back to be read once more as its editor now says. Raises Refused once stored."""
    with transaction.atomic():
        locked = Batch.objects.select_for_update().get(pk=batch.pk)
        if locked.state not in (Batch.State.PREVIEW, Batch.State.READING):
            raise refused(_("这一批已经导入，不能重新读取"))
        file = BatchFile.objects.get(batch=batch)
        file.options = {**file.options, "columns": dict(columns), "truth": truth and dict(truth)}
        file.save(update_fields=["options"])
        turn = locked.about.get("turn", 0) + 1
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.READING, about={"turn": turn})


def read_anew(pk: int) -> None:
    """Whoever read the batch before, and may only seem to be dead, reads it no more."""
    with transaction.atomic():
        locked = Batch.objects.select_for_update().filter(pk=pk, state=Batch.State.READING).first()
        if locked:
            locked.about = {"turn": locked.about.get("turn", 0) + 1}
            locked.save(update_fields=["about"])


def read_on(pk: int, *, most: int | None = None) -> bool:
    """Read the file of a batch and judge its rows; blocks for as long as that takes.

    False = it has more than `most` rows, and is still to be read. Never raises: whatever goes wrong
    is logged, and a note of the batch.
    """
    batch = Batch.objects.select_related("file", "by").filter(pk=pk).first()
    if batch is None:
        return True
    turn = batch.about.get("turn", 0)
    try:
        return _read(batch, turn, most)
    except Exception:  # noqa: BLE001 (nobody above can do more than say so)
        _log.exception("batch %s was not read", pk)
        unread(pk)
        return True


def unread(pk: int) -> None:
    """Tell that the file could not be read."""
    with transaction.atomic():
        locked = Batch.objects.select_for_update().filter(pk=pk, state=Batch.State.READING).first()
        if locked:
            turn, notes = locked.about.get("turn", 0), notes_json([error("reader_failed")])
            locked.state, locked.about = Batch.State.PREVIEW, {"turn": turn, "notes": notes}
            locked.save(update_fields=["state", "about"])


def _read(batch: Batch, turn: int, most: int | None) -> bool:
    name, found = _found(batch)
    if most is not None and len(found.rows) > most:
        return False
    about = _about(found, turn)
    with transaction.atomic():
        if not _is_ours(batch, turn):
            return True
        BatchRow.objects.filter(batch=batch).delete()
        Batch.objects.filter(pk=batch.pk).update(
            format=name, total=len(found.rows), done=0, about=about
        )
    if _judge(batch, found, turn):
        Batch.objects.filter(pk=batch.pk).update(state=Batch.State.PREVIEW)
    return True


def _found(batch: Batch) -> tuple[str, Found]:
    """The format of the file, and what is in it; with the columns that its editor named earlier."""
    options, form = _options(batch.name, batch.file.options)
    data = bytes(batch.file.data)
    name, found = registry.read(data, options, form)
    if not options.columns and (known := _known_columns(batch, found)):
        options = replace(options, columns=known)
        said = {**batch.file.options, **_options_json(options, form)}
        BatchFile.objects.filter(batch=batch).update(options=said)
        name, found = registry.read(data, options, form)
    if batch.file.options.get("typed"):
        found = replace(found, notes=tuple(n for n in found.notes if n.code != "encoding"))
    return name, found


def _is_ours(batch: Batch, turn: int) -> bool:
    """Whether nobody else began anew, or stored the batch, meanwhile; locks it."""
    now = Batch.objects.select_for_update().get(pk=batch.pk)
    return now.state == Batch.State.READING and now.about.get("turn", 0) == turn


def _judge(batch: Batch, found: Found, turn: int) -> bool:
    """Judge and keep all rows, step by step; False when somebody else began anew meanwhile."""
    if batch.by is None:
        raise refused(_("导入人已不存在"))
    judge, at = Judge(batch.by, batch.scope), 0
    for start, end in _steps(len(found.rows)):
        made = judge.judge(found.rows[start:end], start + 1)
        for row in made:
            row.batch = batch
        at = end
        with transaction.atomic():
            if not _is_ours(batch, turn):
                return False
            BatchRow.objects.bulk_create(made)
            Batch.objects.filter(pk=batch.pk).update(done=at)
    return True


def _steps(count: int) -> list[tuple[int, int]]:
    first, rest = _STEPS
    edges = [0, *range(first, count, rest), count] if count else []
    return [(a, b) for a, b in pairwise(edges) if b > a]


def _known_columns(batch: Batch, found: Found) -> dict[str, str]:
    """What this editor said of the columns of an earlier file with the same headers."""
    if not found.headers:
        return {}
    earlier = BatchFile.objects.filter(batch__by=batch.by, batch__pk__lt=batch.pk)
    rows = earlier.order_by("-pk").values_list("options", "batch__about")[:50]
    for options, about in rows:
        if options.get("columns") and about.get("headers") == list(found.headers):
            return dict(options["columns"])
    return {}


def _about(found: Found, turn: int) -> dict[str, Any]:
    labels = Counter(label for row in found.rows for label in row.labels)
    return {
        "turn": turn,
        "notes": notes_json(found.notes),
        "columns": dict(found.columns),
        "headers": list(found.headers),
        "labels": dict(labels.most_common(200)),
    }


def _name(name: str) -> str:
    bare = name.replace("\\", "/").rpartition("/")[2]
    return "".join(char for char in bare if char.isprintable())[-200:] or _("未命名")


def _options_json(options: Options, form: str) -> dict[str, Any]:
    truth = options.truth and dict(options.truth)
    return {"format": form, "columns": dict(options.columns), "truth": truth}


def _options(name: str, data: Mapping[str, Any]) -> tuple[Options, str]:
    columns, truth = data.get("columns") or {}, data.get("truth")
    return Options(name, columns, truth), str(data.get("format", ""))


def check(by: User, scope: str) -> None:
    if not grants.may(by, "import", scope):
        raise NotTheirs([Fault("", "", "", _("没有在这个地区导入的权限"))])


def refused(why: str, field: str = "") -> Refused:
    return Refused([Fault("", "", field, why)])

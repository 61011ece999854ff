"""Ids in a file that were free when it was read, and belong to a question when it is accepted."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import msgspec

from questionbank.bank import AT_ONCE
from questionbank.formats.found import info, warning
from questionbank.imports.judge import Stored, akin, stored
from questionbank.imports.rows import Kept, notes_json, packed
from questionbank.imports.storing import Ready, is_ours
from questionbank.models import BatchRow, Outcome


def renamed(rows: Sequence[Ready], scope: str) -> tuple[list[Ready], list[str]]:
    """The rows, those without an id whose id another question has by now, as a preview would say.

    Beside them the ids of questions of this bank, `scope`, that a row would change by now: nobody
    has seen that.
    """
    refs = {kept.row.ref for row, kept, _draft in rows if row.outcome != Outcome.CHANGED}
    known = _known(refs, scope.rpartition("/")[2])
    found: list[Ready] = []
    seen_by_nobody: list[str] = []
    for row, kept, draft in rows:
        there = known.get(kept.row.ref) if row.outcome != Outcome.CHANGED else None
        if there is None:
            found.append((row, kept, draft))
        elif there.scope == scope and akin(draft, there):
            seen_by_nobody.append(kept.row.ref)
        else:
            found.append((row, _unnamed(row, kept, ours=there.scope == scope), draft))
    return found, seen_by_nobody


def _known(refs: Collection[str], code: str) -> dict[str, Stored]:
    """The questions with those of the ids that a region's bank would keep."""
    wanted = sorted(ref for ref in refs if is_ours(ref, code))
    found: dict[str, Stored] = {}
    for at in range(0, len(wanted), AT_ONCE):
        found |= stored(wanted[at : at + AT_ONCE])
    return found


def _unnamed(row: BatchRow, kept: Kept, *, ours: bool) -> Kept:
    ref = kept.row.ref
    note = warning("ref_other_words", "ref", ref) if ours else info("ref_taken", "ref", ref)
    bare = msgspec.structs.replace(kept, row=replace(kept.row, ref=""))
    row.draft, row.notes = packed(bare), [*row.notes, *notes_json([note])]
    return bare

"""QTI: one XML file or a package, of any version, as Canvas, Blackboard, OpenOlat and TAO write.

A package is read in the order of its manifest; what the manifest does not name is read last. Every
file is known by its root element, never by its name.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from xml.etree.ElementTree import Element

from questionbank.formats.found import (
    MOST_XML_QUESTIONS,
    Found,
    Level,
    Note,
    Options,
    Row,
    Written,
    error,
    warning,
)
from questionbank.formats.markup import facts, xml
from questionbank.formats.markup.fields import Fields
from questionbank.formats.markup.rows import About
from questionbank.formats.packages import Package, opened
from questionbank.formats.qti import pool as qti_pool
from questionbank.formats.qti import qti2, qti2_write, qti12
from questionbank.formats.qti.files import Manifest, in_order, manifest_of
from questionbank.formats.qti.qti2_tree import renamed
from questionbank.formats.qti.qti2_write import cannot
from questionbank.formats.zips import is_zip

__all__ = ["cannot", "read", "write", "write_3"]
_ALONE = "file.xml"


@dataclass(slots=True)
class _Reading:
    """The rows so far, and what was met before."""

    manifest: Manifest
    notes: list[Note]
    rows: list[Row] = field(default_factory=list)
    known: bool = False

    @property
    def full(self) -> bool:
        return len(self.rows) > MOST_XML_QUESTIONS


def write(questions: Sequence[Written], _options: Options) -> bytes:
    """A package of QTI 2.1, the version that most systems read."""
    return qti2_write.package(questions, "2.1")


def write_3(questions: Sequence[Written], _options: Options) -> bytes:
    """A package of QTI 3.0."""
    return qti2_write.package(questions, "3.0")


def read(data: bytes, _options: Options) -> Found:
    """Every item of the file or package; never raises for bad input."""
    if is_zip(data):
        package, notes = opened(data)
        if package is None:
            return Found((), notes)
    else:
        package, notes = Package({_ALONE: data}), ()
    reading = _Reading(manifest_of(package), list(notes))
    for path in in_order(package, reading.manifest):
        _file(package, path, reading)
    return _found(reading)


def _found(reading: _Reading) -> Found:
    notes = _once(reading.notes)
    if reading.full:
        return Found((), (*notes, error("too_many", detail=f"> {MOST_XML_QUESTIONS}")))
    failed = any(note.level is Level.ERROR for note in notes)
    if not reading.rows and not failed:
        notes.append(error("nothing_found" if reading.known else "not_this_format"))
    counts: dict[str, int] = {}
    for row in reading.rows:
        for note in row.notes:
            if note.code == "kind_not_supported":
                counts[note.detail] = counts.get(note.detail, 0) + 1
    notes += [warning("kinds_left", detail=f"{kind} × {n}") for kind, n in counts.items()]
    return Found(tuple(_told_apart(reading.rows)), tuple(notes))


def _once(notes: Iterable[Note]) -> list[Note]:
    return list(dict.fromkeys(notes))


def _told_apart(rows: Iterable[Row]) -> Iterator[Row]:
    """A WARNING for each id that an earlier item has; both are kept."""
    seen: set[str] = set()
    for row in rows:
        again = row.ref and row.ref in seen
        seen.add(row.ref)
        yield (
            replace(row, notes=(*row.notes, warning("same_ref", "ref", row.ref))) if again else row
        )


def _file(package: Package, path: str, reading: _Reading) -> None:
    if reading.full:
        return
    root, notes = xml.parse(package.files[path])
    if root is None:
        reading.notes += [replace(note, detail=f"{path} {note.detail}"[:200]) for note in notes]
        return
    renamed(root)
    reader = _READERS.get(root.tag)
    if reader is None:
        reading.known = reading.known or root.tag in ("assessmenttest", "manifest")
        return
    reading.known = True
    reading.notes += notes
    reader(root, package, path, reading)


def _item(root: Element, package: Package, path: str, reading: _Reading) -> None:
    fields = Fields(package.beside(path))
    about = _about(root, root.get("title", ""), reading)
    said = facts.read(reading.manifest.words.get(path, ()))
    reading.rows.append(qti2.item(root, replace(about, said=said), fields))


def _old(root: Element, package: Package, path: str, reading: _Reading) -> None:
    if reading.manifest.is_copy(root, path):
        return
    for item in qti12.items(root):
        if not reading.full:
            fields = Fields(package.beside(path))
            said = facts.read(qti12.keywords_of(item.element))
            about = replace(_about(item.element, item.title, reading), said=said)
            reading.rows.append(qti12.item(item, about, fields))


def _pool(root: Element, package: Package, path: str, reading: _Reading) -> None:
    for question, kind in qti_pool.questions(root):
        if not reading.full:
            about = About(f"{len(reading.rows) + 1} {question.get('id', '')}"[:80])
            row = qti_pool.question(question, kind, about, Fields(package.beside(path)))
            reading.rows.append(row)


def _about(item: Element, title: str, reading: _Reading) -> About:
    ref = (item.get("identifier") or item.get("ident") or "").strip()[:100]
    return About(f"{len(reading.rows) + 1} {title.strip() or ref}"[:80].strip(), ref)


_Reader = Callable[[Element, Package, str, _Reading], None]
_READERS: dict[str, _Reader] = {
    qti2.ROOT: _item,
    "questestinterop": _old,
    **dict.fromkeys(("objectbank", "assessment", "section", "item"), _old),
    "pool": _pool,
}

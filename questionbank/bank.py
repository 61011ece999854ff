"""Verbs of the bank: what may be done to tags and questions. Each is done whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from questionbank import images
from questionbank.bank_pictures import shown, unknown
from questionbank.likenesses import remember
from questionbank.loading import Loaded, TagRow, Taxonomy
from questionbank.messages import Fault, Refused
from questionbank.models import Facet, Option, Question, QuestionVersion, Tag
from questionbank.rows import Pictures, option_rows, sought, version_row
from questionbank.standing import STARTER, Voucher, changed_here, stand, write_history

AT_ONCE = 500
# The province's own bank: everybody below it may be asked its questions.
PROVINCE = "440000"


@dataclass(frozen=True, slots=True)
class Stored:
    """How many questions were added, got a new version or other tags, or were there already;
    `left` of these are of the starter bank and were changed here, so that its files leave them."""

    added: int
    changed: int
    same: int
    left: int = 0


@transaction.atomic
def store_taxonomy(taxonomy: Taxonomy) -> int:
    """Add the tags or bring their names up to date; return how many there are in the file.

    A tag that the file does not name stays: questions may carry it.
    """
    rows = {facet: getattr(taxonomy, facet) for facet in Facet.values}
    parents = [_tag(facet, row, at) for facet, tags in rows.items() for at, row in enumerate(tags)]
    _upsert(parents)
    pks = _tag_pks()
    children = [
        _tag(facet, child, at, parent=pks[facet, row.code])
        for facet, tags in rows.items()
        for row in tags
        for at, child in enumerate(row.children)
    ]
    _upsert(children)
    return len(parents) + len(children)


@transaction.atomic
def store(entries: Sequence[Loaded], voucher: Voucher | None = None) -> Stored:
    """Store questions from files in the province's bank: as drafts, whose way into use is the one
    of the regulations, section 10; at once in use if somebody vouches for them.

    A question whose text changed gets a new version; the same text again adds nothing. What was
    approved once keeps the use that editors set; the starter bank leaves what somebody here has
    changed, or another bank has, as it is. Raises Refused, changing nothing, for tags that
    do not exist, a question named twice, an id that a question of another bank has, a text that
    another question has already, and a picture that is neither stored nor beside the file.
    """
    tags = _tag_pks()
    faults = [*_twice(entries), *_unknown_tags(entries, tags), *_copies(entries)]
    known = _known(entries)
    elsewhere = _elsewhere(known)
    if voucher != STARTER:
        faults += _theirs(entries, elsewhere)
    brought: dict[str, bytes] = {}
    for entry in entries:
        brought.update(entry.pictures)
    stored = shown(entries)
    if faults := [*faults, *unknown(entries, {*stored, *brought})]:
        raise Refused(faults)
    pictures = {**stored, **images.ship(brought)}
    count = len(entries)
    theirs = changed_here(_refs(entries)) | elsewhere.keys() if voucher == STARTER else set()
    entries = [entry for entry in entries if entry.ref not in theirs]
    added = _add_questions(entries, known)
    questions = {entry.ref: known[entry.ref].question for entry in entries}
    _find_by(entries, known)
    fresh = _add_versions(entries, known, pictures)
    touched = fresh | _retag(entries, questions, tags, keep=voucher is None)
    touched |= _recredit(entries, known)
    touched |= stand([questions[ref] for ref in sorted(fresh)], list(questions.values()), voucher)
    changed = sorted(touched - set(added))
    write_history([questions[ref] for ref in added], voucher, update=False)
    write_history([questions[ref] for ref in changed], voucher, update=True)
    return Stored(len(added), len(changed), count - len(added) - len(changed), len(theirs))


def _refs(entries: Sequence[Loaded]) -> list[str]:
    return [entry.ref for entry in entries]


def _tag(facet: str, row: TagRow, place: int, *, parent: int | None = None) -> Tag:
    names = {"name_zh": row.zh, "name_en": row.en}
    return Tag(facet=facet, code=row.code, parent_id=parent, place=place, **names)


def _upsert(tags: list[Tag]) -> None:
    Tag.objects.bulk_create(
        tags,
        batch_size=AT_ONCE,
        update_conflicts=True,
        unique_fields=["facet", "code"],
        update_fields=["parent", "name_zh", "name_en", "place"],
    )


def _tag_pks() -> dict[tuple[str, str], int]:
    return {(facet, code): pk for facet, code, pk in Tag.objects.values_list("facet", "code", "pk")}


def _twice(entries: Sequence[Loaded]) -> Iterable[Fault]:
    refs: dict[str, Loaded] = {}
    digests: dict[str, Loaded] = {}
    for entry in entries:
        first = refs.setdefault(entry.ref, entry)
        if first is not entry:
            yield Fault(entry.file, entry.ref, "id", _("编号与 %s 中的重复") % first.file)
        first = digests.setdefault(entry.digest, entry)
        if first.ref != entry.ref:
            yield Fault(entry.file, entry.ref, "stem", _("内容与 %s 相同") % first.ref)


def _unknown_tags(entries: Sequence[Loaded], tags: dict[tuple[str, str], int]) -> Iterable[Fault]:
    if not tags:
        yield Fault("", "", "", _("还没有标签，请先运行 manage.py load_taxonomy"))
        return
    for entry in entries:
        for facet, code in sorted(entry.tags - tags.keys()):
            yield Fault(entry.file, entry.ref, facet, _("没有标签 %s") % code[:40])


def _copies(entries: Sequence[Loaded]) -> Iterable[Fault]:
    by_digest = {entry.digest: entry for entry in entries}
    for digests in _batches(list(by_digest)):
        rows = QuestionVersion.objects.filter(content_hash__in=digests)
        for digest, ref in rows.values_list("content_hash", "question__ref"):
            entry = by_digest[digest]
            if ref != entry.ref:
                yield Fault(entry.file, entry.ref, "stem", _("内容与题库中的 %s 相同") % ref)


def _elsewhere(known: Mapping[str, "_Known"]) -> dict[str, str]:
    """The bank of each id that a question of another bank than the province's has."""
    banks = {ref: one.question.scope for ref, one in known.items()}
    return {ref: scope for ref, scope in banks.items() if scope != PROVINCE}


def _theirs(entries: Sequence[Loaded], elsewhere: dict[str, str]) -> Iterable[Fault]:
    for entry in entries:
        if scope := elsewhere.get(entry.ref):
            why = _("编号属于另一题库（%s）的试题") % scope
            yield Fault(entry.file, entry.ref, "id", why)


def _batches(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[at : at + AT_ONCE] for at in range(0, len(values), AT_ONCE))


@dataclass(slots=True)
class _Known:
    """A question that is stored already, with the number and digest of its newest version."""

    question: Question
    number: int = 0
    digest: str = ""


def _known(entries: Sequence[Loaded]) -> dict[str, _Known]:
    known: dict[str, _Known] = {}
    for refs in _batches([entry.ref for entry in entries]):
        known |= {q.ref: _Known(q) for q in Question.objects.filter(ref__in=refs)}
        versions = QuestionVersion.objects.filter(question__ref__in=refs).order_by("number")
        for ref, number, digest in versions.values_list("question__ref", "number", "content_hash"):
            known[ref].number, known[ref].digest = number, digest
    return known


def _add_questions(entries: Sequence[Loaded], known: dict[str, _Known]) -> list[str]:
    new = [
        Question(
            ref=entry.ref,
            scope=PROVINCE,
            sought=sought(entry.draft, entry.ref),
            **_credit(entry),
        )
        for entry in entries
        if entry.ref not in known
    ]
    Question.objects.bulk_create(new, batch_size=AT_ONCE)
    known |= {question.ref: _Known(question) for question in new}
    return [question.ref for question in new]


def _credit(entry: Loaded) -> dict[str, str]:
    author = entry.author
    return {"author_zh": author.zh, "author_en": author.en, "licence": entry.licence}


def _recredit(entries: Sequence[Loaded], known: dict[str, _Known]) -> set[str]:
    others = {}
    for entry in entries:
        question, credit = known[entry.ref].question, _credit(entry)
        if any(getattr(question, name) != value for name, value in credit.items()):
            others[entry.ref] = question
            for name, value in credit.items():
                setattr(question, name, value)
    names = ["author_zh", "author_en", "licence"]
    Question.objects.bulk_update(others.values(), names, batch_size=AT_ONCE)
    return set(others)


def _add_versions(
    entries: Sequence[Loaded], known: dict[str, _Known], pictures: Pictures
) -> set[str]:
    fresh = [entry for entry in entries if known[entry.ref].digest != entry.digest]
    made = [
        version_row(entry.draft, known[entry.ref].question, known[entry.ref].number + 1, pictures)
        for entry in fresh
    ]
    QuestionVersion.objects.bulk_create(made, batch_size=AT_ONCE)
    pairs = zip(fresh, made, strict=True)
    options = (option_rows(entry.draft, version, pictures) for entry, version in pairs)
    Option.objects.bulk_create(chain.from_iterable(options), batch_size=AT_ONCE)
    remember({known[entry.ref].question.pk: entry.draft for entry in fresh})
    return {entry.ref for entry in fresh}


def _find_by(entries: Sequence[Loaded], known: dict[str, _Known]) -> None:
    """New words to be found by, for questions that were there already."""
    changed = []
    for entry in entries:
        question = known[entry.ref].question
        words = sought(entry.draft, entry.ref)
        if question.sought != words:
            question.sought = words
            changed.append(question)
    Question.objects.bulk_update(changed, ["sought"], batch_size=AT_ONCE)


def _retag(
    entries: Sequence[Loaded],
    questions: dict[str, Question],
    tags: dict[tuple[str, str], int],
    *,
    keep: bool,
) -> set[str]:
    """Have questions carry the tags of the file; those that say sensitive stay if `keep`."""
    kept = {pk for (facet, _code), pk in tags.items() if keep and facet == Facet.SENSITIVITY}
    through = Question.tags.through
    wanted = {(questions[e.ref].pk, tags[tag]) for e in entries for tag in e.tags}
    has: dict[tuple[int, int], int] = {}
    for pks in _batches([questions[e.ref].pk for e in entries]):
        rows = through.objects.filter(question_id__in=pks)
        has.update({(q, t): pk for q, t, pk in rows.values_list("question_id", "tag_id", "pk")})
    gone = {pair: pk for pair, pk in has.items() if pair not in wanted and pair[1] not in kept}
    for pks in _batches(sorted(gone.values())):
        through.objects.filter(pk__in=pks).delete()
    new = sorted(wanted - has.keys())
    through.objects.bulk_create(
        [through(question_id=q, tag_id=t) for q, t in new], batch_size=AT_ONCE
    )
    touched = {question for question, _tag in [*gone, *new]}
    return {entry.ref for entry in entries if questions[entry.ref].pk in touched}

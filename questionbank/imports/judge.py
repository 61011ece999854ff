"""What each row of a file would do to the bank: add, change, nothing, or look like a copy."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.contrib.auth.models import User
from rapidfuzz import fuzz

from questionbank import desk, duplicates, grants, images
from questionbank.bank import AT_ONCE
from questionbank.formats import office
from questionbank.formats.found import Note, Row, error, info, warning
from questionbank.imports.checks import Tags, copied, holders, spoils
from questionbank.imports.rows import LONGEST_WHERE, Alike, Kept, notes_json, packed
from questionbank.messages import Refused
from questionbank.models import BatchRow, Facet, Outcome, Picture, Question, Tag
from questionbank.nearby import Nearby
from questionbank.rules.alike import likeness, plain
from questionbank.rules.question import Draft, Image, Text, content_hash
from questionbank.rules.workflow import Place
from questionbank.workflow import place_of

# Below this, of a hundred, two stems with one id are not one question in other words.
SAME_ITEM = 50
# So many questions that a row is like are shown.
MOST_ALIKE = 3
_RAW = "raw:"


@dataclass(frozen=True, slots=True)
class Stored:
    """A question of the bank as far as a row with its id has to be compared with it."""

    pk: int
    scope: str
    newest: int | None
    digest: str
    stem: str
    place: Place
    about: tuple[str, str, str]


@dataclass(slots=True)
class Ready:
    """A row on its way, with what was found out about it."""

    row: Row
    digest: str = ""
    outcome: str = Outcome.NEW
    question: int | None = None
    before: int | None = None
    rewritten: bool = False
    alike: tuple[Alike, ...] = ()
    notes: list[Note] = field(default_factory=list)


@dataclass(slots=True)
class Judge:
    """Judges one file for one bank, chunk by chunk, and remembers what it has seen of the file."""

    by: User
    scope: str
    tags: Tags = field(default_factory=frozenset)
    digests: dict[str, str] = field(default_factory=dict)
    refs: set[str] = field(default_factory=set)
    wheres: list[str] = field(default_factory=list)
    nearby: Nearby = field(default_factory=Nearby)
    pictures: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.tags = frozenset(Tag.objects.values_list("facet", "code"))

    def judge(self, rows: Sequence[Row], first: int) -> list[BatchRow]:
        """The rows as they will be kept, numbered from `first`; not stored, without a batch."""
        made = [self._ready(row) for row in rows]
        sound = [one for one in made if one.outcome != Outcome.WRONG]
        self._by_ref(sound)
        self._by_content(sound)
        self._by_likeness([one for one in sound if one.outcome == Outcome.NEW])
        return [_kept(one, number) for number, one in enumerate(made, start=first)]

    def _ready(self, row: Row) -> Ready:
        one = Ready(self._described(row), notes=list(row.notes))
        one.notes += [warning("unknown_tag", *tag) for tag in sorted(row.tags - self.tags)]
        if one.row.author != row.author or one.row.licence != row.licence:
            one.notes.append(warning("author_cut", "author", row.author.zh))
        if row.draft is not None and not row.wrong:
            one.row = self._pictured(one)
        if one.row.draft is None or any(note.level.value == "error" for note in one.notes):
            one.outcome = Outcome.WRONG
        else:
            one.digest = content_hash(one.row.draft)
        return one

    def _described(self, row: Row) -> Row:
        author = Text(row.author.zh[:80], row.author.en[:160])
        tags = row.tags & self.tags
        return replace(row, tags=tags, author=author, licence=row.licence[:40], ref=row.ref[:40])

    def _pictured(self, one: Ready) -> Row:
        """The row with its pictures stored; an ERROR in its notes for one that cannot be."""
        draft = one.row.draft
        if draft is None or not (draft.picture or any(draft.option_pictures)):
            return one.row
        self.pictures = _exported(one.row.ref, self.scope) | self.pictures
        picture = self._image(draft.picture, "picture", one)
        options = tuple(
            self._image(image, f"options[{at}].picture", one)
            for at, image in enumerate(draft.option_pictures)
        )
        return replace(one.row, draft=replace(draft, picture=picture, option_pictures=options))

    def _image(self, image: Image | None, where: str, one: Ready) -> Image | None:
        if image is None:
            return None
        data = one.row.pictures.get(image.digest.removeprefix(_RAW))
        if data is None:
            if not Picture.objects.filter(digest=image.digest).exists():
                one.notes.append(error("picture_missing", where, image.digest[:40]))
            return image
        own = hashlib.sha256(data).hexdigest()
        try:
            self.pictures[own] = self.pictures.get(own) or images.store(data, self.by).digest
        except Refused as refused:
            one.notes.append(error("picture_refused", where, refused.faults[0].why))
            return image
        return replace(image, digest=self.pictures[own])

    def _by_ref(self, rows: Iterable[Ready]) -> None:
        """Rows whose id a question of this bank has would change it."""
        named = [one for one in rows if one.row.ref]
        known = stored({one.row.ref for one in named})
        has = tags_of([there.pk for there in known.values()])
        for one in named:
            there = known.get(one.row.ref)
            if one.row.ref in self.refs:
                self._unnamed(one, warning("same_ref", "ref", one.row.ref))
            elif there is None:
                self.refs.add(one.row.ref)
            elif there.scope != self.scope:
                self._unnamed(one, info("ref_taken", "ref", one.row.ref))
            elif there.digest != one.digest and not akin(one.row.draft, there):
                self._unnamed(one, warning("ref_other_words", "ref", one.row.ref))
            else:
                self.refs.add(one.row.ref)
                _change(one, there, has.get(there.pk, frozenset()))

    def _unnamed(self, one: Ready, note: Note) -> None:
        one.notes.append(note)
        one.row = replace(one.row, ref="")

    def _by_content(self, rows: Sequence[Ready]) -> None:
        """Rows that stand in the file or in the bank already, to the letter."""
        known = holders({one.digest for one in rows}, self.by)
        for one in rows:
            if where := self.digests.get(one.digest):
                _twin(one, "same_in_file", where)
                continue
            self.digests[one.digest] = one.row.where
            if one.outcome == Outcome.NEW and (found := known.get(one.digest)):
                one.question = found[0][0]
                _twin(one, "same_in_bank", found[0][1])
            elif one.question and (ref := copied(known, one.digest, one.question)):
                _twin(one, "same_in_bank", ref)

    def _by_likeness(self, rows: Sequence[Ready]) -> None:
        drafts = [one.row.draft for one in rows if one.row.draft]
        among, veiled = grants.visible(self.by), grants.veiled(self.by)
        there = duplicates.near_many(drafts, among=among, veiled=veiled, limit=MOST_ALIKE)
        for one, draft, found in zip(rows, drafts, there, strict=True):
            words = likeness(draft)
            inside = self.nearby.near(words)
            self.nearby.put(len(self.wheres), words)
            self.wheres.append(one.row.where)
            near = [Alike(like.question.ref, like.score, like.question.pk) for like in found]
            twins = [Alike(self.wheres[row], score) for row, score in inside.items()]
            _like(one, near, twins)


def _exported(ref: str, scope: str) -> dict[str, str]:
    """The pictures of a question of this bank as our workbooks show them, by the digest of those
    bytes: what comes back untouched is the same picture and not a new one."""
    known = Question.objects.filter(ref=ref, scope=scope).first() if ref else None
    draft = desk.current(known) if known else None
    wanted = (draft.picture, *draft.option_pictures) if draft else ()
    found = {}
    for digest in {image.digest for image in wanted if image}:
        try:
            shown = office.shown(images.bytes_of(digest))
        except (Picture.DoesNotExist, FileNotFoundError):
            continue
        if shown:
            found[hashlib.sha256(shown.data).hexdigest()] = digest
    return found


def _twin(one: Ready, code: str, detail: str) -> None:
    """The words stand there already: what is new is left out, a question that would get them is
    refused, since there would be two of them."""
    if one.outcome == Outcome.NEW:
        one.outcome = Outcome.SAME
        one.notes.append(info(code, "", detail))
    elif one.outcome == Outcome.CHANGED and one.rewritten:
        one.outcome = Outcome.WRONG
        one.notes.append(error(code, "stem", detail))


def _like(one: Ready, near: list[Alike], twins: list[Alike]) -> None:
    best = sorted([*near, *twins], key=lambda alike: -alike.score)[:MOST_ALIKE]
    if not best:
        return
    one.outcome, one.alike = Outcome.LIKE, tuple(best)
    for alike in best:
        code = "like_in_file" if alike.question is None else "like_in_bank"
        one.notes.append(warning(code, "stem", f"{alike.ref} · {alike.score}%"))


def akin(draft: Draft | None, there: Stored) -> bool:
    """Whether it is that question, if in other words."""
    stem = draft.stem.zh if draft else ""
    return fuzz.ratio(plain(stem), plain(there.stem)) >= SAME_ITEM


def _change(one: Ready, there: Stored, has: Tags) -> None:
    one.question, one.before = there.pk, there.newest
    if there.digest != one.digest:
        one.outcome = Outcome.CHANGED
    elif merged(has, one.row.tags) != has or credit(one.row, there.about) != there.about:
        one.outcome = Outcome.CHANGED
        one.notes.append(info("only_about"))
    else:
        one.outcome = Outcome.SAME
    one.rewritten = there.digest != one.digest
    then = merged(has, one.row.tags)
    for facet in spoils(there.place, has, then, rewritten=one.rewritten):
        one.outcome = Outcome.WRONG
        one.notes.append(error("tags_many", facet, str(Facet(facet).label)))


def merged(has: Tags, new: Tags) -> Tags:
    """The tags that a question has after a file named some: in the facets it names, only those;
    but no file takes a sensitive tag away."""
    facets = {facet for facet, _code in new} - {Facet.SENSITIVITY}
    return frozenset(tag for tag in has if tag[0] not in facets) | new


def credit(row: Row, has: tuple[str, str, str]) -> tuple[str, str, str]:
    """Author in both languages and licence, where the file says any."""
    said = (row.author.zh, row.author.en, row.licence)
    return tuple(new or old for new, old in zip(said, has, strict=True))  # type: ignore[return-value]


def stored(refs: Iterable[str]) -> dict[str, Stored]:
    """The questions with these ids, by id."""
    rows = Question.objects.filter(ref__in=sorted(refs)).select_related("newest").defer("sought")
    return {row.ref: _as_stored(row) for row in rows}


def _as_stored(row: Question) -> Stored:
    digest, stem = (row.newest.content_hash, row.newest.stem_zh) if row.newest else ("", "")
    about = (row.author_zh, row.author_en, row.licence)
    return Stored(row.pk, row.scope, row.newest_id, digest, stem, place_of(row), about)


def tags_of(pks: Iterable[int]) -> dict[int, Tags]:
    """The tags of each question that has any, by number."""
    found: dict[int, set[tuple[str, str]]] = {}
    wanted = sorted(pks)
    through: Any = Question.tags.through
    for at in range(0, len(wanted), AT_ONCE):
        rows = through.objects.filter(question_id__in=wanted[at : at + AT_ONCE])
        for pk, facet, code in rows.values_list("question_id", "tag__facet", "tag__code"):
            found.setdefault(pk, set()).add((facet, code))
    return {pk: frozenset(tags) for pk, tags in found.items()}


def _kept(one: Ready, number: int) -> BatchRow:
    return BatchRow(
        number=number,
        where=one.row.where[:LONGEST_WHERE],
        outcome=one.outcome,
        draft=packed(Kept(one.row, one.alike)),
        notes=notes_json(one.notes),
        question_id=one.question,
        before_id=one.before,
    )

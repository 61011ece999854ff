"""Reads files of questions and of tags into typed rows, or says what is wrong where.

Nothing here touches the database. Every fault of a file is found in one go.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import yaml
from django.utils.translation import gettext as _
from msgspec import Meta, Struct

from questionbank import given_once, written_keys
from questionbank.messages import Fault, Refused, in_words
from questionbank.rules.question import Area, Draft, Estimate, Text, content_hash
from questionbank.rules.validity import OPTIONS, gaps, problems
from questionbank.shelf import Seen, Shelf

DATA = Path(__file__).parent / "data"
# The starter bank's largest file has 150 kB; this is room for some ten thousand questions.
MOST_BYTES = 16 * 1024 * 1024
T = TypeVar("T")


class Words(Struct, frozen=True, forbid_unknown_fields=True):
    """A text as files write it."""

    zh: str
    en: str = ""

    def text(self) -> Text:
        return Text(self.zh.strip(), self.en.strip())


class OptionWords(Words, frozen=True, forbid_unknown_fields=True):
    picture: Seen | None = None


class EstimateKey(Struct, frozen=True, forbid_unknown_fields=True):
    value: int
    near: int
    far: int
    min: int
    max: int
    unit: Words


class QuestionRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One question as files write it; `key` depends on its type.

    A matching without a key belongs together as it is written: the first option to the first
    target. An area is its shape and its numbers: [rect, 100, 200, 300, 400].
    """

    id: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")]
    type: str
    topic: str
    dimension: str
    audiences: Annotated[list[str], Meta(min_length=1, max_length=10)]
    difficulty: Annotated[int, Meta(ge=1, le=5)]
    stem: Words
    explanation: Words
    source: Words
    benchmarks: Annotated[list[int], Meta(max_length=10)] = []
    options: Annotated[list[OptionWords], Meta(max_length=20)] = []
    targets: Annotated[list[Words], Meta(max_length=20)] = []
    accepted: Annotated[list[str], Meta(max_length=40)] = []
    areas: Annotated[list[list[str | int]], Meta(max_length=20)] = []
    picture: Seen | None = None
    key: Any = None
    fixed_last: bool = False
    sensitive: Annotated[list[str], Meta(max_length=10)] = []


class BankFile(Struct, frozen=True, forbid_unknown_fields=True):
    topic: str
    author: Words
    licence: Annotated[str, Meta(min_length=1, max_length=40)]
    questions: list[Any]


class TagRow(Struct, frozen=True, forbid_unknown_fields=True):
    """One tag as files write it; weight, points and rate belong to some facets only."""

    code: Annotated[str, Meta(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,15}\Z")]
    zh: Annotated[str, Meta(min_length=1, max_length=80)]
    en: Annotated[str, Meta(min_length=1, max_length=160)]
    children: list["TagRow"] = []
    weight: Annotated[int, Meta(ge=0, le=100)] = 0
    points: tuple[int, int] | None = None
    rate: Annotated[int, Meta(ge=0, le=100)] = 0


class Taxonomy(Struct, frozen=True, forbid_unknown_fields=True):
    topic: list[TagRow]
    dimension: list[TagRow]
    benchmark: list[TagRow]
    audience: list[TagRow]
    difficulty: list[TagRow]
    sensitivity: list[TagRow]


class Loaded(Struct, frozen=True):
    """A sound question from a file: its draft, its tags as (facet, code), and whose it is.

    `pictures` are those that came with the file, by digest.
    """

    file: str
    ref: str
    draft: Draft
    digest: str
    tags: frozenset[tuple[str, str]]
    author: Text
    licence: str
    pictures: Mapping[str, bytes] = {}


def read_taxonomy(path: Path) -> Taxonomy:
    """The tags in the file. Raises Refused."""
    return _convert(_parsed(path), Taxonomy, path.name)


def read_questions(path: Path) -> tuple[list[Loaded], list[Fault]]:
    """The sound questions of the file, and the faults of the others.

    Raises Refused for a file that is unreadable as a whole.
    """
    whole = _convert(_parsed(path), BankFile, path.name)
    shelf = Shelf(path.parent / "pictures")
    loaded: list[Loaded] = []
    faults: list[Fault] = []
    for number, row in enumerate(whole.questions, start=1):
        try:
            loaded.append(_question(shelf, (path.name, number), row, whole))
        except Refused as refused:
            faults += refused.faults
    return loaded, faults


def _parsed(path: Path) -> Any:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _refused(path.name, why=_("文件超过 %d MB") % (MOST_BYTES >> 20))
        return yaml.load(path.read_text("utf-8-sig"), Loader=given_once.Loader)  # noqa: S506 (a safe loader)
    except OSError as error:
        raise _refused(path.name, why=_("无法读取：%s") % error.strerror) from error
    except UnicodeDecodeError as error:
        raise _refused(path.name, why=_("不是 UTF-8 文本")) from error
    except (yaml.YAMLError, ValueError, TypeError, RecursionError) as error:
        if isinstance(error, Refused):
            raise
        why = " ".join(str(error).split())[:200]
        raise _refused(path.name, why=_("不是有效的 YAML：%s") % why) from error


def _refused(file: str, *, ref: str = "", field: str = "", why: str) -> Refused:
    return Refused([Fault(file, ref, field, why)])


def _convert(data: Any, shape: type[T], file: str, ref: str = "", prefix: str = "") -> T:
    try:
        return msgspec.convert(data, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        message, _at, where = str(error).partition(" - at `$")
        field = (prefix + where.rstrip("`")).lstrip(".")
        why = _("格式不对：%s") % message[:200]
        raise _refused(file, ref=ref, field=field, why=why) from error


def _question(shelf: Shelf, where: tuple[str, int], data: Any, whole: BankFile) -> Loaded:
    file, ref = where[0], _ref(where[1], data)
    row = _convert(data, QuestionRow, file, ref)
    if row.topic != whole.topic and not row.topic.startswith(whole.topic + "."):
        raise _refused(file, ref=ref, field="topic", why=_("不属于主题 %s") % whole.topic)
    draft = _draft(file, row, shelf)
    if faults := [Fault(file, ref, p.where, in_words(p)) for p in (*problems(draft), *gaps(draft))]:
        raise Refused(faults)
    author = whole.author.text()
    digest = content_hash(draft)
    pictures = shelf.of(draft)
    return Loaded(file, row.id, draft, digest, _tags(row), author, whole.licence, pictures)


def _ref(number: int, data: Any) -> str:
    name = data.get("id") if isinstance(data, dict) else None
    return str(name)[:40] if name else _("第 %d 题") % number


def _tags(row: QuestionRow) -> frozenset[tuple[str, str]]:
    return frozenset(
        [
            ("topic", row.topic),
            ("dimension", row.dimension),
            ("difficulty", f"L{row.difficulty}"),
            *(("benchmark", f"B{number}") for number in row.benchmarks),
            *(("audience", code) for code in row.audiences),
            *(("sensitivity", code) for code in row.sensitive),
        ]
    )


def _draft(file: str, row: QuestionRow, shelf: Shelf) -> Draft:
    key, estimate = _key(file, row)
    count = len(row.options)
    try:
        picture = shelf.image(row.picture)
        pictures = tuple(shelf.image(option.picture) for option in row.options)
    except OSError as error:
        why = _("无法读取图片：%s") % error
        raise _refused(file, ref=row.id, field="picture", why=why) from error
    return Draft(
        row.type,
        row.stem.text(),
        row.explanation.text(),
        row.source.text(),
        tuple(option.text() for option in row.options),
        frozenset({count - 1}) if row.fixed_last else frozenset(),
        key,
        estimate,
        tuple(target.text() for target in row.targets),
        tuple(row.accepted),
        tuple(_area(area) for area in row.areas),
        picture,
        pictures if any(pictures) else (),
    )


def _area(area: list[str | int]) -> Area:
    """Whatever is no shape and numbers becomes an area that is not sound."""
    shape, *numbers = area or [""]
    return Area(str(shape), tuple(one if isinstance(one, int) else -1 for one in numbers))


def _key(file: str, row: QuestionRow) -> tuple[tuple[int, ...], Estimate | None]:
    """The places that are right, or the numbers of an estimate."""
    if row.type not in OPTIONS:
        raise _refused(file, ref=row.id, field="type", why=_("没有题型 %s") % row.type[:40])
    if row.type == "estimate" and isinstance(row.key, dict):
        key = _convert(row.key, EstimateKey, file, row.id, "key")
        unit = key.unit.text()
        return (), Estimate(key.value, key.near, key.far, key.min, key.max, unit)
    try:
        return written_keys.places(row.type, row.key, len(row.options)), None
    except written_keys.BadKey as bad:
        raise _refused(file, ref=row.id, field="key", why=str(bad)) from bad

"""What the bank hands to contests: which questions there are, and the words of those chosen."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from questionbank import images
from questionbank.kin import kin
from questionbank.models import (
    ItemSummary,
    Option,
    Pair,
    Question,
    QuestionVersion,
    Status,
    Verdict,
)
from questionbank.rules import rich
from questionbank.rules.blueprint import Item, tags_of
from questionbank.rules.question import Area, Estimate, Text
from questionbank.rules.rates import LABELS, UNLABELLED, Rates

# SQLite takes a limited number of parameters in one query.
AT_ONCE = 500


Trees = Mapping[str, Mapping[str, list[Any]]]

# In pixels: what a phone of three to a point shows of a page's width, and of an option.
WIDE = 1_080
HALF = 640


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture as pages show it: its address, its size in pixels, and what it shows in words."""

    src: str
    width: int
    height: int
    alt: Text


@dataclass(frozen=True, slots=True)
class VersionText:
    """The words of one version. Where English is missing the Chinese stands in.

    `options` and `targets` are by place, `fixed` holds the places of options that stay last; `key`
    is as QuestionVersion describes it. Texts are plain: `rich` holds the trees of those that are
    more (questionbank.rules.rich) by part ("stem", "why", "options.0", "targets.0") and language.
    """

    version: int
    kind: str
    stem: Text
    options: tuple[Text, ...]
    fixed: frozenset[int]
    key: tuple[int, ...]
    estimate: Estimate | None
    explanation: Text
    source: Text
    targets: tuple[Text, ...] = ()
    accepted: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    picture: Figure | None = None
    option_pictures: tuple[Figure | None, ...] = ()
    rich: Trees = field(default_factory=dict)


def pool(scope: str, tags: Sequence[str] = ()) -> list[Item]:
    """The approved version of each live question of the banks at or above the path `scope`.

    `tags` narrows them to questions that fit at least one entry; an entry may join several codes by
    "+", which must then all fit. Tags include the parents' codes and the kind of question. Enemies
    are those of the pool.
    """
    live = Question.objects.filter(status=Status.LIVE, scope__in=_paths(scope))
    approved = _approved(live)
    codes = _codes(approved)
    wanted = [tags_of(entry) for entry in tags]
    rates = _measured(live)
    items = (
        _item(row, codes[question], rates.get(row[0])) for question, row in sorted(approved.items())
    )
    fitting = [item for item in items if not wanted or any(want <= item.tags for want in wanted)]
    return _with_enemies(fitting, {row[0]: question for question, row in approved.items()})


def texts(version_ids: Collection[int]) -> dict[int, VersionText]:
    """The words of each version asked for; a number that is no version is left out."""
    found: dict[int, VersionText] = {}
    for ids in _batches(sorted(set(version_ids))):
        options: dict[int, list[Option]] = defaultdict(list)
        rows = Option.objects.filter(version__in=ids).select_related("picture")
        for option in rows.order_by("version_id", "place"):
            options[option.version_id].append(option)
        for version in QuestionVersion.objects.filter(pk__in=ids).select_related("picture"):
            found[version.pk] = _text(version, options[version.pk])
    return found


def digests(version_ids: Collection[int]) -> dict[int, str]:
    """The content hash of each version as it is stored now."""
    rows: dict[int, str] = {}
    for ids in _batches(sorted(set(version_ids))):
        stored = QuestionVersion.objects.filter(pk__in=ids)
        rows.update(stored.values_list("pk", "content_hash"))
    return rows


def _paths(scope: str) -> list[str]:
    codes = scope.split("/")
    return ["/".join(codes[: count + 1]) for count in range(len(codes))]


def _batches(ids: Sequence[int]) -> Iterator[list[int]]:
    rest = iter(ids)
    while batch := list(islice(rest, AT_ONCE)):
        yield batch


_Row = tuple[int, str, str]


def _approved(questions: Any) -> dict[int, _Row]:
    versions = QuestionVersion.objects.filter(pk__in=questions.values("approved"))
    rows = versions.values_list("question_id", "pk", "kind", "content_hash")
    return {question: (pk, kind, digest) for question, pk, kind, digest in rows}


def _codes(questions: Collection[int]) -> dict[int, set[str]]:
    codes: dict[int, set[str]] = defaultdict(set)
    rows = Question.tags.through.objects.values_list(
        "question_id", "tag__code", "tag__parent__code"
    )
    for question, code, parent in rows:
        if question in questions:
            codes[question] |= {code, parent} if parent else {code}
    return codes


def _item(row: _Row, codes: set[str], measured: Rates | None) -> Item:
    version, kind, digest = row
    return Item(version, frozenset(codes | {kind}), measured or _rates(codes), digest)


def _measured(questions: Any) -> dict[int, Rates]:
    """The rates in use that answers were counted for, by approved version: its own or its kin's."""
    rows = ItemSummary.objects.filter(
        version__question__in=questions.values("pk"), count__gt=0, measured_at__isnull=False
    )
    by_version = {pk: tuple(rates) for pk, rates in rows.values_list("version", "rates")}
    versions = QuestionVersion.objects.filter(pk__in=questions.values("approved"), same_item=True)
    mended = [pk for pk in versions.values_list("pk", flat=True) if pk not in by_version]
    for version, family in kin(mended).items() if mended else ():
        known = [by_version[one] for one in family if one in by_version]
        by_version |= {version: known[-1]} if known else {}
    return by_version


def _with_enemies(items: list[Item], questions: Mapping[int, int]) -> list[Item]:
    """The items with their enemies among them; `questions` has the question of each version."""
    versions = {questions[item.version]: item.version for item in items}
    enemies: dict[int, set[int]] = defaultdict(set)
    pairs = Pair.objects.filter(verdict=Verdict.ENEMIES).values_list("first", "second")
    for first, second in pairs:
        if first in versions and second in versions:
            enemies[versions[first]].add(versions[second])
            enemies[versions[second]].add(versions[first])
    return [
        replace(item, enemies=frozenset(enemies[item.version])) if item.version in enemies else item
        for item in items
    ]


def refs(version_ids: Collection[int]) -> dict[int, str]:
    """The id of the question of each version, as editors know it."""
    found: dict[int, str] = {}
    for ids in _batches(sorted(set(version_ids))):
        rows = QuestionVersion.objects.filter(pk__in=ids)
        found.update(rows.values_list("pk", "question__ref"))
    return found


def questions(version_ids: Collection[int]) -> dict[int, int]:
    """The number of the question of each version."""
    found: dict[int, int] = {}
    for ids in _batches(sorted(set(version_ids))):
        rows = QuestionVersion.objects.filter(pk__in=ids)
        found.update(rows.values_list("pk", "question"))
    return found


def _rates(codes: set[str]) -> Rates:
    labels = (rates for label, rates in LABELS.items() if f"L{label}" in codes)
    return next(labels, UNLABELLED)


def _text(version: QuestionVersion, options: Sequence[Option]) -> VersionText:
    extra, plain = version.extra or {}, _Plain(version.rich or {})
    targets = enumerate(extra.get("targets", ()))
    return VersionText(
        version.pk,
        str(version.kind),
        plain.both("stem", version.stem_zh, version.stem_en),
        tuple(plain.both(f"options.{o.place}", o.text_zh, o.text_en) for o in options),
        frozenset(option.place for option in options if option.fixed),
        tuple(version.key),
        _estimate(version.estimate),
        plain.both("why", version.explanation_zh, version.explanation_en),
        _both(version.source_zh, version.source_en),
        tuple(plain.both(f"targets.{place}", zh, en) for place, (zh, en) in targets),
        tuple(extra.get("accepted", ())),
        tuple(Area(shape, tuple(numbers)) for shape, *numbers in extra.get("areas", ())),
        _figure(version),
        tuple(_figure(option) for option in options),
        plain.shown,
    )


class _Plain:
    """Turns the stored texts of a version into plain words; `shown` collects the trees to show."""

    def __init__(self, stored: Trees) -> None:
        self._stored = stored
        self.shown: dict[str, dict[str, list[Any]]] = {}

    def both(self, part: str, zh: str, en: str) -> Text:
        """Where English is missing the Chinese tree stands in, too."""
        trees = dict(self._stored.get(part, {}))
        if not en and "zh" in trees:
            trees["en"] = trees["zh"]
        if trees:
            self.shown[part] = trees
        words = {lang: rich.plain(nodes) for lang, nodes in trees.items()}
        return _both(words.get("zh", zh), words.get("en", en))


def _figure(row: QuestionVersion | Option) -> Figure | None:
    picture = row.picture
    if picture is None:
        return None
    alt = _both(row.picture_alt_zh, row.picture_alt_en)
    wanted = WIDE if isinstance(row, QuestionVersion) else HALF
    return Figure(images.address(picture, wanted), picture.width, picture.height, alt)


def _both(zh: str, en: str) -> Text:
    return Text(zh, en or zh)


def _estimate(data: dict[str, Any] | None) -> Estimate | None:
    if data is None:
        return None
    unit = _both(data["unit_zh"], data["unit_en"])
    value, near, far = data["value"], data["near"], data["far"]
    return Estimate(value, near, far, least=data["min"], most=data["max"], unit=unit)

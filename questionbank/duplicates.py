"""Finds questions that are alike: those like a draft at once, all pairs of the bank in steps."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

from django.db import transaction
from django.db.models import Max, Q, QuerySet

from questionbank.likenesses import drafts_by_version, drafts_of, fill, plain_by_version
from questionbank.models import Alike, Likeness, Pair, Question, Suspect, Verdict
from questionbank.nearby import NEAR, Nearby
from questionbank.rules.alike import Likeness as Plain
from questionbank.rules.alike import answer, likeness, straight
from questionbank.rules.question import Draft

AT_ONCE = 500
# PostgreSQL hands out numbers before it commits: rows that come late are younger than this.
LATE = 100
# More than so many that are like one question help nobody to decide.
MOST = 20
# What is most surely the same stands first.
ORDER = (Alike.SAME_TEXT, Alike.OTHER_KEY, Alike.NEAR, Alike.REVERSED, Alike.SAME_OPTIONS)


@dataclass(frozen=True, slots=True)
class Near:
    """A question that is like a draft: `score` of a hundred, `why` is one of Alike."""

    question: Question
    score: int
    why: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How much of the bank was searched for pairs."""

    done: int
    total: int

    @property
    def complete(self) -> bool:
        return self.done >= self.total


class _Bank:
    """The whole bank's plain words in this process, brought up to date by each question asked."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.nearby = Nearby()

    def refresh(self) -> None:
        """Take in what changed, in any process."""
        # Apart: each alone is read from an index; together they read the whole table.
        last = Likeness.objects.aggregate(last=Max("pk"))["last"] or 0
        count = Likeness.objects.count()
        self._take(Likeness.objects.filter(pk__gt=last - LATE))
        if len(self.nearby.rows) == count:
            return
        there = set(Likeness.objects.values_list("question_id", flat=True))
        for pk in self.nearby.rows.keys() - there:
            self.nearby.drop(pk)
        if len(self.nearby.rows) < len(there):
            self._take(Likeness.objects.all())

    def _take(self, rows: QuerySet[Likeness]) -> None:
        for pk, stem, options in rows.values_list("question_id", "stem", "options"):
            self.nearby.put(pk, Plain(stem, options))


_bank = _Bank()


def near(
    draft: Draft,
    *,
    among: QuerySet[Question] | None = None,
    but: int | None = None,
    veiled: QuerySet[Question] | None = None,
    limit: int = 5,
) -> list[Near]:
    """The questions most like the draft, the likest first; `among` narrows them, `but` is itself.

    Where editors said that a question is another than `but`, it is left out. The `veiled` ones
    (grants.veiled) are compared by their words in use: how much they are like a guess would tell
    the newest.
    """
    skip = {but, *_different(but)} if but else set()
    return _near([draft], _Seen.by(among, veiled), skip, limit)[0]


def near_many(
    drafts: Sequence[Draft],
    *,
    among: QuerySet[Question] | None = None,
    veiled: QuerySet[Question] | None = None,
    limit: int = 1,
) -> list[list[Near]]:
    """The same for many drafts, such as the rows of a file, in the queries of a few."""
    return _near(drafts, _Seen.by(among, veiled), set(), limit)


@dataclass(frozen=True, slots=True)
class _Seen:
    """What may be found: questions, and of the veiled ones by number the versions in use."""

    among: QuerySet[Question] | None
    veiled: dict[int, int]
    in_use: Nearby

    @classmethod
    def by(cls, among: QuerySet[Question] | None, veiled: QuerySet[Question] | None) -> "_Seen":
        pairs = [] if veiled is None else list(veiled.values_list("pk", "approved"))
        seen = cls(among, {pk: version for pk, version in pairs if version}, Nearby())
        plain = plain_by_version(seen.veiled.values())
        for pk, version in seen.veiled.items():
            seen.in_use.put(pk, plain[version])
        return seen

    def drafts(self, pks: Iterable[int]) -> dict[int, Draft]:
        """The words of the questions that are shown."""
        some = set(pks)
        by_version = {self.veiled[pk]: pk for pk in some & self.veiled.keys()}
        shown = drafts_by_version(by_version)
        newest = drafts_of(some - self.veiled.keys())
        return newest | {by_version[version]: draft for version, draft in shown.items()}


def _near(drafts: Sequence[Draft], seen: _Seen, skip: set[int], limit: int) -> list[list[Near]]:
    wanted = [likeness(draft) for draft in drafts]
    with _bank.lock:
        _bank.refresh()
        found = [_best(_bank.nearby.near(one), skip | seen.veiled.keys()) for one in wanted]
    if seen.veiled:
        others = [_best(seen.in_use.near(one), skip) for one in wanted]
        found = [one | other for one, other in zip(found, others, strict=True)]
    pks = {pk for scores in found for pk in scores}
    there = _questions(pks, seen.among)
    words = {pk: _Said.by(draft) for pk, draft in seen.drafts(there).items()}
    pairs = zip(drafts, wanted, found, strict=True)
    return [
        sorted(_told(_Said.by(draft, ours), scores, there, words), key=_likest)[:limit]
        for draft, ours, scores in pairs
    ]


def _told(
    ours: "_Said", scores: dict[int, int], there: dict[int, Question], words: dict[int, "_Said"]
) -> Iterator[Near]:
    for pk, score in scores.items():
        if pk in words:
            yield Near(there[pk], score, _why(ours, words[pk], score))


def _best(scores: dict[int, int], skip: set[int]) -> dict[int, int]:
    best = sorted(scores.keys() - skip, key=lambda pk: (-scores[pk], pk))[:MOST]
    return {pk: scores[pk] for pk in best}


def _questions(pks: set[int], among: QuerySet[Question] | None) -> dict[int, Question]:
    rows = Question.objects.all() if among is None else among
    found: dict[int, Question] = {}
    for some in _batches(sorted(pks)):
        found |= {
            one.pk: one for one in rows.filter(pk__in=some).select_related("newest", "approved")
        }
    return found


@dataclass(frozen=True, slots=True)
class _Said:
    """A draft as far as it is compared: worked out once, compared with many."""

    plain: Plain
    answer: tuple[str, ...]
    key: bool
    estimate: bool

    @classmethod
    def by(cls, draft: Draft, plain: Plain | None = None) -> "_Said":
        words = plain or likeness(draft)
        return cls(words, answer(draft), bool(draft.key), draft.estimate is not None)


def why(one: Draft, other: Draft, score: int) -> str:
    """In what two drafts are alike, given that they are, and how much of a hundred."""
    return _why(_Said.by(one), _Said.by(other), score)


def _why(one: _Said, other: _Said, score: int) -> str:
    ours, theirs = one.plain, other.plain
    differ = ((one.key and other.key) or one.estimate) and one.answer != other.answer
    if ours.stem == theirs.stem:
        same = not ours.options or not theirs.options or ours.options == theirs.options
        if differ:
            return Alike.OTHER_KEY
        return Alike.SAME_TEXT if same else Alike.NEAR
    if straight(ours.stem) == straight(theirs.stem):
        return Alike.REVERSED
    return Alike.NEAR if score >= NEAR else Alike.SAME_OPTIONS


def progress() -> Progress:
    """How much of the bank was searched; questions whose words changed wait to be searched anew."""
    total = Question.objects.filter(newest__isnull=False).count()
    return Progress(Likeness.objects.filter(searched=True).count(), total)


def search_on(limit: int = AT_ONCE) -> Progress:
    """Search for what is like the next `limit` questions that were not searched yet.

    Where thousands are alike that takes seconds: no transaction is open meanwhile, since answers
    wait for it on SQLite.
    """
    fill(limit)
    known = _known()
    rows = Likeness.objects.filter(searched=False).order_by("pk")[:limit]
    waiting = [row for row in rows if known.get(row.question_id) == row.pk]
    with _bank.lock:
        _bank.refresh()
        found = {
            row.question_id: _bank.nearby.near(Plain(row.stem, row.options)) for row in waiting
        }
    pairs = {
        (min(pk, other), max(pk, other)): score
        for pk, others in found.items()
        for other, score in _most(pk, others)
    }
    suspects = _suspects(pairs)
    for at in range(0, len(suspects), AT_ONCE):
        _keep(suspects[at : at + AT_ONCE], known)
    for pks in _batches([row.pk for row in waiting]):
        Likeness.objects.filter(pk__in=pks).update(searched=True)
    return progress()


def _known(pks: Sequence[int] | None = None) -> dict[int, int]:
    """These questions (None = all), each with its likeness: another one when its words change."""
    rows = Likeness.objects.values_list("question", "pk")
    if pks is None:
        return dict(rows)
    return {pk: one for some in _batches(pks) for pk, one in rows.filter(question__in=some)}


def _most(pk: int, others: dict[int, int]) -> Iterable[tuple[int, int]]:
    best = sorted(others.items(), key=lambda other: (-other[1], other[0]))
    return [other for other in best if other[0] != pk][:MOST]


def _suspects(pairs: dict[tuple[int, int], int]) -> list[Suspect]:
    drafts = drafts_of({pk for pair in pairs for pk in pair})
    return [
        Suspect(first_id=a, second_id=b, score=score, why=why(drafts[a], drafts[b], score))
        for (a, b), score in sorted(pairs.items())
        if a in drafts and b in drafts
    ]


@transaction.atomic
def _keep(found: Sequence[Suspect], known: dict[int, int]) -> None:
    """Store the pairs whose words are still those that were compared, and that nobody judged. No
    row is locked: at worst there is one pair more that an editor tells apart."""
    pks = sorted({pk for one in found for pk in (one.first_id, one.second_id)})
    there = set(_known(pks).items()) & known.items()
    same, said = {pk for pk, _likeness in there}, _said({one.first_id for one in found})
    pairs = {(one.first_id, one.second_id): one for one in found}
    kept = [one for both, one in pairs.items() if same.issuperset(both) and both not in said]
    Suspect.objects.bulk_create(kept, ignore_conflicts=True)


def _said(firsts: Iterable[int]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for pks in _batches(sorted(firsts)):
        found |= set(Pair.objects.filter(first__in=pks).values_list("first", "second"))
    return found


def _different(pk: int) -> set[int]:
    pairs = Pair.objects.filter(Q(first=pk) | Q(second=pk), verdict=Verdict.DIFFERENT)
    return {one for pair in pairs.values_list("first", "second") for one in pair} - {pk}


def _likest(near: Near) -> tuple[int, int, int]:
    return ORDER.index(Alike(near.why)), -near.score, near.question.pk


def _batches(pks: Sequence[int]) -> Iterable[Sequence[int]]:
    return (pks[at : at + AT_ONCE] for at in range(0, len(pks), AT_ONCE))

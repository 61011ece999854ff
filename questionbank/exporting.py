"""Taking questions out of the bank: a whole filter, in any format, as far as one may."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from questionbank import due, grants, images, search
from questionbank.bank import PROVINCE
from questionbank.filters import Filter
from questionbank.formats import registry
from questionbank.formats.found import Options, Written
from questionbank.formats.registry import Format
from questionbank.likenesses import drafts_of
from questionbank.models import Picture, Question, QuestionVersion
from questionbank.rules.question import Draft, Text

AT_ONCE = 500
Held = Collection[int]
NONE_HELD: Held = frozenset()
# Formats of one line for each question are written piece by piece; this is what each piece after
# the first repeats.
_HEADS = {"csv": 1, "jsonl": 0}
WHY: dict[str, str | Promise] = {
    "kind": _("格式没有这种题型"),
    "hotspot": _("格式没有图上点选题"),
    "areas": _("格式只能放一个区域"),
    "marker": _("格式的题图最大 600×400"),
    "picture": _("格式不能带图片"),
    "pictures": _("格式不能带图片"),
    "marks": _("文字中有格式自用的符号，读回来会不一样"),
    "lost": _("图片文件不见了"),
    "due": _("正用于未结束的排名轮次，结束之前只有省级可以带答案导出"),
}


@dataclass(frozen=True, slots=True)
class Left:
    """Questions that a format cannot hold: why, how many, and the ids of some."""

    why: str
    count: int
    refs: tuple[str, ...]


def rows(wanted: Filter, user: User, today: date) -> QuerySet[Question]:
    """The questions of the filter that this user may take out, in the filter's order."""
    among = grants.reach(user, "export")
    found = search.found(wanted, among, user=user, today=today)
    return search.ordered(wanted, found.filter(newest__isnull=False), user=user)


def held(user: User) -> frozenset[int]:
    """The questions that this user may not take out yet, by number: a ranked round that is not over
    asks them. The province, which prepares rounds, may."""
    versions = sorted(_undue(user))
    found: set[int] = set()
    for at in range(0, len(versions), AT_ONCE):
        some = QuestionVersion.objects.filter(pk__in=versions[at : at + AT_ONCE])
        found.update(some.values_list("question_id", flat=True))
    return frozenset(found)


def held_of(user: User, some: Collection[int]) -> frozenset[int]:
    """Those of a few questions that `held` names: their versions are read, not all that are
    asked."""
    undue = _undue(user)
    if not undue:
        return frozenset()
    versions = QuestionVersion.objects.filter(question__in=some).values_list("pk", "question_id")
    return frozenset(question for version, question in versions if version in undue)


def _undue(user: User) -> frozenset[int]:
    """The versions whose keys this user may not take out yet."""
    return frozenset() if grants.may(user, "export", PROVINCE) else due.undue()


def left(form: Format, questions: QuerySet[Question], but: Held = NONE_HELD) -> list[Left]:
    """What is not in the file, by reason: what the format cannot hold, and what is `but` held back.

    What is written for people holds everything else.
    """
    return [in_words(one) for one in unsaid(form, questions, but)]


def unsaid(form: Format, questions: QuerySet[Question], but: Held = NONE_HELD) -> list[Left]:
    """As `left`, each reason by its code in WHY."""
    counts: Counter[str] = Counter()
    refs: dict[str, list[str]] = {}
    for pk, one in chain.from_iterable(_written(questions, form)):
        if why := "due" if pk in but else _cannot(form, one):
            counts[why] += 1
            refs.setdefault(why, []).append(one.ref)
    return [Left(why, count, tuple(refs[why][:5])) for why, count in counts.most_common()]


def in_words(one: Left) -> Left:
    """With its reason in the reader's language."""
    return replace(one, why=str(WHY.get(one.why, one.why)))


def write(form: Format, questions: QuerySet[Question], but: Held = NONE_HELD) -> Iterator[bytes]:
    """The file, in pieces; what `left` names is left out."""
    chunks = (
        [one for pk, one in some if pk not in but and not _cannot(form, one)]
        for some in _written(questions, form)
    )
    if form.name not in _HEADS:
        yield registry.write(form.name, list(chain.from_iterable(chunks)), Options())
        return
    first = True
    for some in chunks:
        data = registry.write(form.name, some, Options())
        yield data if first else _without_head(data, _HEADS[form.name])
        first = False
    if first:
        yield registry.write(form.name, [], Options())


def _without_head(data: bytes, lines: int) -> bytes:
    for _line in range(lines):
        data = data.partition(b"\n")[2]
    return data


def _cannot(form: Format, question: Written) -> str:
    if form.prints:
        return ""
    if form.pictures and not _digests(question.draft) <= question.pictures.keys():
        return "lost"
    return registry.cannot(form.name, question)


def _written(questions: QuerySet[Question], form: Format) -> Iterator[list[tuple[int, Written]]]:
    """The questions, by number, with all that a format may hold, some at a time."""
    pks = list(questions.values_list("pk", flat=True))
    for at in range(0, len(pks), AT_ONCE):
        some = pks[at : at + AT_ONCE]
        known = Question.objects.prefetch_related("tags").defer("sought").in_bulk(some)
        drafts = drafts_of(some)
        pictures = _bytes(drafts.values()) if form.pictures else {}
        there = [pk for pk in some if pk in drafts and pk in known]
        yield [(pk, _one(known[pk], drafts[pk], pictures)) for pk in there]


def _one(question: Question, draft: Draft, pictures: Mapping[str, bytes]) -> Written:
    digests = _digests(draft)
    return Written(
        question.ref,
        draft,
        frozenset((tag.facet, tag.code) for tag in question.tags.all()),
        Text(question.author_zh, question.author_en),
        question.licence,
        {digest: pictures[digest] for digest in sorted(digests) if digest in pictures},
    )


def _digests(draft: Draft) -> set[str]:
    return {image.digest for image in (draft.picture, *draft.option_pictures) if image}


def _bytes(drafts: Iterable[Draft]) -> dict[str, bytes]:
    """The files of all pictures that are there."""
    found = {}
    for digest in set().union(*map(_digests, drafts)):
        try:
            found[digest] = images.bytes_of(digest)
        except (Picture.DoesNotExist, FileNotFoundError):
            continue
    return found

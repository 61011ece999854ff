"""Why a step of the workflow is refused, in words, and what a question lacks for review."""

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import desk, messages
from questionbank.messages import Fault, in_words
from questionbank.models import Facet, Question, QuestionVersion
from questionbank.rules.complete import TOO_MANY, part, unfit
from questionbank.rules.question import Draft
from questionbank.rules.validity import gaps

# Code: the field of the form that it is about, and its words.
REFUSALS = {
    "state": ("", gettext_lazy("试题现在的状态不能这样操作")),
    "verb": ("", gettext_lazy("没有这项权限")),
    "own": ("", gettext_lazy("本人的版本须由他人审核")),
    "final": ("", gettext_lazy("含敏感内容，须由省级终审人操作")),
    "lift": desk.LIFT,
    "needed": desk.KEPT,
    "incomplete": ("", gettext_lazy("内容不完整，不能送审、通过或启用")),
    "reason": ("reason", gettext_lazy("请写明理由")),
    "long": ("reason", gettext_lazy("文字太长，最多 1000 字")),
    "above": ("to", gettext_lazy("只能推荐给上级地区的题库")),
    "comment": ("text", gettext_lazy("意见为 1 至 1000 字")),
}


NotTheirs = messages.NotTheirs


def faults(question: Question, codes: Iterable[str]) -> list[Fault]:
    """One fault for each code of REFUSALS."""
    return [Fault("", question.ref, REFUSALS[c][0], str(REFUSALS[c][1])) for c in codes]


def lacks(question: Question, version: QuestionVersion | None) -> list[Fault]:
    """What is missing before review and use (regulations, section 10.5) with the words of that
    version: texts first, then tags."""
    facets = question.tags.values_list("facet", flat=True)
    return lacking(question.ref, desk.words_of(version), facets)


def lacking(ref: str, draft: Draft | None, facets: Iterable[str]) -> list[Fault]:
    """The same for words at hand; `facets` holds the facet of each tag."""
    texts = gaps(draft) if draft else []
    missing = [Fault("", ref, gap.where, in_words(gap)) for gap in texts]
    return [*missing, *_tags(ref, facets)]


def parts(draft: Draft, facets: Iterable[str]) -> tuple[str, ...]:
    """The same as parts, each once, for people who count them over many questions."""
    return tuple(dict.fromkeys([*(part(gap.where) for gap in gaps(draft)), *unfit(facets)]))


def _tags(ref: str, facets: Iterable[str]) -> Iterator[Fault]:
    for one in unfit(facets):
        facet = Facet(one.removesuffix(TOO_MANY))
        words = _("只能有一个标签：%s") if one.endswith(TOO_MANY) else _("缺少标签：%s")
        yield Fault("", ref, facet.value, words % facet.label)

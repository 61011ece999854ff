"""Why a step of the workflow is refused, in words, and what a question lacks for review."""

from collections import Counter
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import desk, messages
from questionbank.messages import Fault, in_words
from questionbank.models import Facet, Question
from questionbank.rules.question import Draft
from questionbank.rules.validity import gaps

# Code: the field of the form that it is about, and its words.
REFUSALS = {
    "state": ("", gettext_lazy("试题现在的状态不能这样操作")),
    "verb": ("", gettext_lazy("没有这项权限")),
    "own": ("", gettext_lazy("本人的版本须由他人审核")),
    "final": ("", gettext_lazy("含敏感内容，须由省级终审人操作")),
    "lift": desk.LIFT,
    "incomplete": ("", gettext_lazy("内容不完整，不能送审")),
    "reason": ("reason", gettext_lazy("请写明理由")),
    "long": ("reason", gettext_lazy("文字太长，最多 1000 字")),
    "above": ("to", gettext_lazy("只能推荐给上级地区的题库")),
    "comment": ("text", gettext_lazy("意见为 1 至 1000 字")),
}
# How many tags of a facet a question has before somebody else reviews it: at least, at most.
NEEDED = {
    Facet.TOPIC: (1, None),
    Facet.DIMENSION: (1, 1),
    Facet.AUDIENCE: (1, None),
    Facet.DIFFICULTY: (1, 1),
}


NotTheirs = messages.NotTheirs


def faults(question: Question, codes: Iterable[str]) -> list[Fault]:
    """One fault for each code of REFUSALS."""
    return [Fault("", question.ref, REFUSALS[c][0], str(REFUSALS[c][1])) for c in codes]


def lacks(question: Question) -> list[Fault]:
    """What is missing before review (regulations, section 10.5): texts first, then tags."""
    facets = question.tags.values_list("facet", flat=True)
    return lacking(question.ref, desk.current(question), facets)


def lacking(ref: str, draft: Draft | None, facets: Iterable[str]) -> list[Fault]:
    """The same for words at hand; `facets` holds the facet of each tag."""
    texts = gaps(draft) if draft else []
    missing = [Fault("", ref, gap.where, in_words(gap)) for gap in texts]
    return [*missing, *_tags(ref, facets)]


def _tags(ref: str, facets: Iterable[str]) -> Iterator[Fault]:
    has = Counter(facets)
    for facet, (least, most) in NEEDED.items():
        if has[facet] < least:
            yield Fault("", ref, facet.value, _("缺少标签：%s") % facet.label)
        elif most is not None and has[facet] > most:
            yield Fault("", ref, facet.value, _("只能有一个标签：%s") % facet.label)

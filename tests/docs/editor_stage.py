"""The bank that the pictures of the editors' guide show: the starter bank, and work in progress.

`manage.py shell` runs `build` in a folder of its own, see `tests.docs.editor_pictures`.
"""

from django.contrib.auth.models import User
from django.core.management import call_command

from config import demo
from questionbank import desk, grants, typed, workflow
from questionbank.desk import Wanted
from questionbank.models import Question, Status
from questionbank.rules.question import Draft
from quiz import clock
from tests.questionbank import counted

PROVINCE, CITY = "440000", "440000/440100"
TAGS = frozenset(
    {("topic", "T4.2"), ("dimension", "knowledge"), ("audience", "general"), ("difficulty", "L2")}
)
WRITTEN = (
    """【单选题】夏天从冰箱里取出的饮料瓶，外壁很快挂满水珠。这些水主要来自哪里？
A. 瓶里的饮料渗了出来
B. 空气中的水蒸气遇冷凝结
C. 瓶子的塑料受热出水
D. 冰箱里带出来的霜
答案：B
解析：瓶壁比空气冷，贴近它的水蒸气凝结成水珠。瓶子是密封的，饮料渗不出来。
来源：《义务教育物理课程标准（2022年版）》""",
    """【判断题】在太空中，两名航天员面对面说话，不用无线电也能听见。
答案：错
解析：声音靠介质传播，太空近乎真空，声音传不过去。
来源：《义务教育物理课程标准（2022年版）》""",
    """【单选题】一杯水里浮着一块冰，水面正好与杯口齐平。冰全部融化以后会怎样？
A. 水会溢出来
B. 水面会下降
C. 水面仍与杯口齐平
D. 水先下降再溢出
答案：C
解析：浮冰排开的水和冰一样重，融化成的水正好填满这个空。
来源：《义务教育物理课程标准（2022年版）》""",
)
AGAIN = """【单选题】一杯水里浮着一块冰，水面正好和杯口齐平。冰全部融化后会怎样？
A. 水会溢出来
B. 水面会下降
C. 水面仍和杯口齐平
D. 水先下降后溢出
答案：C
解析：冰浮着时排开的水与它一样重。
来源：《义务教育物理课程标准（2022年版）》"""


def build(looker: str) -> None:
    """Load the starter bank, let Chen write what `looker` is to review, invent answers."""
    demo.prepare(clock.now())
    for role in ("author", "reviewer", "approver"):
        grants.give(_person(looker), role, PROVINCE, by=None)
    chen = _person("chen")
    grants.give(chen, "author", CITY, by=None)
    for text in (*WRITTEN, AGAIN):
        made = _written(text, chen)
        if text != AGAIN:
            workflow.act(made.pk, "submit", by=chen, revision=made.revision)
    call_command("find_duplicates")
    _count_answers()


def _person(name: str) -> User:
    return User.objects.get_or_create(username=name, defaults={"is_staff": True})[0]


def _written(text: str, by: User) -> Question:
    draft = typed.read(text).draft
    assert draft is not None, text
    return desk.create(Wanted(draft, TAGS), by=by, scope=CITY)


def _count_answers() -> None:
    """Invented answers: of twelve questions all tell who knows more, but the second misleads."""
    live = Question.objects.filter(status=Status.LIVE, newest__kind="single").order_by("ref")
    slopes = (1.1, -1.2, 0.8, 1.4, 0.05, 1.0, 0.9, 1.2, 1.0, 0.7, 1.3, 0.6)
    four = [one for one in live if len(_draft(one).options) == 4]
    made = (
        counted.counts(question, 2500, slope=slope, key=_draft(question).key[0], seed=number)
        for number, (question, slope) in enumerate(zip(four, slopes, strict=False))
    )
    counted.keep(*made)


def _draft(question: Question) -> Draft:
    draft = desk.current(question)
    assert draft is not None
    return draft

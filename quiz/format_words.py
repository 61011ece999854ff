"""A format in people's words: what each setting is called, what one may choose, why one is refused,
and what a round comes to in a line each."""

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank.punctuation import clauses, listed
from quiz.rules.formats import BadFormat, Format, Mode

Words = str | Promise
N_: Final = gettext_lazy

LABELS: Final[Mapping[str, Words]] = {
    "mode": N_("方式"),
    "questions": N_("每卷题数"),
    "question_ms": N_("每题限时（秒，0 为不限）"),
    "total_ms": N_("全卷限时（秒，0 为不限）"),
    "grace_ms": N_("网络宽限（秒）"),
    "tries_per_day": N_("每人每天几次（0 为不限）"),
    "tries_total": N_("每人总共几次（0 为不限）"),
    "count": N_("多次成绩怎么算"),
    "best_n": N_("取最好的几次平均"),
    "blueprint": N_("命题蓝图"),
    "pool": N_("只从这些标签中命题"),
    "books": N_("卷册数"),
    "shuffle_questions": N_("每人题序不同"),
    "shuffle_options": N_("每人选项次序不同"),
    "reveal": N_("何时公布答案"),
    "right": N_("答对得分"),
    "penalty": N_("答错扣分"),
    "blank": N_("空白得分"),
    "partial": N_("部分答对"),
    "bonus": N_("速度加分"),
    "bonus_points": N_("速度加分最多几分"),
    "bonus_steps": N_("速度加分分几级"),
    "ties": N_("同分时依次比较"),
    "boards": N_("设哪些榜"),
    "bands": N_("等级"),
    "cohorts": N_("哪些人群可以参加（不选为全部）"),
    "lead_ms": N_("出题前预告（秒）"),
    "lives": N_("几条命（0 为人人到底）"),
    "stake_win": N_("加注赢几分"),
    "stake_lose": N_("加注输几分"),
    "team": N_("团队计分"),
    "team_best": N_("取队里最好的几人"),
    "audience": N_("第几题留给观众"),
    "late_join": N_("中途入场"),
    "full_points_ms": N_("这么快就得全部加分（秒）"),
    "bonus_quantum_ms": N_("加分的时间一格（秒）"),
}
CHOICES: Final[Mapping[str, Mapping[str, Words]]] = {
    "mode": {"paper": N_("排名赛"), "practice": N_("练习"), "live": N_("现场赛")},
    "count": {
        "best": N_("取最好的一次"),
        "sum": N_("各次相加"),
        "last": N_("取最后一次"),
        "mean_best": N_("取最好的几次平均"),
    },
    "reveal": {
        "each": N_("每题之后"),
        "end": N_("交卷之后"),
        "closed": N_("轮次结束之后"),
    },
    "partial": {
        "none": N_("不得分"),
        "half": N_("得一半"),
        "per_option": N_("按选对的比例"),
    },
    "bonus": {"none": N_("没有"), "linear": N_("越快越多"), "steps": N_("分级")},
    "ties": {
        "took": N_("用时少"),
        "fewer_tries": N_("次数少"),
        "finished": N_("完成早"),
    },
    "boards": {
        "province": N_("全省"),
        "city": N_("各市"),
        "county": N_("各县区"),
        "cohort": N_("人群"),
        "regions": N_("地区对地区"),
    },
    "team": {
        "none": N_("不分队"),
        "average": N_("队员平均"),
        "best_n": N_("最好的几人相加"),
    },
    "late_join": {"yes": N_("可以参赛"), "watch": N_("只能观看"), "no": N_("不放人")},
}
# What quiz.rules.formats says of a setting that contradicts another one.
PROBLEMS: Final[Mapping[str, Words]] = {
    "must stay below right": N_("要小于答对的得分"),
    "must be 0 or at least 3000": N_("要是 0，或至少 3 秒"),
    "must be 0 or at least 10000": N_("要是 0，或至少 10 秒"),
    "only with count mean_best": N_("只用于“取最好的几次平均”"),
    "names a link twice": N_("同一项写了两次"),
    "unknown board": N_("没有这种榜"),
    "practice is never ranked": N_("练习没有榜"),
    "must be from 0 to 100": N_("百分比要在 0 到 100 之间"),
    "a ranked round reveals at the end or when closed": N_(
        "排名赛要在交卷或结束之后才公布答案，除非总共只能答一次"
    ),
    "a ranked round needs question_ms or total_ms": N_("排名赛要有每题限时或全卷限时"),
    "each cell wants a whole number of at least 1": N_("每一格至少 1 题"),
    "needs a bonus other than none": N_("没有速度加分，就不填几分"),
    "steps need bonus_steps of at least 1": N_("分级加分至少要有一级"),
    "a bonus needs question_ms": N_("速度加分要有每题限时"),
    "must not be above right": N_("不能多于答对的得分"),
    "wants slots, each once": N_("要是题号，每个一次"),
    "leaves no question to those who play": N_("没有给选手留下题"),
    "needs lives or late_join watch: else nobody may answer": N_(
        "要有“几条命”，或中途入场只能观看，否则没有观众"
    ),
    "only with team best_n": N_("只用于“最好的几人相加”"),
    "a live round reveals each": N_("现场赛每题之后公布答案"),
    "must be false: a hall has one paper": N_("现场赛全场一份卷，题序人人相同"),
    "a live round has its own boards": N_("现场赛有自己的榜，不设这些"),
    "a live round has no limit of its own": N_("现场赛没有全卷限时"),
    "only with mode live": N_("只用于现场赛"),
    "no such setting": N_("没有这项设置"),
    "wants a whole number under each name": N_("每个名称之下要是整数"),
}
_BOUNDS: Final = re.compile(r"must be a whole number from (-?\d+) to (-?\d+), got .*", re.DOTALL)
_SUM: Final = re.compile(r"wants (\d+) questions, the paper has (\d+)")
_BONUS: Final = re.compile(r"all bonuses together \((\d+)\) must stay below one question's points")
_RIGHT: Final = re.compile(r"needs right of at least (\d+)")
_CHOICE: Final = re.compile(r"(.*) is not a valid \w+", re.DOTALL)
_COHORT: Final = re.compile(r"no cohort (.*?); there are (.*)", re.DOTALL)
_TAG: Final = re.compile(r"no tag (.*) in (cell|entry) (.*)", re.DOTALL)
# What is no value of its kind, whatever it is: a part of what the rule says, and the words.
_KINDS: Final[Mapping[str, Words]] = {
    "must be true or false": N_("要是 true 或 false"),
    "wants a list of words": N_("要是一列词，如 [a, b]"),
    "wants names with": N_("要是名称和数值，如 {a: 1}"),
    "is not iterable": N_("要是一列值，如 [1, 2]"),
}


def problem(bad: BadFormat) -> tuple[str, str]:
    """The setting that was refused, and why, to people who see seconds."""
    return _problem(bad, _shown)


def refusal(bad: BadFormat) -> str:
    """Why settings are refused in one line, for people who see them by their names, as a command
    or JSON has them: in milliseconds."""
    return ": ".join(_problem(bad, lambda _setting, number: str(number)))


def _problem(bad: BadFormat, shown: Callable[[str, int], str]) -> tuple[str, str]:
    setting, _colon, said = str(bad).partition(": ")
    if said in PROBLEMS:
        return setting, str(PROBLEMS[said])
    if found := _BOUNDS.fullmatch(said):
        least, most = (shown(setting, int(n)) for n in found.groups())
        return setting, _("要在 %(least)s 到 %(most)s 之间") % {"least": least, "most": most}
    if found := _SUM.fullmatch(said):
        words = {"cells": found[1], "questions": found[2]}
        return setting, _("各格合计 %(cells)s 题，每卷 %(questions)s 题，两者要相等") % words
    if found := _BONUS.fullmatch(said):
        return setting, _("全卷加分合计 %s 分，要小于一题的得分") % found[1]
    if found := _RIGHT.fullmatch(said):
        return setting, _("部分得分要有至少 %s 分一题") % found[1]
    return setting, _strange(setting, said)


def _strange(setting: str, said: str) -> str:
    """What there is not, with what there is; else what a value of its kind looks like. The rule's
    own words where there are no others."""
    if found := _CHOICE.fullmatch(said):
        there = ", ".join(CHOICES.get(setting, ()))
        return _("没有 %(said)s，可用：%(there)s") % {"said": found[1][:60], "there": there}
    if found := _COHORT.fullmatch(said):
        none = found[2].startswith("none yet")
        there = _("请先运行 manage.py load_regions") if none else _("可用：%s") % found[2]
        return _("没有人群 %(said)s，%(there)s") % {"said": found[1][:60], "there": there}
    if found := _TAG.fullmatch(said):
        words = {"cell": found[3][1:-1][:60], "tag": found[1][1:-1][:60]}
        if found[2] == "entry":
            return _("“%(cell)s”这一项：题库没有标签“%(tag)s”") % words
        return _("“%(cell)s”这一格：题库没有标签“%(tag)s”") % words
    return str(next((words for kind, words in _KINDS.items() if kind in said), said))


def _shown(setting: str, number: int) -> str:
    return seconds(number) if setting.endswith("_ms") else str(number)


def seconds(ms: int) -> str:
    """Milliseconds as people type seconds: 20000 is "20", 500 is "0.5"."""
    whole, rest = divmod(ms, 1000)
    return f"{whole}.{rest:03d}".rstrip("0") if rest else str(whole)


def summary(form: Format) -> list[tuple[str, str]]:
    """What a round comes to, for somebody who chooses: headings with a few words each."""
    found = [(_("题数和时间"), _length(form))]
    if form.mode is not Mode.LIVE:
        found += [(_("次数"), _tries(form))]
    found += [(_("得分"), _points(form)), (_("公布答案"), _choice("reveal", form.reveal))]
    if form.boards:
        found += [(_("榜单"), listed(_choice("boards", one) for one in form.boards))]
    if form.mode is Mode.LIVE:
        found += [(_("玩法"), _play(form))]
    return found


def _length(form: Format) -> str:
    said = [_("%d 题") % form.questions]
    if form.question_ms:
        said.append(_("每题 %s 秒") % seconds(form.question_ms))
    if form.total_ms:
        said.append(_("全卷 %s 分钟") % f"{form.total_ms / 60_000:g}")
    if not form.question_ms and not form.total_ms:
        said.append(_("不限时"))
    return clauses(said)


def _tries(form: Format) -> str:
    said = []
    if form.tries_per_day:
        said.append(_("每天 %d 次") % form.tries_per_day)
    if form.tries_total:
        said.append(_("总共 %d 次") % form.tries_total)
    said = said or [_("次数不限")]
    return clauses([*said, _choice("count", form.count)] if form.ranked else said)


def _points(form: Format) -> str:
    said = [_("每题 %d 分") % form.right]
    if form.penalty:
        said.append(_("答错扣 %d 分") % form.penalty)
    if form.bonus_points:
        said.append(_("最快另加 %d 分") % form.bonus_points)
    return clauses(said)


def _play(form: Format) -> str:
    said = [_("答错 %d 次出局") % form.lives if form.lives else _("人人到底")]
    if form.team != "none":
        said.append(_choice("team", form.team))
    if form.stake_win:
        said.append(_("可以加注"))
    return clauses(said)


def _choice(setting: str, value: Any) -> str:
    return str(CHOICES[setting][str(value)])

"""The words by which tables name their columns and their kinds of question.

A part is what a column holds: "stem", "option.A", "stem.en". All words are compared in half width,
lower case, without spaces, marks and remarks in brackets (`plain`).
"""

import re
from functools import lru_cache

from questionbank.formats.pasted.words import kind_in
from questionbank.formats.text import narrow

LETTERS = "ABCDEFGHIJ"
# Part: words, the surest first. A sure word takes the column from one that is less sure.
_WORDS = {
    "type": "题型 题目类型 试题类型 题目题型 试题题型 题类 类型 questiontype"
    " typeofquestion type kind qtype 題型 類型",
    "stem": "题干 试题题干 题目题干 题干内容 题目内容 试题内容 问题内容 题目描述"
    " 问题描述 题面 题文 题目 问题 试题 题目名称 试题名称 questiontext question stem"
    " 内容 content 标题 title 題幹 題目 問題",
    "options": "选项 备选项 备选答案 候选项 全部选项 题目选项 试题选项 选项内容 options choices"
    " optionlist answeroptions 選項",
    "key": "正确答案 标准答案 正确选项 correctanswer correctanswers rightanswer correctoption"
    " correctoptions 题目答案 试题答案 参考答案 答案 答案选项 correct key answer answers 正解",
    "explanation": "解析 答案解析 试题解析 题目解析 答题解析 解释 题解 详解 解答 说明"
    " 分析 explanation analysis explain rationale feedback 解說",
    "source": "来源 出处 命题依据 依据 题目来源 试题来源 参考来源 参考资料 参考文献 source"
    " reference",
    "difficulty": "难度 难度等级 难易度 难易程度 试题难度 题目难度 难度系数 difficulty level 難度",
    "topic": "主题 topic",
    "dimension": "维度 素质维度 dimension",
    "benchmark": "基准点 benchmark benchmarks",
    "audience": "适用人群 适用对象 人群 受众 audience audiences",
    "sensitivity": "敏感标记 敏感 sensitivity",
    "labels": "知识点 标签 章节 所属章节 分类 题目分类 试题分类 类别 科目 学科 专业 领域 目录 题库"
    " 所属题库 考点 tags tag category subject chapter",
    "ref": "编号 题目编号 试题编号 试题id 题目id questionid id",
    "picture": "图片 题图 题干图片 题目图片 图片链接 图片地址 图片url picture image imageurl"
    " imagelink",
    "author": "作者 命题人 出题人 author",
    "licence": "许可 授权 授权协议 licence license",
    "unit": "单位 unit",
    "near": "满分误差 误差 tolerance near",
    "far": "零分误差 far",
    "least": "最小值 min least",
    "most": "最大值 max most",
    "accepted": "可接受答案 其他答案 其他可接受答案 acceptedanswers",
    "fixed": "固定选项 固定末项 fixed",
}
_PARTS = {
    word: (part, at) for part, words in _WORDS.items() for at, word in enumerate(words.split())
}
_BOTH = ("stem", "explanation", "source", "author", "unit")
_CHINESE_DIGITS = "一二三四五六七八九十"
_PLACE = rf"([a-j]|10|[1-9]|[{_CHINESE_DIGITS}])"
_OPTION = re.compile(
    rf"(?:试题|题目|备选|候选)?(?:选项|答案选项|备选项|备选答案|選項|option|choice|answeroption){_PLACE}"
    rf"|{_PLACE}(?:选项|选项内容|項|项|选|option)|([a-j])|(?:option)?{_PLACE}text"
)
_ANSWER = re.compile(rf"(?:答案|answer){_PLACE}")
_TARGET = re.compile(r"(?:右列|右项|配对项|target)(10|11|12|[1-9])")
_RIGHT = re.compile(rf"(?:iscorrect|iscorrectanswer|correct|是否正确|正确){_PLACE}")
_ENGLISH = re.compile(r"[(\[]?(?:英文|英语|english|en)[)\]]?$")
_REMARK = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|【[^【】]{0,80}】")
_MARKS = re.compile(r"[\s*_\-.:;,、/\\#'\"!?`~|]|必填|选填|可选|required")
# Words that people write for a kind and that say more than the words in a text would.
_KINDS = {
    **dict.fromkeys(("sc", "single", "radio", "单", "单选择", "sa", "singleselect"), "single"),
    **dict.fromkeys(("ma", "mr", "multi", "multiple", "checkbox", "多", "multiselect"), "multiple"),
    **dict.fromkeys(
        ("tf", "t/f", "judge", "judgement", "judgment", "boolean", "bool"), "truefalse"
    ),
    **dict.fromkeys(("truefalse", "判", "yesno"), "truefalse"),
    **dict.fromkeys(("mc", "mcq", "choice", "quiz", "客观题", "单选或多选"), "choice"),
    **dict.fromkeys(("text", "fill", "blank", "fib", "shortanswer", "fillblank"), "text"),
    **dict.fromkeys(("order", "sequence", "ordering"), "ordering"),
    **dict.fromkeys(("match", "matching"), "matching"),
    **dict.fromkeys(("number", "numerical", "numeric", "estimate"), "estimate"),
    **dict.fromkeys(("hotspot", "看图点选", "图上点选"), "hotspot"),
}


def plain(header: str) -> str:
    """A header without what hides it: "* 题干（必填）" is "题干"."""
    text = _REMARK.sub("", narrow(header).casefold())
    return _MARKS.sub("", text)


@lru_cache(maxsize=4096)
def part_of(header: str) -> tuple[str, int]:
    """The part that a header names and how far down the list of words it stands; ("", 0) if none.

    "答案1" may be an option or a key: its part is "answer.1", for `table_header` to decide.
    """
    text = narrow(header).casefold().strip()
    english = _ENGLISH.search(text)
    part, at = _part(plain(text[: english.start()])) if english else ("", 0)
    if english and (part in _BOTH or part.startswith(("option.", "target."))):
        return f"{part}.en", at
    return _part(plain(text))


def _part(word: str) -> tuple[str, int]:
    if found := _PARTS.get(word):
        return found
    if match := _OPTION.fullmatch(word):
        return f"option.{_letter(match)}", 0
    if match := _TARGET.fullmatch(word):
        return f"target.{match[1]}", 0
    if match := _RIGHT.fullmatch(word):
        return f"right.{_letter(match)}", 0
    if match := _ANSWER.fullmatch(word):
        return f"answer.{_letter(match)}", 0
    return "", 0


def _letter(match: re.Match[str]) -> str:
    place = next(group for group in match.groups() if group)
    if place in _CHINESE_DIGITS:
        return LETTERS[_CHINESE_DIGITS.index(place)]
    return LETTERS[int(place) - 1] if place.isdigit() else place.upper()


@lru_cache(maxsize=4096)
def kind_of(cell: str) -> str:
    """The kind that a cell names: ours, "choice" (by the number of keys), "other", or ""."""
    word = plain(cell)
    return _KINDS.get(word) or kind_in(narrow(cell).casefold())


PARTS = (
    *("type", "stem", "stem.en", "options", *(f"option.{letter}" for letter in LETTERS), "key"),
    *(f"right.{letter}" for letter in LETTERS),
    *("explanation", "explanation.en", "source", "source.en", "difficulty", "topic", "dimension"),
    *("benchmark", "audience", "sensitivity", "labels", "ref", "picture", "author", "licence"),
)
"""What an editor may say that a column is; "" leaves it out."""

"""The words by which pasted text names its parts: kinds of question, fields, true and false.

All of them are compared in half width and lower case (`flat`).
"""

import re

_FLAT = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {
    ord(wide): narrow
    for wide, narrow in {
        "\u3000": " ",
        "\t": " ",
        "【": "[",
        "】": "]",
        "〔": "(",
        "〕": ")",
        "［": "[",
        "］": "]",
        "﹙": "(",
        "﹚": ")",
    }.items()
}


def flat(text: str) -> str:
    """The text in half width, sign by sign: places in it are places in the text."""
    return text.translate(_FLAT)


# The first that is found decides; "choice" is left to the number of right options.
_KINDS = (
    ("multiple", r"多项选择|多选|multiple[ -](?:answer|response)s?|select all that apply"),
    ("choice", r"不定项|单多选|multiple[ -]choice"),
    ("single", r"单项选择|单选|single[ -]choice"),
    ("truefalse", r"判断|是非|正误|辨析|对错|true\s?(?:/|or)\s?false"),
    ("estimate", r"估算|估计|数值|numeric(?:al)?|estimate"),
    ("ordering", r"排序|ordering"),
    ("matching", r"配对|匹配|连线|matching"),
    ("text", r"填空|短文本|short answer|fill in the blanks?"),
    ("choice", r"选择"),
    ("other", r"简答|论述|问答|解答|名词解释|计算|作文|写作|材料|案例|实验|探究|操作|阅读|essay"),
)
_KIND = re.compile(
    "|".join(f"(?P<k{place}>{words})" for place, (_kind, words) in enumerate(_KINDS)), re.IGNORECASE
)
# What may stand beside the kind in a tag: "本题", "题", "每题2分", "共 10 小题".
_BESIDE = re.compile(
    r"本|此|第|该|这|每|小|大|共|计|满|总|题|型|选择|分|道|个|只有一|有|案|是|为|项|questions?|points?"
    r"|[\s\d.,、;:()\[\]/+×x*=-]",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"(本题|每小?题|共|计|满分)*\s*\d{1,3}(\.\d)?\s*(分|points?|pts?|marks?)", re.I
)


def kind_in(words: str) -> str:
    """The kind of question that flat words name; "choice", "other", or "" for none."""
    places = [int((match.lastgroup or "k0")[1:]) for match in _KIND.finditer(words)]
    return _KINDS[min(places)][0] if places else ""


def is_tag(words: str) -> bool:
    """Whether flat words are a kind of question, or points, and nothing besides."""
    return (
        len(words) <= 30
        and not _BESIDE.sub("", _KIND.sub("", words))
        and (bool(_KIND.search(words)) or is_points(words))
    )


def is_points(words: str) -> bool:
    return _POINTS.fullmatch(words.strip()) is not None


TRUE = ("√", "✓", "✔", "☑", "对", "正确", "是", "真", "t", "true", "y", "yes", "同意", "right")
FALSE = (
    "×",
    "✗",
    "✘",
    "x",
    "错",
    "错误",
    "否",
    "假",
    "f",
    "false",
    "n",
    "no",
    "不同意",
    "wrong",
    "不正确",
    "不对",
    "非",
    "╳",
    "ⅹ",
)
_TRUTH = dict.fromkeys(TRUE, True) | dict.fromkeys(FALSE, False)


def truth(words: str) -> bool | None:
    """What flat words of a judgement say; 1 and 0 say nothing here."""
    bare = words.strip().strip(".。!;；").lower()
    return _TRUTH.get(bare.removesuffix("的") or bare)


# Field -> the words before its colon, or in its brackets.
_FIELDS = {
    "key": "正确答案|参考答案|标准答案|正确选项|答案|答"
    "|correct answer|correct answers|right answer|answer|answers|ans|key",
    "explanation": "答案解析|试题解析|题目解析|参考解析|解析|解答|详解|分析|点评|点拨|解释|解"
    "|explanation|rationale|feedback",
    "source": "题目来源|试题来源|答案来源|参考来源|资料来源|来源|出处|依据|source|reference",
    "difficulty": "难度系数|难易程度|难易度|难度等级|难度|difficulty",
    "topic": "知识点|考查点|考点|所属章节|章节|标签|主题|topic|topics|tag|tags",
    "mine": "我的答案|学生答案|你的答案|考生答案|本题得分|得分|your answer",
    "points": "分值|分数|point|points|score",
    "kind": "题目类型|试题类型|题型|类型|type",
    "stem": "题目|题干|试题|question|stem",
    "unit": "单位|unit",
    "near": "满分误差|误差|tolerance",
    "far": "零分误差",
    "range": "范围|取值范围|range",
    "fixed": "固定选项|固定",
}
_NAMES = {word: name for name, words in _FIELDS.items() for word in words.split("|")}
_ANY = "|".join(sorted(_NAMES, key=len, reverse=True))
_CHINESE = "|".join(sorted((w for w in _NAMES if w[0] > "z" and len(w) > 1), key=len, reverse=True))
# "[解析]", "[答案]:", "答案:", "(来源:"; a lone "答案B" needs its key at once.
FIELD = re.compile(
    rf"\s*(?:\[\s*(?P<a>{_ANY})\s*\]\s*:?|\((?P<b>{_CHINESE})\)\s*:?|(?P<c>{_ANY})\s?[是为]?\s?:)\s*",
    re.IGNORECASE,
)
BARE_KEY = re.compile(
    r"\s*(?:正确答案|参考答案|标准答案|答案|answer)\s?(?:是|为|选)?\s*(?=[A-Ja-j√×对错正][A-J、,误确]*\s*$)",
    re.I,
)
# Further fields in one line: in square brackets anywhere, with a colon behind a space or a stop.
INNER = re.compile(
    rf"\[\s*(?:{_CHINESE})\s*\]|(?<=[\s.。;,?!)])(?:{_CHINESE})\s*:"
    rf"|\[\s*(?:answer|explanation)\s*\]",
    re.IGNORECASE,
)


def field_of(match: re.Match[str]) -> str:
    """The field that a match of FIELD names."""
    return _NAMES[next(found for found in match.groups() if found).lower()]

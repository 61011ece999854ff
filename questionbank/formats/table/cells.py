"""A question as the cells of our own table, which reads back as it was."""

from questionbank.formats.found import Written
from questionbank.formats.table.words import LETTERS
from questionbank.rules.question import Draft, Text, normal
from questionbank.rules.validity import MOST_TARGETS

# Part: header. Chinese first; what only some kinds have, and English, stands to the right.
COLUMNS = {
    "ref": "编号",
    "type": "题型",
    "stem": "题干",
    **{f"option.{letter}": f"选项{letter}" for letter in LETTERS},
    "key": "正确答案",
    "explanation": "解析",
    "source": "来源",
    "difficulty": "难度",
    "topic": "主题",
    "dimension": "维度",
    "benchmark": "基准点",
    "audience": "适用人群",
    "sensitivity": "敏感标记",
    "fixed": "固定末项",
    "author": "作者",
    "licence": "许可",
    "accepted": "其他可接受答案",
    **{f"target.{number}": f"右列{number}" for number in range(1, MOST_TARGETS + 1)},
    "unit": "单位",
    "near": "满分误差",
    "far": "零分误差",
    "least": "最小值",
    "most": "最大值",
    "stem.en": "题干（英文）",
    **{f"option.{letter}.en": f"选项{letter}（英文）" for letter in LETTERS},
    "explanation.en": "解析（英文）",
    "source.en": "来源（英文）",
    "author.en": "作者（英文）",
    **{f"target.{n}.en": f"右列{n}（英文）" for n in range(1, MOST_TARGETS + 1)},
    "unit.en": "单位（英文）",
}
KINDS = {
    "single": "单选题",
    "multiple": "多选题",
    "truefalse": "判断题",
    "estimate": "估算题",
    "ordering": "排序题",
    "matching": "配对题",
    "text": "填空题",
}
_FACETS = ("topic", "dimension", "benchmark", "audience", "difficulty", "sensitivity")


def cannot(question: Written) -> str:
    """Why a table cannot hold the question; "" when it can."""
    draft = question.draft
    if draft.kind not in KINDS:
        return "hotspot"
    return "picture" if draft.picture or any(draft.option_pictures) else ""


def cells(question: Written) -> list[str]:
    """One cell for each of COLUMNS."""
    draft = normal(question.draft)
    said = {
        "ref": question.ref,
        "type": KINDS[draft.kind],
        "key": _key(draft),
        "fixed": str(len(draft.fixed)),
        "licence": question.licence,
        "accepted": "\n".join(draft.accepted[1:]),
        **{facet: _codes(question, facet) for facet in _FACETS},
        **_numbers(draft),
        **_texts("author", question.author),
        **_texts("stem", draft.stem),
        **_texts("explanation", draft.explanation),
        **_texts("source", draft.source),
    }
    for letter, option in zip(LETTERS, draft.options, strict=False):
        said |= _texts(f"option.{letter}", option)
    for number, target in enumerate(draft.targets, start=1):
        said |= _texts(f"target.{number}", target)
    return [said.get(part, "") for part in COLUMNS]


def _texts(part: str, text: Text) -> dict[str, str]:
    return {part: text.zh, f"{part}.en": text.en}


def _codes(question: Written, facet: str) -> str:
    return ",".join(sorted(code for own, code in question.tags if own == facet))


def _key(draft: Draft) -> str:
    if draft.kind == "truefalse":
        return "对" if draft.key == (0,) else "错"
    if draft.kind == "matching":
        return ",".join(f"{LETTERS[at]}-{target + 1}" for at, target in enumerate(draft.key))
    if draft.kind == "text":
        return draft.accepted[0] if draft.accepted else ""
    if draft.estimate:
        return str(draft.estimate.value)
    return "".join(LETTERS[place] for place in draft.key)


def _numbers(draft: Draft) -> dict[str, str]:
    if not draft.estimate:
        return {}
    number = draft.estimate
    said = {"near": number.near, "far": number.far, "least": number.least, "most": number.most}
    return {**{part: str(value) for part, value in said.items()}, **_texts("unit", number.unit)}

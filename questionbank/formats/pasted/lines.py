"""Lines of pasted text, and what each could be by its look alone.

Whether a line that looks like a number or an option is one is decided in pasted_blocks, which
knows what stands around it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from questionbank.formats.pasted.words import (
    BARE_KEY,
    FIELD,
    INNER,
    field_of,
    flat,
    is_tag,
    kind_in,
)

_HAN = r"\u3400-\u9fff"
_LEAD = r"(?:\(\s*(?P<lead>[A-J][A-J,、 ]{0,15}|[√×✓✗✔✘对错TF]|正确|错误)?\s*\)\s*)?"
_TAG = r"(?:[\[(](?P<tag>[^\[\]()\d][^\[\]()]{0,15})[\])]\s*)?"
_NUMBER = re.compile(
    rf"{_LEAD}{_TAG}(?:"
    r"第\s*(?P<word>\d{1,5})\s*[题道]\s*[.、:]?"
    r"|(?:question|q|no\.?|题目?|#)\s*(?P<name>\d{1,5})\s*[.、:)]?(?!\d)"
    r"|[(\[]\s*(?P<bracket>\d{1,5})\s*[)\]]\s*[.、:]?"
    r"|(?P<dot>\d{1,5})\s?(?:、|\)|[.:](?!\d))"
    # "1下列", "1 下列", "1.5G": only where the next number is due, and a question follows.
    rf"|(?P<glued>\d{{1,5}})(?:[.:](?=\d)|\s+(?=\S)|(?=[{_HAN}“《(]))"
    r")\s*",
    re.IGNORECASE,
)
# A number with one of these is an amount: "3个", "2024年".
_AMOUNT = re.compile(r"\s?[年月日号时分秒个只种条米克度升吨元人次倍世位岁楼层级亿万千百%代天周点]")
_OPTION = re.compile(
    r"(?:选项\s*)?(?:[(\[]\s*(?P<a>[A-J]|[a-j])\s*[)\]]\s*[.、:]?"
    r"|(?P<b>[A-J])\s?[.、:)]|(?P<c>[a-j])\s?[.、)])\s*"
)
_BARE = re.compile(rf"(?P<letter>[A-J])(?:\s+(?=\S)|(?=[{_HAN}]))")
_ORDER = r"[(\[]?(?:第?[一二三四五六七八九十]{1,3}|[IVX]{1,4}|part\s\w{1,3})(?:部分|大题)?[)\]]?"
_SECTION = re.compile(rf"{_ORDER}\s*[.、:\s]\s*(?P<title>\S.{{0,80}})", re.IGNORECASE)
_ORDERED = re.compile(rf"{_ORDER}\s?[.、:]\s*(?=\d{{1,5}}\s?(?:[.、:)-]|$))", re.IGNORECASE)
_TITLED = re.compile(
    rf"(?:{_ORDER}\s?[.、:\s]\s*)?(?P<title>[^\d:.、()]{{1,12}}题)\s*(?:\([^()]{{0,40}}\))?"
    r"\s*[:.、]?\s*(?=\d)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,3}\]")
_BEHIND = re.compile(r":.{0,60}$")
_CHAPTER = re.compile(
    r"第\s?[一二三四五六七八九十\d]{1,4}\s?(?:章|节|部分|篇|单元|讲|课)[\s:、]?.{0,30}"
)
_KEYS = re.compile(
    r"[\[(]?(?:[一二三四五六七八九十]{1,3}、)?\s*[^.。?!,;:]{0,30}?(?:参考|标准|正确)?答案\s*"
    r"(?:[与和及、&]|\s)?\s*(?:试题)?(?:解析|详解|评分标准|解答)?(?:部分|汇总|一览表?|表|速查|页)?[\])]?\s*:?"
    r"|(?:the )?(?:answer keys?|answers|answer sheet|keys)\s*:?",
    re.IGNORECASE,
)
_NOISE = re.compile(
    r"[-—\s]*第\s?\d+\s?页.{0,12}|[(]?共\s?\d+\s?页[)]?|[-—]\s?\d+\s?[-—]|[-=_*—~·.\s#]{3,}"
    r"|[-=—*\s]*.{0,6}(?:全卷|试卷|试题|本卷|考试|答题|正文|题库)(?:到此)?(?:结束|完)[.。!]?[-=—*\s]*"
    r"|[-=—*\s]*(?:the )?end(?: of (?:the )?(?:test|exam|quiz|paper))?[.]?[-=—*\s]*"
    r"|[-=—*\s]*[(]完[)][-=—*\s]*|以下(?:空白|无正文).{0,6}"
    r"|.{0,10}姓名\s?[:_].{0,80}",
    re.IGNORECASE,
)
_RANGE = r"(\d{1,5})\s?(?:[-~—–、和]|至|到|to)+\s?第?(\d{1,5})\s?小?题?"
_MATERIAL = re.compile(
    r"[(\[]?.{0,40}?(?:阅读|根据|结合|依据|利用|观察|据此|下图|下表|材料).{0,120}?"
    rf"(?:回答|完成|作答|解答|做)\s?(?:下列|下面|以下|后面)?的?第?(?:{_RANGE}|[各小问]*题).{{0,6}}"
    rf"|[(\[]?\s?第?{_RANGE}\s?题?.{{0,6}}共用.{{0,20}}"
    rf"|questions?\s{_RANGE}\s.{{0,80}}",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"题|questions?\s\d", re.IGNORECASE)
_MARKDOWN = re.compile(r"(?<![\w*])\*\*(?=\S)(.{1,400}?)(?<=\S)\*\*(?!\*)")
_MARKS = re.compile(r"\A(?:#{1,6}|>|[-*•●](?=\s+(?:\(?[A-Ja-j][.、)]|[【\[]?答案|[【\[]?解析)))\s+")


@dataclass(frozen=True, slots=True)
class Number:
    """What could be a question's number. `lead` and `tag` stood before it, `end` is behind it."""

    value: int
    style: str
    end: int
    lead: str
    tag: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or the part of one from a field on. `flat` is `text` in half width.

    `gap` says that a blank line stands before it; `at` is where the field's or option's text
    begins.
    """

    text: str
    flat: str
    gap: bool
    field: str = ""
    letter: str = ""
    at: int = 0
    number: Number | None = None


def lines_of(text: str) -> Iterator[Line]:
    """The lines that are not blank, cut before each further field that one holds."""
    gap = False
    for whole in text.split("\n"):
        stripped = whole.strip()
        if not stripped:
            gap = True
            continue
        for part in _parts(_unmarked(stripped)):
            yield _line(part, gap)
            gap = False


def _unmarked(line: str) -> str:
    """The line without the marks of Markdown that chat programs put into questions."""
    if line[0] in "#>-*•●":
        line = _MARKS.sub("", line)
    return _MARKDOWN.sub(r"\1", line) if "**" in line else line


def _parts(line: str) -> Iterator[str]:
    start = 0
    if ":" in line or "：" in line or "】" in line or "]" in line:
        for match in INNER.finditer(flat(line)):
            if match.start() > start:
                yield line[start : match.start()].strip()
                start = match.start()
    yield line[start:].strip()


def _line(text: str, gap: bool) -> Line:  # noqa: FBT001
    half = flat(text)
    if match := FIELD.match(half) or BARE_KEY.match(half):
        name = field_of(match) if match.re is FIELD else "key"
        return Line(text, half, gap, field=name, at=match.end())
    if match := _OPTION.match(half):
        letter = (match["a"] or match["b"] or match["c"]).upper()
        return Line(text, half, gap, letter=letter, at=match.end())
    return Line(text, half, gap, number=_number(half))


def _number(half: str) -> Number | None:
    match = _NUMBER.match(half)
    if match is None or (match["tag"] and not is_tag(match["tag"])):
        return None
    style = next(s for s in ("word", "name", "bracket", "dot", "glued") if match[s])
    if style == "glued" and _AMOUNT.match(half, match.end(style)):
        return None
    value = int(match[style])
    return Number(value, style, match.end(), match["lead"] or "", match["tag"] or "")


def bare_letter(half: str) -> str:
    """The letter of a line like "A 正确" or "B错误", which only a run of them makes an option."""
    match = _BARE.match(half)
    return match["letter"] if match else ""


def section_kind(line: Line) -> str:
    """The kind of question that a heading announces ("choice" if it is open); "" for no heading."""
    half = line.flat
    if len(half) > 90 or "?" in half or line.number or not kind_in(half):
        return ""
    match = _SECTION.fullmatch(half)
    title = _IN_BRACKETS.sub("", match["title"] if match else half)
    title = _BEHIND.sub("", title).strip(" []().、:")
    if match and len(title) <= 24 and kind_in(title[:14]):
        return kind_in(title)
    return kind_in(title) if is_tag(title) and kind_in(title) else ""


def behind_order(line: Line) -> Line | None:
    """What stands behind the number of a section, if that is a number again: "二、3.A"."""
    match = _ORDERED.match(line.flat)
    return _line(line.text[match.end() :], line.gap) if match else None


def behind_title(line: Line) -> tuple[str, str]:
    """The kind that a section's title says and what stands behind it: "一、单选题：1-5 ABCDE"."""
    match = _TITLED.match(line.flat)
    kind = kind_in(match["title"]) if match and not line.number else ""
    return (kind, line.flat[match.end() :]) if match and kind else ("", "")


def tag_behind(line: Line) -> str:
    """The kind and the points that stand alone behind a number: "1. 【单选题】（2分）"."""
    behind = line.flat[line.number.end :].strip() if line.number else ""
    bare = behind.replace("[", "").replace("]", "").strip()
    return bare if bare and is_tag(bare) and kind_in(bare) else ""


def is_heading(line: Line) -> bool:
    """Whether a line like "二、物理" could be a heading without a kind."""
    match = _SECTION.fullmatch(line.flat)
    return match is not None and len(match["title"]) <= 30 and line.flat[-1] not in "?.。"


def is_chapter(line: Line) -> bool:
    return len(line.flat) < 50 and _CHAPTER.fullmatch(line.flat) is not None


def is_keys_title(line: Line) -> bool:
    return len(line.flat) < 60 and _KEYS.fullmatch(line.flat) is not None


def is_noise(line: Line) -> bool:
    return len(line.flat) < 120 and _NOISE.fullmatch(line.flat) is not None


def material(line: Line) -> tuple[int, int] | None:
    """The first and the last question that share what follows; (0, 0) = those that follow."""
    numbered = line.number is not None and line.number.style != "glued"
    if len(line.flat) > 300 or numbered or not _ABOUT.search(line.flat):
        return None
    match = _MATERIAL.fullmatch(line.flat)
    if match is None:
        return None
    found = [int(text) for text in match.groups() if text]
    return (found[0], found[1]) if len(found) == 2 else (0, 0)

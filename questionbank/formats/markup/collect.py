"""Gathers plain text from the tags and texts of HTML, one by one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from questionbank.formats.markup import math
from questionbank.formats.markup.html import Token
from questionbank.formats.markup.look import MEDIA, hidden, visible
from questionbank.formats.markup.plain import Plain, Shown
from questionbank.formats.markup.script import script
from questionbank.rules.question import Text, clean_line

MOST_NESTED = 100
# Far more than any text that can be stored; pictures inside a text do not count.
MOST_TEXT = 100_000
# The class of what is shown as a question's source, where a format has no place for one.
SOURCE = "question-source"
# The class by which the world says that \\( and $ in a text are no formulas.
LITERAL = "tex2jax_ignore"
# Such signs are out of the way, as characters that no text has, until formulas are read.
_SIGNS = {ord("\\"): 0xE000, ord("$"): 0xE001}
_CHINESE = frozenset({"zh", "zh_cn", "zh_hans", "zh_hans_cn", "zh_sg", "zh_chs"})
_MEANT = {new: old for old, new in _SIGNS.items()}
_DROPPED = frozenset({"script", "style", "head", "title", "template", "noscript", "rp"})
VOID = frozenset(
    {"br", "hr", "img", "wbr", "input", "meta", "link", "col", "area", "base", "source"}
)
_INLINE = frozenset(
    {"a", "b", "strong", "i", "em", "u", "s", "del", "strike", "ins", "sub", "sup", "span", "font"}
    | {"small", "big", "code", "kbd", "tt", "q", "cite", "abbr", "mark", "label", "wbr", "var"}
    | {"ruby", "rb", "rt", "rtc", "o:p", "bdo", "bdi", "dfn", "samp", "acronym", "center"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """What holds inside an open element; `mark` is where its text begins."""

    tag: str
    dropped: bool = False
    part: str = "text"
    language: str = ""
    literal: bool = False
    mark: int = 0
    count: int = -1


@dataclass(slots=True)
class Collector:
    """Takes tokens one by one and keeps what can be read."""

    parts: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    stack: list[Frame] = field(default_factory=lambda: [Frame("")])
    formula: list[math.Node] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    lost: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)

    def take(self, token: Token) -> None:
        if self.formula and self._into_formula(token):
            return
        if token.what == "data":
            self._write(token.name)
        elif token.what == "start":
            self._start(token.name, token.attributes)
        else:
            self._end(token.name)

    def plain(self) -> Plain:
        while len(self.stack) > 1:
            self._close(self.stack.pop())
        self._finish_formula()
        return Plain(
            self._said("text"),
            self._said("source"),
            tuple(self.pictures),
            tuple(sorted(self.lost)),
            tuple(sorted(self.media)),
        )

    def _said(self, part: str) -> Text:
        said = {lang: self._cut(found) for (p, lang), found in self.parts.items() if p == part}
        line = {lang: clean_line(_meant(math.dollars(text))) for lang, text in said.items()}
        common, english = line.pop("", ""), line.pop("en", "")
        others = [line[code] for code in sorted(line, key=_first_ours) if line[code]]
        if len(others) > 1:
            self.lost.add("languages")
        zh = clean_line(f"{common} {others[0]}") if others else common
        return Text(zh, english) if zh else Text(english)

    def _cut(self, found: list[str]) -> str:
        text = "".join(found)
        if len(text) > MOST_TEXT:
            self.lost.add("length")
        return text[:MOST_TEXT]

    @property
    def _out(self) -> list[str]:
        frame = self.stack[-1]
        return self.parts.setdefault((frame.part, frame.language), [])

    def _write(self, text: str) -> None:
        if text and not self.stack[-1].dropped:
            self._out.append(text.translate(_SIGNS) if self.stack[-1].literal else text)

    def _start(self, tag: str, attributes: Mapping[str, str]) -> None:
        if tag not in _INLINE and tag not in _DROPPED:
            self._write(" ")
        if tag == "math":
            self.formula = [math.Node("math")]
            return
        if tag in ("img", "object", "picture"):
            self._picture(tag, attributes)
        if not self.stack[-1].dropped:
            self.lost.update(visible(tag, attributes))
            self.media.update({tag} & MEDIA)
        if tag in VOID or len(self.stack) > MOST_NESTED:
            return
        self._item(tag)
        if tag == "rt":
            self._write("(")
        self.stack.append(self._frame(tag, attributes))

    def _frame(self, tag: str, attributes: Mapping[str, str]) -> Frame:
        outer = self.stack[-1]
        classes = attributes.get("class", "").split()
        frame = replace(
            outer,
            tag=tag,
            dropped=outer.dropped or tag in _DROPPED | MEDIA or hidden(attributes),
            part="source" if SOURCE in classes else outer.part,
            language=_language(attributes) if "multilang" in classes else outer.language,
            literal=outer.literal or LITERAL in classes,
            count=0 if tag == "ol" else -1 if tag == "ul" else outer.count,
        )
        found = self.parts.setdefault((frame.part, frame.language), [])
        return replace(frame, mark=len(found))

    def _item(self, tag: str) -> None:
        frame = self.stack[-1]
        if tag == "li" and frame.count >= 0 and not frame.dropped:
            self.stack[-1] = replace(frame, count=frame.count + 1)
            self._write(f"{frame.count + 1}. ")

    def _picture(self, tag: str, attributes: Mapping[str, str]) -> None:
        if self.stack[-1].dropped or tag == "picture":
            return
        formula = attributes.get("data-equation-content", "")
        if formula:
            self._write(f" ${clean_line(formula)}$ ")
        elif tag == "img":
            name = attributes.get("src", "")
            inline = attributes.get("inline", "")
            self.pictures.append(Shown(name, clean_line(attributes.get("alt", "")), inline))
        elif attributes.get("type", "").startswith("image/"):
            self.pictures.append(Shown(attributes.get("data", "")))
        else:
            self.media.add("object")

    def _end(self, tag: str) -> None:
        open_tags = [frame.tag for frame in self.stack[1:]]
        if tag in open_tags:
            while (frame := self.stack.pop()).tag != tag:
                self._close(frame)
            self._close(frame)
        if tag not in _INLINE and tag not in _DROPPED:
            self._write(" ")

    def _close(self, frame: Frame) -> None:
        if frame.tag == "rt":
            self._write(")")
        if frame.tag in ("sub", "sup") and not frame.dropped:
            out = self.parts[frame.part, frame.language]
            inside = "".join(out[frame.mark :])
            kept, whole = script(frame.tag, inside)
            out[frame.mark :] = [kept]
            if not whole:
                self.lost.add(frame.tag)

    def _into_formula(self, token: Token) -> bool:
        """Whether the token belongs to the formula that is open."""
        if token.what == "data":
            self.formula[-1].parts.append(token.name)
        elif token.what == "start":
            node = math.Node(token.name, token.attributes.get("encoding", ""))
            self.formula[-1].parts.append(node)
            if len(self.formula) <= math.MOST_DEPTH:
                self.formula.append(node)
        elif token.name == "math":
            self._finish_formula()
        elif self.formula[-1].name == token.name:
            self.formula.pop()
            if not self.formula:
                self.formula = []
        return True

    def _finish_formula(self) -> None:
        if not self.formula:
            return
        root, self.formula = self.formula[0], []
        if not math.faithful(root):
            self.lost.add("formula")
        if text := clean_line(math.latex(root)):
            self._write(f" ${text}$ ")


def _meant(text: str) -> str:
    """Signs of literal texts as they were."""
    return text.translate(_MEANT) if text and max(text) >= "\ue000" else text


def _language(attributes: Mapping[str, str]) -> str:
    """The language of a span by its code, "zh_cn" and "en_us" being ours."""
    code = attributes.get("lang", "").lower().replace("-", "_")
    if code.startswith("en"):
        return "en"
    return "zh" if code in _CHINESE else code


def _first_ours(code: str) -> tuple[bool, bool, str]:
    return code != "zh", not code.startswith("zh"), code

"""What editors call the parts of a question, and the words of what a reader notes about them."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from questionbank import details, messages
from questionbank.formats import notes
from questionbank.formats.found import Note
from questionbank.models import Facet, Tag

PARTS: dict[str, str | Promise] = {
    "type": gettext_lazy("题型"),
    "stem": gettext_lazy("题干"),
    "options": gettext_lazy("选项"),
    "key": gettext_lazy("答案"),
    "key.value": gettext_lazy("准确值"),
    "key.near": gettext_lazy("满分误差"),
    "key.far": gettext_lazy("零分误差"),
    "key.min": gettext_lazy("最小值"),
    "key.max": gettext_lazy("最大值"),
    "key.unit": gettext_lazy("单位"),
    "fixed_last": gettext_lazy("固定选项"),
    "targets": gettext_lazy("右列"),
    "accepted": gettext_lazy("可接受答案"),
    "areas": gettext_lazy("图上区域"),
    "picture": gettext_lazy("图片"),
    "alt": gettext_lazy("图片说明"),
    "explanation": gettext_lazy("解析"),
    "source": gettext_lazy("来源"),
    "note": gettext_lazy("编辑备注"),
    "expires_on": gettext_lazy("有效期至"),
    "author_zh": gettext_lazy("作者"),
    "author_en": gettext_lazy("作者（英文）"),
    "licence": gettext_lazy("许可"),
    "reason": gettext_lazy("理由"),
    "to": gettext_lazy("推荐给"),
    "scope": gettext_lazy("题库"),
}
# A column of a table, by the reader's name for it.
_COLUMN = re.compile(r"(option|target)\.([A-J]|\d{1,2})")
_ENTRY = re.compile(r"(options|targets|accepted|areas)\[(\d+)\]")


@dataclass(frozen=True, slots=True)
class Said:
    """A note in words: how much it matters, the field it is about, and what it says."""

    level: str
    where: str
    field: str
    words: str


# What a chip says first: what holds a question back, what it is about, how hard it is.
_FIRST = (Facet.SENSITIVITY, Facet.TOPIC, Facet.DIFFICULTY)
_ORDER = {facet: at for at, facet in enumerate(dict.fromkeys((*_FIRST, *Facet)))}


def in_order(tags: Iterable[Tag]) -> list[Tag]:
    """The tags as chips stand beside a question: those first that tell most."""
    return sorted(tags, key=lambda tag: (_ORDER[Facet(tag.facet)], tag.place))


def label(where: str) -> str:
    """The name of a field as rules name it ("options[0].zh"); "" for the whole question."""
    if where in Facet.values:
        return str(Facet(where).label)
    plain, english = where.removesuffix(".zh"), where.endswith(".en")
    plain = plain.removesuffix(".en")
    if entry := _COLUMN.fullmatch(plain):
        name = f"{PARTS[entry[1] + 's']} {entry[2]}"
    elif entry := _ENTRY.match(plain):
        at = int(entry[2])
        place = chr(65 + at) if entry[1] == "options" else str(at + 1)
        name = f"{PARTS[entry[1]]} {place}"
        name += f" {PARTS['alt']}" if plain.endswith(".alt") else ""
    else:
        name = str(PARTS.get(plain) or PARTS.get(plain.rpartition(".")[2]) or plain)
    return _("%s（英文）") % name if english and name else name


def said(note: Note) -> Said:
    words, detail = notes.WORDS.get(note.code), note.detail
    if words is None:
        words, detail = messages.WORDS.get(note.code) or note.code, details.in_words(note.detail)
    elif note.code in details.OF_READERS:
        detail = details.of_reader(detail)
    return Said(
        note.level.value, note.field, label(note.field), messages.with_detail(words, detail)
    )


def fault(one: messages.Fault) -> Said:
    """What was refused, as a note."""
    return Said("error", one.field, label(one.field), one.why)

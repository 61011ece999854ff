"""One question as an editor types it: a text in the pasted layout, and its English in another."""

import re
from dataclasses import dataclass, replace

from questionbank.formats.found import Level, Note, Row, error
from questionbank.formats.pasted import read_text
from questionbank.formats.pasted.writer import OPENINGS, lines, opening
from questionbank.rules.question import NO_TEXT, Draft, Text, normal
from questionbank.rules.validity import problems

# Far more than any question holds; the reader needs a few milliseconds for this much.
LONGEST = 20_000
_NUMBER = re.compile(r"\s*(?:\(?\d{1,3}[.、)]\s*)")
# What a reader must know to understand the English text: the Chinese one says it.
_SHARED = ("答案：", "满分误差：", "零分误差：", "范围：", "固定选项：")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"


@dataclass(frozen=True, slots=True)
class Typed:
    """What was understood. `draft` is None where nothing could be; `labels` are words that the text
    says about difficulty and topics, to be made tags by its editor."""

    draft: Draft | None
    notes: tuple[Note, ...] = ()
    labels: tuple[str, ...] = ()

    @property
    def wrong(self) -> bool:
        """Whether it cannot be stored as it is."""
        return self.draft is None or any(note.level is Level.ERROR for note in self.notes)


def read(text: str, english: str = "") -> Typed:
    """The question of a text and of its English. Never raises, whatever is typed."""
    if len(text) > LONGEST or len(english) > LONGEST:
        return Typed(None, (error("too_large"),))
    found = read_text(text)
    if not found.rows:
        return Typed(None, found.notes)
    row = found.rows[0]
    notes = [*found.notes, *row.notes]
    if len(found.rows) > 1:
        notes.append(error("one_question", "", str(len(found.rows))))
    if row.draft is None or not english.strip():
        return Typed(row.draft, tuple(notes), row.labels)
    return _with_english(row, row.draft, english, notes)


def _with_english(row: Row, draft: Draft, english: str, notes: list[Note]) -> Typed:
    other = read_text(_understandable(draft, english)).rows
    found = other[0].draft if len(other) == 1 else None
    if found is None:
        notes.append(error("english_unclear", "stem.en"))
        return Typed(draft, tuple(notes), row.labels)
    if any(note.code == "keys_differ" for note in other[0].notes):
        notes.append(error("english_key", "key"))
    if len(found.options) != len(draft.options) and found.options:
        counts = f"{len(found.options)} / {len(draft.options)}"
        notes.append(error("english_options", "options.en", counts))
    whole = _merged(draft, found)
    # Those of the Chinese part are told already.
    known = {(note.code, note.field) for note in notes}
    more = [p for p in problems(whole) if (p.code, p.where) not in known]
    return Typed(
        whole, (*notes, *(error(p.code, p.where, p.message) for p in more)), tuple(row.labels)
    )


def _understandable(draft: Draft, english: str) -> str:
    """The English text with its kind, and with the key that the Chinese one has."""
    bare = replace(draft, stem=Text("x"), explanation=NO_TEXT, source=NO_TEXT)
    first, *rest = lines(1, bare)
    shared = [line for line in rest if line.startswith(_SHARED)]
    return "\n".join([first[:-1] + _NUMBER.sub("", english, count=1).strip(), *shared])


def _merged(draft: Draft, english: Draft) -> Draft:
    unit = english.estimate.unit.zh if english.estimate else ""
    number = draft.estimate
    return replace(
        draft,
        stem=Text(draft.stem.zh, english.stem.zh),
        explanation=Text(draft.explanation.zh, english.explanation.zh),
        source=Text(draft.source.zh, english.source.zh),
        options=_paired(draft.options, english.options),
        targets=_paired(draft.targets, english.targets),
        estimate=number and replace(number, unit=Text(number.unit.zh, unit)),
    )


def _paired(chinese_ones: tuple[Text, ...], english: tuple[Text, ...]) -> tuple[Text, ...]:
    texts = [text.zh for text in english[: len(chinese_ones)]]
    texts += [""] * (len(chinese_ones) - len(texts))
    return tuple(Text(one.zh, en) for one, en in zip(chinese_ones, texts, strict=True))


def begun(kind: str) -> str:
    """A text that says its kind and nothing else yet; "" for a kind that no text can hold."""
    return opening(kind)


def blank(text: str) -> bool:
    """Whether nothing is written yet, but perhaps of which kind it shall be."""
    return not text.strip() or text.strip() in OPENINGS


def texts(draft: Draft) -> tuple[str, str]:
    """The draft as a text and its English; "" where there is no English."""
    first, *rest = lines(1, draft)
    return "\n".join([first.removeprefix("1. "), *rest]), "\n".join(_english(normal(draft)))


def _english(form: Draft) -> list[str]:
    unit = form.estimate.unit.en if form.estimate else ""
    said = [form.stem.en, unit, form.explanation.en, form.source.en]
    if not any([*said, *(text.en for text in (*form.options, *form.targets))]):
        return []
    found = [form.stem.en]
    found += [f"{chr(65 + at)}. {option.en}" for at, option in enumerate(form.options)]
    found += [f"{_CIRCLED[at]} {target.en}" for at, target in enumerate(form.targets)]
    named = {"Unit": unit, "Explanation": form.explanation.en, "Source": form.source.en}
    return [*found, *(f"{name}: {text}" for name, text in named.items() if text)]


def keeps(draft: Draft) -> bool:
    """Whether the draft's texts read back as the same draft, pictures aside."""
    if draft.kind == "hotspot":
        return False
    found = read(*texts(draft)).draft
    form = replace(normal(draft), picture=None, option_pictures=())
    return found is not None and normal(found) == form

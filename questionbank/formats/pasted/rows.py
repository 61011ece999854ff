"""A pasted question in pieces becomes a row: its kind is settled, its key read and compared."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from questionbank.formats.checked import row, unsupported
from questionbank.formats.found import Note, Row, error, info, labelled, warning
from questionbank.formats.markup.fields import fixed
from questionbank.formats.pasted import keys as pasted_keys
from questionbank.formats.pasted.blocks import Block
from questionbank.formats.pasted.kinds import Answer, answer_of
from questionbank.formats.pasted.options import inferred, options
from questionbank.formats.pasted.pictures import pictured
from questionbank.formats.pasted.stem import Stem, stem
from questionbank.formats.pasted.words import flat, kind_in, truth
from questionbank.rules.question import Draft, Text

_BETWEEN = re.compile(r"[,，、;；|]+")
# A kind that no text can hold: what is right is drawn on a picture.
_SPOTS = re.compile(r"[\[【(（]?\s*(?:图上点选|看图点选|hotspot)题?\s*(?:[\]】)）:：]|$)", re.I)
_NONE = ("无", "没有", "none")


@dataclass(slots=True)
class Pieces:
    """What is known of one question while it becomes a row."""

    block: Block
    stem: Stem
    options: list[str]
    notes: list[Note] = field(default_factory=list)

    @property
    def near(self) -> str:
        """The file's word for the kind, beside the question."""
        return self.block.tag or self.stem.tag or self.block.fields.get("kind", "")

    @property
    def told(self) -> str:
        """The kind that the file names; "choice" when only the number of keys can tell."""
        return kind_in(flat(self.near)) or self.block.section.kind


def row_of(block: Block, where: str, pictures: Mapping[str, bytes]) -> Row:
    found, notes = options(block)
    pieces = Pieces(block, stem(block.stem), found, [*block.notes, *notes])
    if "mine" in block.fields:
        pieces.notes.append(info("mine_dropped", "", block.fields["mine"]))
    if pieces.stem.points or "points" in block.fields:
        pieces.notes.append(info("points_dropped"))
    if any(map(_SPOTS.match, (block.stem.strip(), pieces.near))):
        return Row(where, None, (error("hotspot_typed", "type"), *pieces.notes))
    key = _reasoned(pieces, _key(pieces))
    if not pieces.options and pieces.told in ("", "choice", "single", "multiple"):
        _infer(pieces, key)
    answer = answer_of(pieces.told, key, pieces.options, block)
    if any(note.code == "keys_differ" for note in pieces.notes):
        answer.notes = [note for note in answer.notes if note.code != "no_key"]
    pieces.notes += answer.notes
    rest: dict[str, Any] = {"labels": _labels(block)}
    if not answer.kind:
        return unsupported(where, pieces.near or block.section.title, pieces.notes, **rest)
    if answer.kind == "unclear":
        return Row(where, None, (error("kind_unclear", "type", key), *pieces.notes), **rest)
    draft, notes, rest["pictures"] = pictured(_draft(pieces, answer), pictures)
    return row(where, draft, (*pieces.notes, *notes), **rest)


def _key(pieces: Pieces) -> str:
    """The one key of the question, from its field, the list at the end, or the stem's brackets;
    "" with an ERROR when these contradict each other."""
    said = [key.strip() for key in pieces.block.keys if key.strip()]
    inside = pieces.block.lead or _inside(pieces, said)
    every = [*said, inside] if inside else said
    if len({_same(key, pieces.told) for key in every}) > 1:
        pieces.notes.append(error("keys_differ", "key", " / ".join(every)))
        return ""
    return every[0] if every else ""


def _reasoned(pieces: Pieces, key: str) -> str:
    """The key without the words behind it, which become the explanation, with a warning."""
    found = pasted_keys.with_reason(flat(key)) if key else None
    if (
        found is None
        or pasted_keys.letters(flat(key), 0)
        or pieces.told in ("text", "estimate", "ordering", "matching", "other")
    ):
        return key
    if any(flat(key).strip() == flat(option).strip() for option in pieces.options):
        return key
    bare, at = found
    fields = pieces.block.fields
    fields["explanation"] = f"{key[at:]} {fields.get('explanation', '')}".strip()
    pieces.notes.append(warning("stray_text", "explanation", key[at:]))
    return bare


def _same(key: str, told: str) -> str:
    """A form in which equal keys are equal."""
    half = flat(key)
    right = pasted_keys.said(half)
    places = pasted_keys.letters(half, 0)
    if places and told != "truefalse":
        return repr(places if told == "ordering" else tuple(sorted(places)))
    return half.strip().strip(".。").upper() if right is None else repr(right)


def _inside(pieces: Pieces, said: list[str]) -> str:
    """The key in the stem's brackets, which is then taken out of the stem."""
    found = [key for key in pieces.stem.keys if _could_be(key, pieces)]
    if not found or (said and not pieces.stem.sure and not _filled(found[0], said, pieces)):
        return ""
    if len(found) > 1 or len(pieces.stem.keys) > 1:
        if not said:
            pieces.notes.append(error("key_unclear", "key", " / ".join(pieces.stem.keys)))
        return ""
    if not pieces.stem.sure:
        pieces.notes.append(warning("key_in_stem", "key", pieces.stem.text))
    pieces.stem.text = pieces.stem.without_key()
    return found[0]


def _filled(inside: str, said: list[str], pieces: Pieces) -> bool:
    """Whether the key stands once more in the middle of the stem, where it would give it away."""
    return _same(inside, pieces.told) == _same(said[0], pieces.told)


def _could_be(key: str, pieces: Pieces) -> bool:
    """Whether these words in brackets can be the key of such a question."""
    places = pasted_keys.letters(flat(key), 0) or ()
    if pieces.options:
        return bool(places) and max(places) < len(pieces.options)
    if places and pieces.told in ("", "choice", "single", "multiple"):
        return True
    return pieces.told in ("", "truefalse") and truth(flat(key)) is not None


def _infer(pieces: Pieces, key: str) -> None:
    places = pasted_keys.letters(flat(key), 0)
    if places:
        pieces.options, notes = inferred(pieces.block, max(places))
        pieces.notes += notes
        if notes:
            pieces.stem = stem(pieces.block.stem)
            if pieces.stem.keys:
                pieces.stem.text = pieces.stem.without_key()


def _draft(pieces: Pieces, answer: Answer) -> Draft:
    fields = pieces.block.fields
    choosing = answer.kind in ("single", "multiple", "ordering", "matching")
    texts = tuple(Text(option) for option in pieces.options) if choosing else ()
    return Draft(
        answer.kind,
        Text(pieces.stem.text),
        Text(fields.get("explanation", "")),
        Text(fields.get("source", "")),
        texts,
        _fixed(pieces, answer, texts),
        answer.key,
        answer.estimate,
        tuple(Text(target) for target in answer.targets),
        answer.accepted,
    )


def _fixed(pieces: Pieces, answer: Answer, texts: tuple[Text, ...]) -> frozenset[int]:
    """Options that must stay last: those that the text names, else "all of the above"."""
    named = flat(pieces.block.fields.get("fixed", "")).strip()
    if answer.kind not in ("single", "multiple") or named in _NONE:
        return frozenset()
    if named:
        return frozenset(pasted_keys.letters(named, len(texts)) or ())
    found = fixed(texts)
    if found:
        pieces.notes.append(info("fixed_last", "options", texts[-1].zh))
    return found


def _labels(block: Block) -> tuple[str, ...]:
    """Words for the editor to map: difficulty, topics, chapter."""
    words = [*block.labels, *_BETWEEN.split(block.fields.get("topic", ""))]
    words.append(block.fields.get("difficulty", ""))
    return labelled(words)

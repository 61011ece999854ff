"""Options that share a cell, with each other or with the stem, and labels before options."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import msgspec

from questionbank.formats.found import Note, error, info, warning
from questionbank.formats.pasted.words import flat
from questionbank.formats.table.words import LETTERS

# "A." "A、" "(A)" "A:" where an option may begin: at the start, behind a space or a stop; then
# glued to anything but letters; and, in a cell of options only, before a space alone.
_LABEL = re.compile(r"(?:(?<=[\s;,。|&)])|^)\(?([A-Ja-j])[.、:)][ \t]*")
_GLUED = re.compile(r"(?:(?<=[^A-Za-z0-9])|^)\(?([A-J])[.、:)][ \t]*")
_SPACED = re.compile(r"(?:(?<=[\s;,。|&)])|^)([A-J])[ \t]+(?=\S)")
# Ten are too many already; what is behind stays in the last one, for the rules to refuse.
_MOST = 30
_CUTS = ("||", "|", "\n", "&&", "&", "###", "##", ";", "；", "\t")
_WEAK_CUTS = (",", "，", "、")
_LIST_ITEM = re.compile(r"""\s*(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\\\n]|\\.)*)')\s*(?:,|$)""")
_OWN_LABEL = re.compile(r"\(?([A-Ja-j])[.、:)]\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Options:
    """Options in their order; `before` is what stood in the same cell before the first of them."""

    texts: tuple[str, ...]
    notes: tuple[Note, ...] = ()
    before: str = ""


def split(cell: str) -> Options:
    """The options of a cell that holds all of them; one alone when it cannot be cut."""
    if items := _list(cell) or _named(cell):
        return Options(items, (info("options_split", "options", "[ , ]"),))
    labelled = by_labels(cell, _LABEL, _GLUED, _SPACED)
    if labelled and not labelled.before.strip():
        return labelled
    for cut in (*_CUTS, *_WEAK_CUTS):
        texts = tuple(part.strip() for part in cell.split(cut, _MOST) if part.strip())
        if len(texts) >= 2:
            told = warning if cut in _WEAK_CUTS else info
            return Options(texts, (told("options_split", "options", repr(cut)[1:-1]),))
    return Options((cell.strip(),))


def by_labels(text: str, *patterns: re.Pattern[str]) -> Options | None:
    """What stands behind A, B, C ... in this order; None without at least A and B."""
    flatted = flat(text)
    for pattern in patterns:
        if cuts := _in_order(pattern, flatted):
            ends = [start for start, _end in cuts[1:]] + [len(text)]
            texts = tuple(
                text[end:stop].strip(" \t\n;；,，&|")
                for (_start, end), stop in zip(cuts, ends, strict=True)
            )
            return Options(texts, (info("options_split", "options", "A B C"),), text[: cuts[0][0]])
    return None


def _in_order(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    cuts: list[tuple[int, int]] = []
    for match in pattern.finditer(text):
        if match[1].upper() == LETTERS[len(cuts) : len(cuts) + 1]:
            cuts.append((match.start(), match.end()))
    return cuts if len(cuts) >= 2 else []


def in_stem(stem: str) -> Options | None:
    """Options inside the cell of the stem; None when there is no pattern that is sure enough."""
    labelled = by_labels(stem, _LABEL, _GLUED)
    if labelled and labelled.before.strip():
        return Options(labelled.texts, (_found_in_stem("A B C"),), labelled.before.strip())
    for cut, least in (("||", 3), ("\n", 3), ("&", 4), ("|", 4)):
        parts = [part.strip() for part in stem.split(cut) if part.strip()]
        if len(parts) >= least:
            return Options(tuple(parts[1:]), (_found_in_stem(repr(cut)[1:-1]),), parts[0])
    return None


def _found_in_stem(cut: str) -> Note:
    return warning("options_in_stem", "stem", cut)


def columns(cells: Sequence[str], *, labelled: bool = True) -> Options:
    """The options of one cell each; a blank between two of them is an ERROR, those behind are not.

    Labels that repeat the columns' letters go; labels that contradict them are an ERROR, because
    the key may mean either. Without `labelled` they are text.
    """
    filled = [at for at, cell in enumerate(cells) if cell.strip()]
    if not filled:
        return Options(())
    texts = tuple(cell.strip() for cell in cells[: filled[-1] + 1])
    if len(filled) < len(texts):
        gap = next(at for at, text in enumerate(texts) if not text)
        return Options(texts, (error("option_gap", f"options[{gap}]", LETTERS[gap : gap + 1]),))
    return _unlabelled(texts) if labelled else Options(texts)


def _unlabelled(texts: tuple[str, ...]) -> Options:
    labels = [_OWN_LABEL.match(flat(text)) for text in texts]
    found = "".join(label[1].upper() for label in labels if label)
    if len(found) < len(texts) or len(texts) < 2:
        return Options(texts)
    if found != LETTERS[: len(found)]:
        return Options(texts, (error("labels_differ", "options", found),))
    bare = tuple(t[label.end() :] for t, label in zip(texts, labels, strict=True) if label)
    return Options(bare, (info("labels_stripped", "options", found),))


def _named(cell: str) -> tuple[str, ...]:
    """The texts of a JSON object by the letters A, B, C ...; () when it is none."""
    if not cell.lstrip().startswith("{"):
        return ()
    try:
        found = msgspec.json.decode(cell, type=dict[str, str])
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return ()
    letters = "".join(sorted(found))
    return tuple(found[letter] for letter in letters) if letters == LETTERS[: len(found)] else ()


def _list(cell: str) -> tuple[str, ...]:
    """The texts of a JSON or Python list of texts; () when it is none or a broken one."""
    body = cell.strip()
    if not (body.startswith("[") and body.endswith("]")):
        return ()
    body, at, items = body[1:-1].strip(), 0, []
    while at < len(body):
        match = _LIST_ITEM.match(body, at)
        if not match:
            return ()
        found = match[1] if match[1] is not None else match[2]
        items.append(re.sub(r"\\(.)", r"\1", found).strip())
        at = match.end()
    return tuple(items)

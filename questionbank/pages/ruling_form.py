"""The form of a ruling: what was sent, and a key as editors write it ("AC", "对", "55 2 20")."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from questionbank import rulings
from questionbank.messages import Fault, Refused
from questionbank.models import Option, QuestionVersion, Ruling, RulingKind
from questionbank.pages.card import key_words
from questionbank.punctuation import listed
from questionbank.rows import draft_of
from questionbank.rules import notices
from questionbank.rules.question import Draft

# Under each of these names come the ticked letters of one key, where several options are right.
ROWS = tuple(f"key-{at}" for at in range(rulings.MOST_KEYS))
TRUE, FALSE = frozenset({"对", "對", "true"}), frozenset({"错", "錯", "false"})


@dataclass(frozen=True, slots=True)
class Sent:
    """A ruling as it was sent. `what` is "keys" or one of the kinds without keys. `note` is empty
    where the first wording was left as it was."""

    what: str
    lines: list[str]
    note: tuple[str, str] = ("", "")

    @property
    def kind(self) -> str:
        """Several keys are all accepted; one is the new one."""
        if self.what != "keys":
            return self.what
        return RulingKind.ACCEPT if len(self.lines) > 1 else RulingKind.NEW_KEY

    @property
    def seen(self) -> str:
        """What a preview was of: who changes it afterwards must look again."""
        return "|".join([self.kind, *(self.lines if self.what == "keys" else ())])


def read(data: QueryDict) -> Sent:
    typed = [*data.getlist("key"), *("".join(data.getlist(name)) for name in ROWS)]
    lines = [line.strip() for text in typed for line in text.splitlines()]
    note = _changed(data, "zh"), _changed(data, "en")
    return Sent(data.get("what", "keys"), [line for line in lines if line], note)


def _changed(data: QueryDict, lang: str) -> str:
    """The note, unless it is the first wording: that follows the ruling when it changes."""
    note = data.get(f"note_{lang}", "").strip()
    return "" if note == data.get(f"first_{lang}", "").strip() else note


def keys(sent: Sent, version: QuestionVersion) -> list[Any]:
    """The keys in the form of a ruling's. Raises Refused for a line that is no key."""
    if sent.what != "keys":
        return []
    return [_key(version, line) for line in sent.lines]


def places(kind: str, line: str) -> list[Any] | None:
    """A line as a key of this kind of question; None for one that is none."""
    return _READ.get(kind, _letters)(line)


def _key(version: QuestionVersion, line: str) -> list[Any]:
    found = places(version.kind, line)
    if found is None:
        words = _("“%s”不是这种题型的答案") % line[:40]
        raise Refused([Fault("", version.question.ref, "keys", words)])
    return sorted(found) if version.kind in ("single", "multiple") else found


def _letters(line: str) -> list[Any] | None:
    plain = re.sub(r"[\s,，、]", "", line).upper()
    return [ord(one) - 65 for one in plain] if re.fullmatch("[A-Z]+", plain) else None


def _truefalse(line: str) -> list[Any] | None:
    word = line.lower()
    return [0] if word in TRUE else [1] if word in FALSE else None


def _pairs(line: str) -> list[Any] | None:
    found = sorted(re.findall(r"([A-Z])\s*[-—–=]\s*(\d{1,2})", line.upper()))
    in_order = [letter for letter, _n in found] == [chr(65 + at) for at in range(len(found))]
    return [int(number) - 1 for _letter, number in found] if found and in_order else None


def _numbers(line: str) -> list[Any] | None:
    found = [int(number) for number in re.findall(r"-?\d{1,10}", line)]
    return found if len(found) == 3 else None


def _forms(line: str) -> list[Any] | None:
    return [form.strip() for form in re.split(r"[/／]", line) if form.strip()] or None


def _none(_line: str) -> list[Any] | None:
    return None


_READ: dict[str, Callable[[str], list[Any] | None]] = {
    "truefalse": _truefalse,
    "matching": _pairs,
    "estimate": _numbers,
    "text": _forms,
    "hotspot": _none,
}


def own_line(version: QuestionVersion) -> str:
    """The version's own key as a line of the form."""
    return in_words(version, rulings.key_of(version))


def in_words(version: QuestionVersion, key: Any) -> str:
    """A key as editors write it."""
    if version.kind == "estimate":
        return " ".join(map(str, key))
    if version.kind == "hotspot":
        return " · ".join(" ".join(map(str, area)) for area in key)
    return key_words(rulings.with_key(draft(version), key))


def lines(ruling: Ruling) -> list[str]:
    """The keys of a ruling in words."""
    return [in_words(ruling.version, key) for key in ruling.keys]


def draft(version: QuestionVersion) -> Draft:
    return draft_of(version, list(Option.objects.filter(version=version).order_by("place")))


def first_note(version: QuestionVersion, sent: Sent) -> tuple[str, str]:
    """A first wording of the public note, in Chinese and English; empty for lines that are no key
    or name none."""
    try:
        return notices.first(draft(version), sent.kind, keys(sent, version))
    except Refused:
        return "", ""


def note(version: QuestionVersion, sent: Sent) -> tuple[str, str]:
    """The public note as it was written, or else the first wording."""
    first = first_note(version, sent)
    return sent.note[0] or first[0], sent.note[1] or first[1]


def letters(version: QuestionVersion, note: tuple[str, str]) -> str:
    """The letters by which the note names options, in a row; contestants have others."""
    found = [one for text in note for one in notices.letters(text, version.kind)]
    return listed(dict.fromkeys(found))


def whats(version: QuestionVersion) -> list[tuple[str, str]]:
    """What may be ruled about the version, as the form's choices."""
    kinds: Sequence[RulingKind] = (RulingKind.VOID_ALL, RulingKind.VOID_NONE)
    restore = [RulingKind.RESTORE] if rulings.latest([version.pk]) else []
    plain = [] if version.kind == "hotspot" else [("keys", _("改答案（一个或几个都算对）"))]
    return [*plain, *((kind.value, str(kind.label)) for kind in (*kinds, *restore))]

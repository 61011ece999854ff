"""One question as single fields of a form, for repairs and for what no text can say."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from django.http import QueryDict

from questionbank.formats.found import Note, error
from questionbank.formats.pasted import keys as pasted_keys
from questionbank.formats.pasted.words import flat, truth
from questionbank.rules.question import Area, Draft, Estimate, Image, Text

MOST = 12
_PAIR = re.compile(r"([A-J])\s*[-—:=]?\s*(\d{1,2}|[①-⑫])")
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫"
_NUMBERS = ("value", "near", "far", "min", "max")


@dataclass(frozen=True, slots=True)
class Fields:
    """The draft that fields say, and what could not be read in them."""

    draft: Draft
    notes: tuple[Note, ...] = ()


def fields_of(draft: Draft) -> QueryDict:
    """The fields of a form that say the draft; `read` gives the same draft back."""
    data = QueryDict(mutable=True)
    for name in ("stem", "explanation", "source"):
        _put(data, name, [getattr(draft, name)])
    _put(data, "option", draft.options)
    _put(data, "target", draft.targets)
    data["kind"] = draft.kind
    data["key"] = _key_words(draft)
    data["fixed"] = "".join(chr(65 + place) for place in sorted(draft.fixed))
    data["accepted"] = "\n".join(draft.accepted)
    data["areas"] = "\n".join(" ".join([a.shape, *map(str, a.numbers)]) for a in draft.areas)
    _put_estimate(data, draft.estimate)
    _put_pictures(data, draft)
    return data


def _put(data: QueryDict, name: str, texts: Sequence[Text]) -> None:
    data.setlist(f"{name}.zh", [text.zh for text in texts])
    data.setlist(f"{name}.en", [text.en for text in texts])


def _put_estimate(data: QueryDict, number: Estimate | None) -> None:
    if number is None:
        return
    numbers = (number.value, number.near, number.far, number.least, number.most)
    data.update(dict(zip(_NUMBERS, map(str, numbers), strict=True)))
    _put(data, "unit", [number.unit])


def _put_pictures(data: QueryDict, draft: Draft) -> None:
    if draft.picture:
        data["picture"] = draft.picture.digest
        _put(data, "alt", [draft.picture.alt])
    shown = draft.option_pictures
    if shown:
        data.setlist("option.picture", [image.digest if image else "" for image in shown])
        _put(data, "option.alt", [image.alt if image else Text("") for image in shown])


def _key_words(draft: Draft) -> str:
    match draft.kind:
        case "truefalse":
            known = draft.key in ((0,), (1,))
            return ("错" if draft.key[0] else "对") if known else ""
        case "matching":
            pairs = (f"{chr(65 + at)}-{place + 1}" for at, place in enumerate(draft.key))
            return " ".join(pairs)
    return "".join(chr(65 + place) for place in draft.key)


def read(data: QueryDict) -> Fields:
    """The draft of a form's single fields. Rows of options without a word are left out, and the
    letters of the key count the rows as they are shown."""
    rows, targets = _rows(data, "option"), _rows(data, "target")
    places = _filled(rows)
    key, notes = _key(data, places)
    fixed, more = _fixed(data.get("fixed", ""), places)
    number, bad = _estimate(data)
    areas, worse = _areas(data)
    draft = Draft(
        data.get("kind", ""),
        _one(data, "stem"),
        _one(data, "explanation"),
        _one(data, "source"),
        options=tuple(rows[at] for at in places),
        fixed=fixed,
        key=key,
        estimate=number,
        targets=tuple(targets[at] for at in _filled(targets)),
        accepted=tuple(_lines(data, "accepted")),
        areas=areas,
    )
    return Fields(with_pictures(draft, data, places), (*notes, *more, *bad, *worse))


def with_pictures(draft: Draft, data: QueryDict, places: Sequence[int] | None = None) -> Draft:
    """The draft with the pictures that the form names; `places` are the rows its options are of."""
    digest = _digest(data.get("picture", ""))
    alts = _rows(data, "option.alt")
    digests = data.getlist("option.picture")
    rows = range(len(draft.options)) if places is None else places
    images = tuple(_image(digests, alts, at) for at in rows)
    return replace(
        draft,
        picture=Image(digest, _one(data, "alt")) if digest else None,
        option_pictures=images if any(images) else (),
    )


def _image(digests: Sequence[str], alts: Sequence[Text], at: int) -> Image | None:
    digest = _digest(digests[at]) if at < len(digests) else ""
    return Image(digest, alts[at] if at < len(alts) else Text("")) if digest else None


def _digest(words: str) -> str:
    """A picture's digest; what is none stays known as something that is no picture's."""
    bare = words.strip()
    return bare if not bare or re.fullmatch(r"[0-9a-f]{64}", bare) else "?"


def _one(data: QueryDict, name: str) -> Text:
    return Text(data.get(f"{name}.zh", "").strip(), data.get(f"{name}.en", "").strip())


def _rows(data: QueryDict, name: str) -> list[Text]:
    pairs = zip_longest(data.getlist(f"{name}.zh"), data.getlist(f"{name}.en"), fillvalue="")
    return [Text(str(zh).strip(), str(en).strip()) for zh, en in list(pairs)[:MOST]]


def _lines(data: QueryDict, name: str) -> Iterator[str]:
    return (line.strip() for line in data.get(name, "").splitlines() if line.strip())


def _key(data: QueryDict, rows: Sequence[int]) -> tuple[tuple[int, ...], list[Note]]:
    kind, words = data.get("kind", ""), data.get("key", "")
    half = flat(words).strip()
    if kind == "matching":
        key = _matching(half, rows, _filled(_rows(data, "target")))
    elif kind in _KEYS:
        key = _KEYS[kind](half, rows)
    else:
        return (), []
    return key, [] if key or not half else [error("key_unreadable", "key", words)]


def _filled(texts: Sequence[Text]) -> list[int]:
    return [at for at, text in enumerate(texts) if text.zh or text.en]


def _truefalse(half: str, _rows: Sequence[int]) -> tuple[int, ...]:
    right = truth(half)
    return () if right is None else (0,) if right else (1,)


def _choice(half: str, rows: Sequence[int]) -> tuple[int, ...]:
    return _inside(pasted_keys.letters(half, 0) or (), rows)


def _ordering(half: str, rows: Sequence[int]) -> tuple[int, ...]:
    return _inside(pasted_keys.order(half) or (), rows)


def _inside(places: Sequence[int], rows: Sequence[int]) -> tuple[int, ...]:
    """The places among the rows that have words; none where one letter names no such row."""
    return tuple(rows.index(at) for at in places) if set(places) <= set(rows) else ()


def _matching(half: str, rows: Sequence[int], targets: Sequence[int]) -> tuple[int, ...]:
    named = {ord(letter) - 65: _place(target) for letter, target in _PAIR.findall(half.upper())}
    if set(named) != set(rows) or not set(named.values()) <= set(targets):
        return ()
    return tuple(targets.index(named[at]) for at in rows)


def _place(target: str) -> int:
    return _CIRCLED.index(target) if target in _CIRCLED else int(target) - 1


_KEYS: dict[str, Callable[[str, Sequence[int]], tuple[int, ...]]] = {
    "single": _choice,
    "multiple": _choice,
    "truefalse": _truefalse,
    "ordering": _ordering,
}


def _fixed(words: str, rows: Sequence[int]) -> tuple[frozenset[int], list[Note]]:
    half = flat(words).strip()
    places = _inside(pasted_keys.letters(half, 0) or (), rows)
    unread = [error("key_unreadable", "fixed_last", words)] if half and not places else []
    return frozenset(places), unread


def _estimate(data: QueryDict) -> tuple[Estimate | None, list[Note]]:
    if data.get("kind") != "estimate":
        return None, []
    said = {name: flat(data.get(name, "")).replace(",", "").strip() for name in _NUMBERS}
    bad = [name for name, words in said.items() if not re.fullmatch(r"-?\d{1,12}", words)]
    if bad:
        return None, [error("number_unreadable", f"key.{name}", said[name]) for name in bad]
    value, near, far, least, most = (int(words) for words in said.values())
    return Estimate(value, near, far, least=least, most=most, unit=_one(data, "unit")), []


def _areas(data: QueryDict) -> tuple[tuple[Area, ...], list[Note]]:
    found: list[Area] = []
    notes: list[Note] = []
    for line in _lines(data, "areas"):
        shape, *numbers = line.replace(",", " ").split()
        if all(re.fullmatch(r"\d{1,4}", number) for number in numbers):
            found.append(Area(shape, tuple(int(number) for number in numbers)))
        else:
            notes.append(error("area_unreadable", "areas", line))
    return tuple(found), notes

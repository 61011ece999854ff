"""Which tag a word of a file plainly stands for: by name or code, or as a level of difficulty."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

Meant = tuple[str, str]
"""Facet and code of a tag."""

# What tables say of difficulty in three steps, and in five once one of the words between is used.
_THREE = {
    **dict.fromkeys(("易", "容易", "简单", "低", "easy"), "L2"),
    **dict.fromkeys(("中", "中等", "一般", "适中", "普通", "medium"), "L3"),
    **dict.fromkeys(("难", "困难", "高", "hard", "difficult"), "L4"),
}
_BETWEEN = {
    **dict.fromkeys(("很易", "很容易", "非常容易", "非常简单"), "L1"),
    **dict.fromkeys(("较易", "较容易", "比较容易", "较简单", "偏易"), "L2"),
    **dict.fromkeys(("较难", "比较难", "偏难"), "L4"),
    **dict.fromkeys(("很难", "非常难", "极难"), "L5"),
}
_ENDS = {"L2": "L1", "L4": "L5"}
_EASIER, _HARDER = ("较易", "较容易", "比较容易", "较简单", "偏易"), ("较难", "比较难", "偏难")


@dataclass(frozen=True, slots=True)
class Named:
    """A tag by its names: `said` are those that people may write for it."""

    facet: str
    code: str
    said: tuple[str, ...]


def meant(words: Collection[str], tags: Iterable[Named]) -> dict[str, Meant]:
    """The tag of each word that can mean but one; the other words are not in it.

    易 and 难 are the second and the fourth level, or, where the words say 较易 or 较难 as well, the
    first and the last.
    """
    plain = {word: _plain(word) for word in words}
    names = _names(tags)
    levels = _levels(set(plain.values()))
    found: dict[str, Meant] = {}
    for word, said in plain.items():
        named = names.get(said, set())
        level = ("difficulty", levels[said]) if said in levels else None
        if level and level in names.get(_plain(level[1]), ()):
            found[word] = level
        elif len(named) == 1:
            found[word] = next(iter(named))
    return found


def _names(tags: Iterable[Named]) -> dict[str, set[Meant]]:
    names: dict[str, set[Meant]] = defaultdict(set)
    for tag in tags:
        for said in (*tag.said, tag.code):
            names[_plain(said)].add((tag.facet, tag.code))
    return names


def _levels(words: Collection[str]) -> dict[str, str]:
    levels = _THREE | _BETWEEN
    if not any(word in words for word in (*_EASIER, *_HARDER)):
        return levels
    return levels | {word: _ENDS[code] for word, code in _THREE.items() if code in _ENDS}


def _plain(word: str) -> str:
    return "".join(word.split()).casefold()

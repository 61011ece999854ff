"""Formulas of a Word file (OMML) as `$LaTeX$`."""

from collections.abc import Callable
from xml.etree.ElementTree import Element

_MOST_DEPTH = 30
_ASIDE = frozenset({"ctrlPr", "rPr"})
_ACCENTS = {0x302: "hat", 0x304: "bar", 0x305: "overline", 0x20D7: "vec", 0x307: "dot"}
_SUMS = {"∑": "\\sum", "∏": "\\prod", "∫": "\\int"}
_BRACKETS = {"{": "\\{", "}": "\\}"}


def latex(formula: Element) -> tuple[str, bool]:
    """The formula as LaTeX without dollars, and whether nothing of it is lost."""
    lost: list[str] = []
    text = " ".join(_inside(formula, 0, lost).split())
    return text, bool(text) and not lost and "$" not in text


def _inside(element: Element | None, depth: int, lost: list[str]) -> str:
    if element is None:
        return ""
    if depth > _MOST_DEPTH:
        lost.append("depth")
        return ""
    return "".join(_one(part, depth + 1, lost) for part in element)


def _one(part: Element, depth: int, lost: list[str]) -> str:
    name = part.tag
    if name == "t":
        return part.text or ""
    if name.endswith("Pr") or name in _ASIDE:
        return ""
    if name in _SHAPES:
        return _SHAPES[name](part, lambda path: _inside(part.find(path), depth, lost))
    if name not in ("r", "e", "oMath", "box", "borderBox", "phant", "num", "den", "ins"):
        lost.append(name)
    return _inside(part, depth, lost)


_Get = Callable[[str], str]


def _value(part: Element, path: str, otherwise: str) -> str:
    found = part.find(path)
    return found.get("val", "") if found is not None else otherwise


def _fraction(_part: Element, get: _Get) -> str:
    return f"\\frac{{{get('num')}}}{{{get('den')}}}"


def _root(_part: Element, get: _Get) -> str:
    degree = get("deg")
    return f"\\sqrt[{degree}]{{{get('e')}}}" if degree.strip() else f"\\sqrt{{{get('e')}}}"


def _base(get: _Get) -> str:
    base = get("e")
    return base if len(base.strip()) <= 1 else f"{{{base}}}"


def _group(part: Element, get: _Get) -> str:
    opens, closes = _value(part, "dPr/begChr", "("), _value(part, "dPr/endChr", ")")
    return f"{_BRACKETS.get(opens, opens)}{get('e')}{_BRACKETS.get(closes, closes)}"


def _sum(part: Element, get: _Get) -> str:
    sign = _value(part, "naryPr/chr", "∫")
    low, high = get("sub"), get("sup")
    limits = (f"_{{{low}}}" if low else "") + (f"^{{{high}}}" if high else "")
    return f"{_SUMS.get(sign, sign)}{limits}{{{get('e')}}}"


def _accent(part: Element, get: _Get) -> str:
    sign = _value(part, "accPr/chr", "\u0302")
    return f"\\{_ACCENTS.get(ord(sign[:1] or ' '), 'hat')}{{{get('e')}}}"


_SHAPES: dict[str, Callable[[Element, _Get], str]] = {
    "f": _fraction,
    "rad": _root,
    "sSup": lambda _part, get: f"{_base(get)}^{{{get('sup')}}}",
    "sSub": lambda _part, get: f"{_base(get)}_{{{get('sub')}}}",
    "sSubSup": lambda _part, get: f"{_base(get)}_{{{get('sub')}}}^{{{get('sup')}}}",
    "d": _group,
    "nary": _sum,
    "acc": _accent,
    "bar": lambda _part, get: f"\\overline{{{get('e')}}}",
    "func": lambda _part, get: f"{get('fName')} {get('e')}",
    "limLow": lambda _part, get: f"{get('e')}_{{{get('lim')}}}",
    "limUpp": lambda _part, get: f"{get('e')}^{{{get('lim')}}}",
}

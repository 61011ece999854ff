"""Numbers of a spreadsheet as people see them: 1.0 is "1", a half in percent is "50%"."""

import re
from decimal import Decimal

# Excel shows longer whole numbers as 1.23E+11.
_LONGEST_WHOLE = 10**11
_WIDEST = 11
_FIXED = re.compile(r"(#,##)?(0+)(?:\.(0+))?(%?)(?:_.)?(?:\"([^\"]*)\")?(?:_.)?")
_ASIDE = re.compile(r"_.|\*.|\"[^\"]*\"|\\.|\[[^\]]*\]")
_DATED = re.compile(r"[ymdhsYMDHS年月日]")


def shown(value: float, code: str = "General") -> str | None:
    """The number under a format code; None when the code is beyond us."""
    code = code.partition(";")[0].strip()
    if code in ("General", "@", "", "G/通用格式", "Standard"):
        return general(value)
    match = _FIXED.fullmatch(code)
    if not match:
        return None
    places, percent = len(match[3] or ""), bool(match[4])
    number = round(Decimal(repr(value)) * (100 if percent else 1), places)
    width = len(match[2]) + (places + 1 if places else 0)
    text = f"{number:,.{places}f}" if match[1] else f"{number:0{width + (number < 0)}.{places}f}"
    return text + match[4] + (match[5] or "")


def is_date(code: str) -> bool:
    """Whether a format code shows a date or a time of day."""
    return bool(_DATED.search(_ASIDE.sub("", code.partition(";")[0]))) and code != "General"


def general(value: float) -> str:
    """As Excel's General shows it, up to ten digits: 3.141592654, 1E+11, 1E-07."""
    if value == int(value) and abs(value) < _LONGEST_WHOLE:
        return str(int(value))
    exact = Decimal(f"{value:.15g}")
    if exact == int(exact) and len(f"{exact.normalize():E}") > _WIDEST:
        return f"{exact:f}"  # an identity of many digits: all of them, not 1.23457E+17
    for digits in (10, 9, 8, 7):
        fixed = f"{Decimal(f'{value:.{digits}g}'):f}"
        if len(fixed.lstrip("-")) <= _WIDEST and (digits == 10 or abs(value) > 1e-4):
            return fixed
    number, _e, power = f"{value:.5E}".partition("E")
    return f"{number.rstrip('0').rstrip('.')}E{power}"

"""Names that people give themselves: what may be shown on a screen. Source: regulations, section 7.

A name is shown in NFC; names are compared by `skeleton`, which sees through width, case,
traditional characters, look-alikes and everything invisible.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from questionbank.rules.simplified import SIMPLIFIED, TRADITIONAL

LONGEST = 24
# A name of 24 family emoji has 168 code points; what is longer was never a name.
LONGEST_RAW = 400
# Two accents are language (Vietnamese); fifty are an attack on the line above.
MOST_MARKS = 2


class Fault(StrEnum):
    """Why a name is refused."""

    EMPTY = "name_empty"
    TOO_LONG = "name_too_long"
    CHARACTERS = "name_characters"
    RESERVED = "name_reserved"
    OFFENSIVE = "name_offensive"
    PERSONAL = "name_personal"


@dataclass(frozen=True, slots=True)
class Words:
    """Skeletons of names nobody may take, of words no name may contain, of what no nickname may
    (people and organs of state, advertising), and of what no name may be though it may hold it."""

    reserved: frozenset[str] = frozenset()
    blocked: frozenset[str] = frozenset()
    leaders: frozenset[str] = frozenset()
    alone: frozenset[str] = frozenset()


_ZWJ, _VS15, _VS16 = "\u200d", "\ufe0e", "\ufe0f"
# Shown as nothing, or turning the line around: 3164 and its kin are letters that look like a space.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200c\u200e\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0d\ufeff\uffa0\U000e0100-\U000e01ef]"
)
_BLANK = re.compile("[\\s\u2800]+")
# Han of planes 2 and 3 and emoji that are newer than this Python's tables.
_NEWER = re.compile("[\U0001f300-\U0001faff\U00020000-\U0002fffd\U00030000-\U0003fffd]")
_PICTURE = re.compile("[\u00a9\u00ae\u203c-\u3299\U0001f000-\U0001faff]")
_SKIN = re.compile("[\U0001f3fb-\U0001f3ff]")
_FLAG = re.compile("[\U0001f1e6-\U0001f1ff]")

# Letters of other alphabets (and Han) that pass for the ones on the right.
_LOOKALIKES = str.maketrans(
    "0134579@$аàáâɑαеёèéêіïìíɩоöòóôοрѕсуυхкмнтвԁгωΑΒΕΗΙΚΜΝΟΡΤΧ侍恃入亼亻宫宮贯菅囯囗玉",
    "oieastgasaaaaaaeeeeeiiiiioooooopscyuxkmhtbdrwabehikmnoptx持持人人人官官管管国口王",
)

_SIMPLE = str.maketrans(TRADITIONAL, SIMPLIFIED)

_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
# What people put between the groups of a number.
_BETWEEN = re.compile(r"(?<=\d)[^\w]+(?=\d)")
# A mobile number of the mainland; an identity card of 15 or 18 places, a bank card.
_PERSONAL = re.compile(r"(?<!\d)(?:(?:00)?86)?1[3-9]\d{9}(?!\d)|\d{15}")


def clean(raw: str, words: Words, *, longest: int = LONGEST) -> tuple[str, Fault | None]:
    """The name as it may be shown, or "" and the reason why not.

    Invisible characters and direction controls are taken out, blanks become one space. `longest`
    counts what people see as one character.
    """
    if len(raw) > LONGEST_RAW:
        return "", Fault.TOO_LONG
    if any(unicodedata.category(sign) in ("Cc", "Zl", "Zp") for sign in raw):
        return "", Fault.CHARACTERS
    name = unicodedata.normalize("NFC", _joined(_INVISIBLE.sub("", raw)))
    name = _BLANK.sub(" ", name).strip()
    fault = _fault(name, words, longest)
    return ("", fault) if fault else (name, None)


def _fault(name: str, words: Words, longest: int) -> Fault | None:
    if not any(unicodedata.category(sign)[0] in "LNPS" or _NEWER.match(sign) for sign in name):
        return Fault.EMPTY
    if not all(map(_allowed, name)) or _heaped(name):
        return Fault.CHARACTERS
    if graphemes(name) > longest:
        return Fault.TOO_LONG
    return Fault.PERSONAL if personal(name) else _forbidden(name, words)


def personal(name: str) -> bool:
    """Whether it holds a mobile number or the number of an identity or bank card, in any digits."""
    wide = unicodedata.normalize("NFKC", name).translate(_CHINESE_DIGITS)
    plain = "".join(str(unicodedata.decimal(sign, sign)) for sign in wide)
    return any(_PERSONAL.search(text) for text in (plain, _BETWEEN.sub("", plain)))


def _joined(name: str) -> str:
    """The name with joiners only where they join two pictures into one."""
    kept: list[str] = []
    for at, sign in enumerate(name):
        before, after = name[max(0, at - 1) : at], name[at + 1 : at + 2]
        joins = _PICTURE.match(after) and (_PICTURE.match(before) or before == _VS16)
        if sign != _ZWJ or joins:
            kept.append(sign)
    return "".join(kept)


def _allowed(sign: str) -> bool:
    if _NEWER.match(sign) or sign in (_ZWJ, _VS15, _VS16, " "):
        return True
    return unicodedata.category(sign) not in ("Cc", "Cf", "Cn", "Co", "Cs", "Zs")


def _heaped(name: str) -> bool:
    """Whether some letter carries more marks than writing needs.

    Marks of class 0 (Tibetan, Thai and Indian vowels) stand beside each other, so they may be more.
    """
    above = run = 0
    for sign in name:
        mark = unicodedata.category(sign)[0] == "M" and sign not in (_VS15, _VS16)
        high = unicodedata.combining(sign) > 0 or unicodedata.category(sign) == "Me"
        run = run + 1 if mark else 0
        above = (above + high) if mark else 0
        if above > MOST_MARKS or run > 2 * MOST_MARKS:
            return True
    return False


def graphemes(text: str) -> int:
    """How many characters a reader sees: a family, a flag or an accented letter counts once."""
    count, flags, joined = 0, 0, False
    for sign in text:
        if _FLAG.match(sign):
            count, flags = count + (flags % 2 == 0), flags + 1
            joined = False
            continue
        extends = unicodedata.category(sign)[0] == "M" or _SKIN.match(sign) or sign == _ZWJ
        if not (extends and count) and not joined:
            count += 1
        flags, joined = 0, sign == _ZWJ
    return count


def skeleton(text: str) -> str:
    """What is left when width, case, accents, look-alikes, signs and blanks are taken away, in
    simplified characters."""
    simple = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).translate(_SIMPLE)
    wide = simple.translate(_LOOKALIKES)
    parts = unicodedata.normalize("NFD", unicodedata.normalize("NFKC", wide).casefold())
    return "".join(sign for sign in parts if unicodedata.category(sign)[0] in "LN").translate(
        _LOOKALIKES
    )


def _forbidden(name: str, words: Words) -> Fault | None:
    bare = skeleton(name)
    tokens = {skeleton(token) for token in re.split(r"[^\w]+|_", name)} | {bare}
    if _matches(bare, tokens, words.blocked) or not tokens.isdisjoint(words.alone):
        return Fault.OFFENSIVE
    plain = skeleton(name.rstrip("0123456789０１２３４５６７８９ "))
    if any(one in bare for one in words.leaders):
        return Fault.OFFENSIVE
    return Fault.RESERVED if _matches(bare, tokens | {plain}, words.reserved) else None


def _matches(bare: str, tokens: Collection[str], words: Collection[str]) -> bool:
    """Latin words are looked for whole (a town is called Scunthorpe), Chinese ones anywhere."""
    return any(word in tokens if word.isascii() else word in bare for word in words)


def contest_code(raw: str) -> tuple[str, ...]:
    """How a typed contest code may be meant, likeliest first; empty for what is none.

    Width, blanks and dashes do not matter; O and I may have been read for 0 and 1.
    """
    if len(raw) > 60:
        return ()
    code = re.sub(r"[\s\-_·.]+", "", unicodedata.normalize("NFKC", raw)).upper()
    if not re.fullmatch(r"[A-Z0-9]{1,12}", code):
        return ()
    digits = code.translate(str.maketrans("OIL", "011"))
    return (code,) if digits == code else (code, digits)

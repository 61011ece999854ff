"""Native modules and style sheets as one text each, small enough to travel inside a page.

What is in frontend/static is what runs; only imports, comments and blanks go, and what the modules
call each other's things is shortened.
"""

import itertools
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r'^import\s[^;]*?from\s+"(\.[^"]+)";\n', re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/ ?", re.DOTALL)
_LINE_COMMENT = re.compile(r"^\s*//.*\n", re.MULTILINE)
INDENT = re.compile(r"\n\s*")
# Texts and patterns stay as they are; a division has a blank behind its sign, a pattern none.
_LITERAL = re.compile(
    r'("(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|/(?=[^ *])(?:[^/\\\n[]|\\.|\[[^\]]*\])+/)'
)
_BLANKS = re.compile(r" ?([=*<>!&|?:,;{}()\[\]]+) ?")
# A sign between two operands; doubled it is another one.
_SUM = re.compile(r"(?<![+\-]) ?([+\-]) ?(?![+\- ])")
# What is const is so in the sources, where it is checked; one word less is packed shorter.
_CONST = re.compile(r"\bconst(?=[ \[{])")
_TOP = re.compile(r"^(export )?(?:async )?(?:function|const|let) (\w{4,})", re.MULTILINE)
_NAME = re.compile(r"(?<![\w$])[A-Za-z]\w*")
_LAST = re.compile(r"[,;](?=\})|,(?=[)\]])")
# A line break after an operator or before a closing bracket ends no statement.
_SEAM = re.compile(r"(?<=[;{,(\[=>?:&|])\n|\n(?=[})\].?:&|])")


def modules(entry: Path) -> list[Path]:
    """The modules that `entry` needs and itself, each after those it imports."""
    found: list[Path] = []

    def visit(path: Path) -> None:
        for name in _IMPORT.findall(path.read_text("utf-8")):
            child = (path.parent / name).resolve()
            if child not in found:
                visit(child)
        if path not in found:
            found.append(path)

    visit(entry.resolve())
    return found


def flatten(entry: Path) -> str:
    """All modules as one: their top-level names differ (a test sees to it), so imports may go."""
    sources = [path.read_text("utf-8") for path in modules(entry)]
    code = "".join(sources)
    names = {name for _, name in _TOP.findall(code)}
    names -= {name for exported, name in _TOP.findall(sources[-1]) if exported}
    code = re.sub(r"^export (\{\};\n)?", "", _IMPORT.sub("", code), flags=re.MULTILINE)
    lines = _SEAM.sub("", squeeze(_LINE_COMMENT.sub("", code)))
    parts = _LITERAL.split(lines)
    parts[::2] = [_tight(part) for part in parts[::2]]
    return _LAST.sub("", "".join(_renamed(parts, names)))


def _renamed(parts: list[str], names: Iterable[str]) -> list[str]:
    """The code (every other part, texts between) with shorter names, where a name is nothing else:
    no property, no argument by name, and not inside a text."""
    code, texts = "\0".join(parts[::2]), "".join(parts[1::2])
    used = set(_NAME.findall(code))
    fresh = (name for name in _short() if name not in used)
    own = sorted(name for name in names if not _elsewhere(name, code, texts))
    short = dict(zip(own, fresh, strict=False))
    renamed = [_NAME.sub(lambda found: short.get(found[0], found[0]), part) for part in parts[::2]]
    return [*itertools.chain(*itertools.zip_longest(renamed, parts[1::2], fillvalue=""))]


def _short() -> Iterator[str]:
    return map("".join, itertools.product(ascii_lowercase, ascii_uppercase))


def _elsewhere(name: str, code: str, texts: str) -> bool:
    """Whether the name may be a property, too, or is used where no code is looked for. A property
    may be taken out with a default (`{ name = 1 }`)."""
    property_ = rf"(?<!\.\.)\.{name}\b|\b{name}:|[{{,]{name}(?:[,}}(]|=(?![=>]))"
    return bool(re.search(property_, code) or re.search(rf"\b{name}\b", texts))


def _tight(code: str) -> str:
    return _CONST.sub("let", _SUM.sub(r"\1", _BLANKS.sub(r"\1", code)))


def squeeze(code: str) -> str:
    """Without comments and indentation; no text of ours spans lines or holds a comment sign."""
    return INDENT.sub("\n", _COMMENT.sub("", code)).strip()


def styles(names: Iterable[str]) -> str:
    """The style sheets as one, without what only people need."""
    whole = "".join(source(name).read_text("utf-8") for name in names)
    tight = re.sub(r"\s*([{};,>])\s*", r"\1", squeeze(whole)).replace(": ", ":")
    return tight.replace(";}", "}")


def source(name: str) -> Path:
    """A file of frontend/static. Raises FileNotFoundError."""
    found = finders.find(name)
    if not found:
        raise FileNotFoundError(f"frontend/static/{name} is missing")
    return Path(found)


def plain_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "").replace("\u2029", "")

"""Native modules and style sheets as one text each, small enough to travel inside a page.

What is in frontend/static is what runs; only imports, comments and blanks go.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path
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
    code = "".join(path.read_text("utf-8") for path in modules(entry))
    code = re.sub(r"^export (\{\};\n)?", "", _IMPORT.sub("", code), flags=re.MULTILINE)
    lines = _SEAM.sub("", squeeze(_LINE_COMMENT.sub("", code)))
    parts = _LITERAL.split(lines)
    parts[::2] = [_BLANKS.sub(r"\1", part) for part in parts[::2]]
    return _LAST.sub("", "".join(parts))


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

"""Native modules and style sheets as one text each, small enough to travel inside a page.

What is in frontend/static is what runs; imports, comments and blanks go, and names are shortened.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from django.contrib.staticfiles import finders

_IMPORT = re.compile(r'^import\s[^;]*?from\s+"(\.[^"]+)";\n', re.MULTILINE)
_EXPORT = re.compile(r"^export (\{\};\n)?", re.MULTILINE)
_COMMENT = re.compile(r"/\*.*?\*/ ?", re.DOTALL)
INDENT = re.compile(r"\n\s*")
ROOT: Final = Path(__file__).resolve().parents[1]
# The packer takes a tenth of a second; whoever is this late has a machine that stands still.
PATIENCE_S = 60
_packing = Lock()


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
    return _EXPORT.sub("", _IMPORT.sub("", code))


def script(entry: Path) -> str:
    """All modules as one script, packed."""
    return _packed(f"(()=>{{{flatten(entry)}}})()")


def library(entry: Path, name: str) -> str:
    """All modules as one script, packed, of which `name` is left for others to export."""
    return _packed(f"const {name}=(()=>{{{flatten(entry)}return {name}}})()")


def _packed(code: str) -> str:
    """By a process of its own (quiz/packer.py), once, however many ask at the same moment. Raises
    CalledProcessError for what is no script."""
    with _packing:
        return _by_packer(code)


@cache
def _by_packer(code: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "quiz.packer"],
        cwd=ROOT,
        input=code.encode(),
        stdout=subprocess.PIPE,
        check=True,
        timeout=PATIENCE_S,
    )
    return done.stdout.decode()


def styles(names: Iterable[str]) -> str:
    """The style sheets as one, without what only people need."""
    whole = "".join(source(name).read_text("utf-8") for name in names)
    squeezed = INDENT.sub("\n", _COMMENT.sub("", whole)).strip()
    tight = re.sub(r"\s*([{};,>])\s*", r"\1", squeezed).replace(": ", ":")
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

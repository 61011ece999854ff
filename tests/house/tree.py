"""The files of the house, as the checks of tests/house and tests/docs see them."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
APPS = ("config", "leaderboard", "quiz", "questionbank")


@cache
def files() -> tuple[str, ...]:
    """Every file that is or would be committed, as a path from the top."""
    done = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return tuple(sorted(name for name in done.stdout.split("\0") if (ROOT / name).is_file()))


def ending(*suffixes: str, under: tuple[str, ...] = ()) -> list[str]:
    """Files with one of the endings, below one of the folders if any are given."""
    below = tuple(f"{folder}/" for folder in under)
    return [name for name in files() if name.endswith(suffixes) and name.startswith(below or "")]


def python() -> list[str]:
    """Python written by hand: migrations are not."""
    return [name for name in ending(".py") if "/migrations/" not in name]


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


@cache
def tree(name: str) -> ast.Module:
    return ast.parse(text(name), filename=name)


def functions(name: str) -> Iterator[tuple[str, int]]:
    """Each function of a Python file with its number of lines, decorators not counted."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def imports(name: str) -> set[str]:
    """Full names of what a Python file imports, wherever in the file it does."""
    found: set[str] = set()
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found

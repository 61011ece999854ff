"""The files of the house, as the checks of tests/house and tests/docs see them."""

import ast
import subprocess
from functools import cache
from pathlib import Path
from typing import NamedTuple

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


def tree(name: str) -> ast.Module:
    """Parsed anew each time: a million nodes that stay would slow every later test down."""
    return ast.parse(text(name), filename=name)


class Outline(NamedTuple):
    """What the checks ask of a Python file: the full names it imports, wherever in the file it
    does, and each function with its number of lines, decorators not counted."""

    imports: frozenset[str]
    functions: tuple[tuple[str, int], ...]


@cache
def outline(name: str) -> Outline:
    imports: set[str] = set()
    functions: list[tuple[str, int]] = []
    for node in ast.walk(tree(name)):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                functions.append((node.name, (node.end_lineno or node.lineno) - node.lineno + 1))
            case ast.Import():
                imports |= {alias.name for alias in node.names}
            case ast.ImportFrom(module=str()):
                imports |= {f"{node.module}.{alias.name}" for alias in node.names}
    return Outline(frozenset(imports), tuple(functions))

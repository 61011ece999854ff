"""The stand-alone check as one file, as /results/verify.py serves it."""

from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("script")
PARTS = ("marks", "standings", "award", "season", "checks")
OURS = "from leaderboard."


@cache
def script() -> str:
    """The five parts behind each other: the first one's docstring, all imports, the rest."""
    texts = [(FOLDER / f"{part}.py").read_text("utf-8") for part in PARTS]
    opening, _, texts[0] = texts[0].partition('"""\n\n')
    lines = [line for text in texts for line in text.splitlines()]
    imports = sorted({line for line in lines if _imports(line) and not line.startswith(OURS)})
    rest = [line for line in lines if not _imports(line)]
    return "\n".join([f'{opening}"""\n', *imports, "", *_calm(rest), ""])


def _imports(line: str) -> bool:
    return line.startswith(("import ", "from "))


def _calm(lines: list[str]) -> list[str]:
    """Never more than two empty lines."""
    kept: list[str] = []
    for line in lines:
        if line or kept[-2:] != ["", ""]:
            kept.append(line)
    return kept

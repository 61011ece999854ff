"""Catalogues of texts: gathered from the sources, kept as .po, compiled to .mo beside them.

For developers (Babel comes with requirements-dev.txt). The .mo files are committed, so that
whoever runs a contest needs no tool for them.
"""

import re
import subprocess
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from config.environment import ROOT

LANGUAGES = ("en", "zh_Hant")
APPS = ("config", "leaderboard", "quiz", "questionbank")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
}
# Babel writes dates into the head; with this one unchanged catalogues stay the same bytes.
DATE = datetime(2026, 1, 1, tzinfo=UTC)
HEAD = "# Texts for people; `make messages` gathers them.\n"


def po_path(language: str) -> Path:
    return ROOT / "frontend" / "locale" / language / "LC_MESSAGES" / "django.po"


def _sources() -> Iterator[tuple[str, bytes]]:
    command = ["git", "ls-files", "-co", "--exclude-standard", *APPS, "frontend/templates"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    for name in sorted(set(done.stdout.split())):
        path = ROOT / name
        if path.suffix == ".py" and "/migrations/" not in name:
            yield name, path.read_bytes()
        elif path.suffix == ".html":
            source = templatize(path.read_text(encoding="utf-8"), origin=name)
            # The extractor reads Python, where an indent would mean something.
            yield name, re.sub(r"^[ \t]+", "", source, flags=re.MULTILINE).encode()


def texts() -> Catalog:
    """Every text of the sources, untranslated, with the places where it stands."""
    found = Catalog(fuzzy=False)
    for name, source in _sources():
        options = {"encoding": "utf-8"}
        for _, message, comments, context in extract(
            "python", BytesIO(source), KEYWORDS, options=options
        ):
            found.add(message, locations=[(name, 0)], auto_comments=comments, context=context)
    return found


def read(language: str) -> Catalog:
    """The catalogue as it is; an empty one where there is none."""
    path = po_path(language)
    catalogue = Catalog(locale=language, fuzzy=False)
    if path.exists():
        with path.open("rb") as file:
            catalogue = read_po(file, locale=language)
    catalogue.header_comment = HEAD
    catalogue.project = "contest"
    catalogue.creation_date = catalogue.revision_date = DATE
    return catalogue


def compiled(language: str) -> bytes:
    """What the .mo of a language holds."""
    out = BytesIO()
    write_mo(out, read(language))
    return out.getvalue()


def renew(language: str) -> list[str]:
    """Bring a catalogue up to the sources and compile it; returns what is still untranslated."""
    catalogue = read(language)
    catalogue.update(texts(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    catalogue.creation_date = DATE
    path = po_path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
    path.with_suffix(".mo").write_bytes(compiled(language))
    return [str(entry.id) for entry in catalogue if entry.id and not _ready(entry.string)]


def _ready(translation: str | Sequence[str] | None) -> bool:
    return bool(translation) and all(translation or ())

"""manage.py draw_pictures: the starter pictures, drawn anew."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionbank import drawings


class Command(BaseCommand):
    help = "Draw the starter bank's pictures into a folder: a changed one makes its questions new."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="where they go; one that is there is written over"
        )
        parser.add_argument("names", nargs="*", help="which (default: all)")

    def handle(self, *_args: Any, folder: Path, names: list[str], **_options: Any) -> None:
        if not folder.is_dir():
            raise CommandError(f"{folder}: no such folder; make it first")
        if unknown := set(names) - set(drawings.PICTURES):
            known = ", ".join(sorted(drawings.PICTURES))
            raise CommandError(
                f"no picture is called {', '.join(sorted(unknown))}; there are: {known}"
            )
        for name in names or sorted(drawings.PICTURES):
            (folder / f"{name}.webp").write_bytes(drawings.drawn(name))

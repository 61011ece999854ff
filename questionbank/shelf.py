"""The folder of pictures beside a file of questions, and how a question names one."""

import hashlib
from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from questionbank.rules.question import Draft, Image, Text

MOST_BYTES = 2 * 1024 * 1024


class Seen(Struct, frozen=True, forbid_unknown_fields=True):
    """A picture and what it shows in words: by the name of its `file` in the folder "pictures"
    beside this one, without its ending, or by its digest where the bank has it already."""

    zh: str
    file: Annotated[str, Meta(pattern=r"^[a-z0-9-]{0,60}\Z")] = ""
    digest: Annotated[str, Meta(pattern=r"^([0-9a-f]{64})?\Z")] = ""
    en: str = ""


class Shelf:
    """WebP files by name; each is read once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digests: dict[str, str] = {}
        self._files: dict[str, bytes] = {}

    def image(self, seen: Seen | None) -> Image | None:
        """Raises OSError for a file that is not there or too large."""
        if seen is None:
            return None
        digest = self._digest(seen.file) if seen.file else seen.digest
        return Image(digest, Text(seen.zh.strip(), seen.en.strip()))

    def _digest(self, name: str) -> str:
        """The digest of the file `name`.webp."""
        if name not in self._digests:
            path = self._folder / f"{name}.webp"
            if path.stat().st_size > MOST_BYTES:
                raise OSError(f"{path.name} > {MOST_BYTES >> 20} MB")
            data = path.read_bytes()
            self._digests[name] = hashlib.sha256(data).hexdigest()
            self._files[self._digests[name]] = data
        return self._digests[name]

    def of(self, draft: Draft) -> dict[str, bytes]:
        """The files that a question shows, by digest."""
        shown = {image.digest for image in (draft.picture, *draft.option_pictures) if image}
        return {digest: self._files[digest] for digest in shown if digest in self._files}

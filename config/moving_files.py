"""What an embedded server keeps beside its database: pictures, the signing key, the secret."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from config.moving import Unfit


def same_secret(folder: Path) -> None:
    """Raises Unfit unless what the old secret encrypted (winners' contacts) can be read here."""
    kept = folder / "secret_key"
    known = {settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS}
    if kept.exists() and kept.read_text().strip() not in known:
        raise Unfit(f"the content of {kept} must be SECRET_KEY or one of SECRET_KEY_FALLBACKS")


def others(folder: Path) -> None:
    """Raises Unfit when this server has another signing key: a key is never written over."""
    for source, target in _files(folder):
        if target.exists() and target.read_bytes() != source.read_bytes():
            raise Unfit(f"{target} is there already and is not {source}")


def copy(folder: Path) -> int:
    """Copy what is not here yet; returns how many files. What is there already is the same."""
    wanted = [(source, target) for source, target in _files(folder) if not target.exists()]
    for source, target in wanted:
        target.parent.mkdir(parents=True, exist_ok=True)
        part = target.with_name(f".{target.name}.part")
        shutil.copy(source, part)
        os.replace(part, target)  # noqa: PTH105 (one step: never half a picture)
    return len(wanted)


def _files(folder: Path) -> Iterator[tuple[Path, Path]]:
    key = folder / "signing.pem"
    if key.exists():
        yield key, settings.SIGNING_KEY_FILE
    for picture in sorted((folder / "pictures").glob("*.webp")):
        yield picture, settings.PICTURES_DIR / picture.name

"""Pictures of questions: taken in, kept as files, and found again by content or by address."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from pathlib import Path
from threading import Lock

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext as _

from questionbank.messages import Fault, Refused
from questionbank.models import Picture
from questionbank.webp import MOST_SIDE, Encoded, TooLarge, Unreadable, encode, plain_size

MOST_BYTES = 10 * 1024 * 1024
# A phone's width, a large phone's with its finer pixels, a projector's half.
WIDTHS = (320, 640, 1280)
# A picture takes up to 200 MiB while it is encoded anew: one after the other.
_one_at_a_time = Lock()


def store(data: bytes, by: User | None) -> Picture:
    """The picture of a file of unknown origin, stored for good.

    The same picture again is the same row. Raises Refused, storing nothing, for what is too large,
    broken, or no JPEG, PNG, WebP or GIF. Files are on disk before the row is.
    """
    if not data or len(data) > MOST_BYTES:
        size = MOST_BYTES >> 20
        raise _refused(_("图片超过 %d MB") % size if data else _("没有收到图片"))
    # What an export took out comes back as it was; encoded once more it would be another picture.
    if own := Picture.objects.filter(digest=hashlib.sha256(data).hexdigest()).first():
        return own
    return _keep(_encoded(data), by)


def ship(files: Mapping[str, bytes]) -> dict[str, Picture]:
    """WebP files that came with questions, by their own digest, kept as they are: what a question
    shows is part of it, and encoded anew it would be another question.

    Raises Refused for one that is no plain WebP file. Files are on disk before the rows are.
    """
    known = {row.digest: row for row in Picture.objects.filter(digest__in=files)}
    for digest, data in files.items():
        if digest in known:
            # A folder that was lost is healed.
            _write(_path(known[digest].name, known[digest].width), data)
        else:
            known[digest] = _shipped(digest, data)
    return known


def _shipped(digest: str, data: bytes) -> Picture:
    try:
        width, height = plain_size(data)
    except Unreadable as error:
        raise _refused(_("随题目带来的图片须是不带附加信息的 WebP")) from error
    name = secrets.token_hex(16)
    _write(_path(name, width), data)
    size = {"width": width, "height": height, "widths": [width], "size": len(data)}
    return Picture.objects.create(digest=digest, name=name, owner=None, **size)


def address(picture: Picture, width: int) -> str:
    """Where the picture is served at least `width` pixels wide, or as wide as there is."""
    fitting = [have for have in picture.widths if have >= width]
    return reverse("picture", args=[picture.name, min(fitting, default=picture.width)])


def read(name: str, width: int) -> bytes | None:
    """The file at an address, or None; `name` must be a name's 32 hexadecimal digits."""
    try:
        return _path(name, width).read_bytes()
    except FileNotFoundError:
        return None


def bytes_of(digest: str) -> bytes:
    """The widest file, for exports. Raises Picture.DoesNotExist or FileNotFoundError."""
    picture = Picture.objects.get(digest=digest)
    return _path(picture.name, picture.width).read_bytes()


def _refused(why: str) -> Refused:
    return Refused([Fault("", "", "picture", why)])


def _encoded(data: bytes) -> Encoded:
    try:
        with _one_at_a_time:
            return encode(data, WIDTHS)
    except TooLarge as error:
        size = {"width": error.width, "height": error.height, "most": MOST_SIDE}
        why = _("图片为 %(width)d×%(height)d 像素，每边最多 %(most)d") % size
        raise _refused(why) from error
    except Unreadable as error:
        why = _("不是可用的图片：只收完好的 JPEG、PNG、WebP 或 GIF")
        raise _refused(why) from error


def _keep(encoded: Encoded, by: User | None) -> Picture:
    digest = hashlib.sha256(encoded.files[-1]).hexdigest()
    known = Picture.objects.filter(digest=digest).first()
    name = known.name if known else secrets.token_hex(16)
    # For a known one, too: a folder that was lost is healed by taking its pictures in again.
    for width, file in zip(encoded.widths, encoded.files, strict=True):
        _write(_path(name, width), file)
    new = {
        "name": name,
        "width": encoded.width,
        "height": encoded.height,
        "widths": list(encoded.widths),
        "size": len(encoded.files[-1]),
        "owner": by,
    }
    picture, _made = Picture.objects.get_or_create(digest=digest, defaults=new)
    if picture.name != name:
        for width in encoded.widths:
            _path(name, width).unlink()
    return picture


def _path(name: str, width: int) -> Path:
    return settings.PICTURES_DIR / f"{name}-{width}.webp"


def _write(path: Path, data: bytes) -> None:
    """Write a whole file or none: a reader never sees half of it, nor does a crash leave it."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, made = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(made).replace(path)
    except OSError:
        Path(made).unlink(missing_ok=True)
        raise

"""Makes pictures of unknown origin into WebP of our own: small, upright, sRGB, without metadata.

Nothing of the file that came in is kept but its pixels.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PIL import Image, ImageCms
from PIL.Image import Transpose

# Pillow reads 40 more formats; several of them run programs or have no bounds.
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")
# Read from the header, before any pixel is decoded. Decoding takes 4 bytes a pixel: 64 MiB.
MOST_SIDE = 4096
# A progressive JPEG has about ten scans. Each costs a pass over the whole picture, and thousands of
# empty ones fit into a small file.
MOST_SCANS = 100
# Line art stays sharp when it is kept exactly; photographs are several times smaller otherwise.
FEW_COLOURS = 256
QUALITY = 82
ORIENTATION = 0x0112
UPRIGHT = {
    2: Transpose.FLIP_LEFT_RIGHT,
    3: Transpose.ROTATE_180,
    4: Transpose.FLIP_TOP_BOTTOM,
    5: Transpose.TRANSPOSE,
    6: Transpose.ROTATE_270,
    7: Transpose.TRANSVERSE,
    8: Transpose.ROTATE_90,
}
# What Pillow and its codecs raise for files that are not what they say.
BROKEN = (
    *(OSError, SyntaxError, ValueError, TypeError, LookupError, ArithmeticError, EOFError),
    *(RuntimeError, AttributeError, MemoryError, AssertionError),
    *(struct.error, zlib.error, Image.DecompressionBombError, Image.DecompressionBombWarning),
)
# Otherwise Pillow only warns of a picture that takes gigabytes.
warnings.filterwarnings("error", category=Image.DecompressionBombWarning)


class Unreadable(ValueError):
    """No picture can be made of this file."""


class TooLarge(ValueError):
    """The header promises a picture of `width` x `height` pixels, which is too large."""

    def __init__(self, width: int, height: int) -> None:
        super().__init__(f"{width} x {height}")
        self.width, self.height = width, height


@dataclass(frozen=True, slots=True)
class Encoded:
    """One picture in several widths, the narrowest first: `files[n]` is `widths[n]` wide."""

    width: int
    height: int
    widths: tuple[int, ...]
    files: tuple[bytes, ...]


def encode(data: bytes, widths: Sequence[int]) -> Encoded:
    """The first frame of the file in those of `widths` that do not enlarge it, or in its own.

    Raises TooLarge or Unreadable.
    """
    try:
        exact, image = _pixels(data, max(widths))
        sizes = [width for width in sorted(widths) if width < image.width] + [image.width]
        files = tuple(_webp(_narrow(image, width), exact=exact) for width in sizes)
    except TooLarge:
        raise
    except BROKEN as error:
        raise Unreadable(str(error)) from error
    return Encoded(image.width, image.height, tuple(sizes), files)


def plain_size(data: bytes) -> tuple[int, int]:
    """Width and height of a WebP file of pixels alone, every one of which was decoded.

    Raises Unreadable for any other file, also for one with metadata, frames or a profile.
    """
    try:
        with _opened(data) as image:
            image.load()
            more = image.info.keys() & {"exif", "xmp", "icc_profile"}
            if image.format != "WEBP" or more or getattr(image, "n_frames", 1) != 1:
                raise Unreadable("no plain WebP file")
            return image.size
    except Unreadable:
        raise
    except BROKEN as error:
        raise Unreadable(str(error)) from error


def _pixels(data: bytes, widest: int) -> tuple[bool, Image.Image]:
    """Whether to keep the picture exactly, and its pixels as sRGB, at most `widest` wide."""
    if data.count(b"\xff\xda") > MOST_SCANS and data.startswith(b"\xff\xd8"):
        raise Unreadable("too many scans")
    with _opened(data) as checked:
        checked.verify()
    with _opened(data) as image:
        turn = UPRIGHT.get(_orientation(image))
        profile = image.info.get("icc_profile")
        image.load()
        plain = _plain(image)
        exact = image.format in ("PNG", "GIF") and plain.getcolors(FEW_COLOURS) is not None
    turned = plain.transpose(turn) if turn is not None else plain
    return exact, _srgb(_narrow(turned, widest), profile)


def _opened(data: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(data), formats=FORMATS)
    if max(image.size) > MOST_SIDE or min(image.size) < 1:
        raise TooLarge(*image.size)
    return image


def _orientation(image: Image.Image) -> int:
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except BROKEN:
        return 1


def _plain(image: Image.Image) -> Image.Image:
    """The picture with 8 bits a channel: L, RGB, RGBA or CMYK, what its colour profile is for."""
    if image.mode in ("I", "F") or image.mode.startswith("I;"):
        # 16 bits of grey: converting alone would cut everything above 255 to white.
        scale: Callable[[float], float] = lambda value: value * (1 / 257)  # noqa: E731
        return image.convert("I").point(scale).convert("L")
    if image.mode in ("L", "RGB", "RGBA", "CMYK") and "transparency" not in image.info:
        return image.copy()
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _narrow(image: Image.Image, width: int) -> Image.Image:
    if image.width <= width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS)


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    wanted = "RGBA" if image.mode == "RGBA" else "RGB"
    if profile:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            target = ImageCms.createProfile("sRGB")
            turned = ImageCms.profileToProfile(image, source, target, outputMode=wanted)
        except (ImageCms.PyCMSError, *BROKEN):
            # A profile that is broken or for other colours: the picture is better than none.
            return image.convert(wanted)
        if turned is not None:
            return turned
    return image.convert(wanted)


def _webp(image: Image.Image, *, exact: bool) -> bytes:
    out = io.BytesIO()
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    bare.save(out, "WEBP", lossless=exact, quality=QUALITY, method=4)
    return out.getvalue()

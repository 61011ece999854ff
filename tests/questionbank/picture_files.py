"""Picture files for tests, sound and hostile ones, built from their parts."""

import io
import struct
import zlib
from typing import Any

from PIL import Image

ORIENTATION = 0x0112
GPS = 0x8825


def saved(image: Image.Image, kind: str, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def halves(width: int = 64, height: int = 32, mode: str = "RGB") -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image.convert(mode)


def colourful(width: int, height: int) -> Image.Image:
    """More colours than any palette has."""
    row = Image.linear_gradient("L").resize((width, height))
    return Image.merge("RGB", (row, row.rotate(90).resize(row.size), row.rotate(180)))


def chunk(name: bytes, body: bytes, *, crc: int | None = None) -> bytes:
    check = zlib.crc32(name + body) if crc is None else crc
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", check)


def png(width: int, height: int, *more: bytes, rows: bytes | None = None) -> bytes:
    """A grey PNG of that size by its header, with chunks of one's own before the pixels."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = bytes((width + 1) * height) if rows is None else rows
    parts = (chunk(b"IHDR", header), *more, chunk(b"IDAT", zlib.compress(pixels, 9)))
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts) + chunk(b"IEND", b"")


def zeros(megabytes: int) -> bytes:
    return zlib.compress(bytes(megabytes << 20), 9)


def bad_crc() -> bytes:
    whole = png(8, 8)
    at = whole.index(b"IDAT")
    length = struct.unpack(">I", whole[at - 4 : at])[0]
    end = at + 4 + length
    return whole[:end] + b"\0\0\0\0" + whole[end + 4 :]


def moving_gif(frames: int) -> bytes:
    """A GIF of so many frames: the first is red, the others are blue."""
    head = b"GIF89a" + struct.pack("<HHBBB", 2, 2, 0x80, 0, 0) + b"\xff\x00\x00" + b"\x00\x00\xff"
    return head + _frame(0) + _frame(1) * (frames - 1) + b"\x3b"


def _frame(colour: int) -> bytes:
    """A frame of 2 x 2 pixels in one of two colours: the picture data of a GIF by Pillow."""
    image = Image.new("P", (2, 2), colour)
    image.putpalette([255, 0, 0, 0, 0, 255])
    whole = saved(image, "GIF")
    return whole[whole.index(b"\x2c", 13 + 6) : -1]


def many_scans(scans: int) -> bytes:
    """A progressive JPEG with the last of its scans again and again."""
    whole = saved(colourful(64, 64), "JPEG", progressive=True)
    last = whole.rindex(b"\xff\xda")
    return whole[:last] + whole[last:-2] * scans + whole[-2:]


def turned(orientation: int) -> bytes:
    """A JPEG whose EXIF says that it lies, where it was made, and by whom."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x010F] = "Spy Camera"
    exif.get_ifd(GPS)[1] = "N"
    return saved(halves(), "JPEG", exif=exif, quality=95, comment=b"secret comment")


# sRGB's own primaries in the profile connection space, as s15Fixed16 numbers.
RED, GREEN, BLUE = (0.4361, 0.2225, 0.0139), (0.3851, 0.7169, 0.0971), (0.1431, 0.0606, 0.7139)


def swapped_profile() -> bytes:
    """A colour profile of a space in which what is called red is blue, and the other way round."""
    gamma = b"curv" + bytes(4) + struct.pack(">IHH", 1, int(2.2 * 256), 0)
    tags = [
        *[(b"rXYZ", _xyz(BLUE)), (b"gXYZ", _xyz(GREEN)), (b"bXYZ", _xyz(RED))],
        *[(b"wtpt", _xyz((0.9642, 1.0, 0.8249)))],
        *[(name, gamma) for name in (b"rTRC", b"gTRC", b"bTRC")],
    ]
    table, body, at = b"", b"", 128 + 4 + 12 * len(tags)
    for name, value in tags:
        table += name + struct.pack(">II", at + len(body), len(value))
        body += value
    size = at + len(body)
    head = struct.pack(">I4sI4s4s4s", size, b"none", 0x02400000, b"mntr", b"RGB ", b"XYZ ")
    head = (head + bytes(12) + b"acsp").ljust(68, b"\0") + _xyz((0.9642, 1.0, 0.8249))[8:]
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + table + body


def _xyz(numbers: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">iii", *(round(one * 65536) for one in numbers))

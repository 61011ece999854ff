"""Pictures: what comes in is made anew, once, small, upright and without a word about its maker."""

import io
import struct
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms
from pytest_django import Settings

from questionbank import images
from questionbank.messages import Refused
from questionbank.models import Picture
from questionbank.webp import TooLarge, Unreadable, encode
from tests.questionbank import picture_files as files
from tests.questionbank.picture_files import chunk, colourful, halves, png, saved

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> Path:
    settings.PICTURES_DIR = tmp_path / "pictures"
    return tmp_path / "pictures"


def seen(data: bytes) -> Image.Image:
    """What a reader sees of the widest file that is made of this one."""
    image = Image.open(io.BytesIO(encode(data, images.WIDTHS).files[-1]), formats=["WEBP"])
    image.load()
    return image


def colour(image: Image.Image, x: int, y: int) -> str:
    red, _green, blue, *_alpha = image.getpixel((x, y))  # type: ignore[misc]
    return "red" if red > blue + 60 else "blue" if blue > red + 60 else f"{red}/{blue}"


HUGE = {
    "many pixels in a small PNG (X94)": png(13_000, 13_000, rows=b""),
    "a header that promises 2^31 pixels": png(2**31 - 1, 1, rows=b""),
    "a GIF that promises 65,535 pixels": b"GIF89a" + struct.pack("<HHBBB", 65535, 65535, 0, 0, 0),
    "a WebP that is wider than allowed": saved(Image.new("L", (5000, 2)), "WEBP"),
    "a JPEG that is higher than allowed": saved(Image.new("L", (2, 5000)), "JPEG"),
}
FOREIGN = {
    "EPS (X96)": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 8 8\n(x) run\n",
    "PSD (X96)": b"8BPS\0\1" + bytes(6) + struct.pack(">HIIHH", 3, 8, 8, 8, 3) + bytes(64),
    "SVG (X96)": b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "PDF (X96)": b"%PDF-1.7\n1 0 obj<<>>endobj\n",
    "WMF (X96)": b"\xd7\xcd\xc6\x9a" + bytes(60),
    "TIFF pages (X95)": saved(halves(), "TIFF", save_all=True, append_images=[halves()]),
    "BMP": saved(halves(), "BMP"),
    "HTML named .png (X97)": b"<!doctype html><script>alert(1)</script>",
    "a ZIP": b"PK\3\4" + bytes(100),
    "nothing but a signature": b"\x89PNG\r\n\x1a\n",
    "zeros": bytes(1000),
}


def half(kind: str) -> bytes:
    whole = saved(colourful(400, 300), kind)
    return whole[: len(whole) // 2]


@cache
def bomb() -> bytes:
    return b"k\0\0" + files.zeros(200)


BROKEN: dict[str, Callable[[], bytes]] = {
    "half a PNG (X98)": partial(half, "PNG"),
    "half a JPEG (X98)": partial(half, "JPEG"),
    "half a WebP (X98)": partial(half, "WEBP"),
    "half a GIF (X98)": partial(half, "GIF"),
    "a wrong check sum (X98)": files.bad_crc,
    "compressed text that grows to 200 MB (X98)": lambda: png(8, 8, chunk(b"zTXt", bomb())),
    "a colour profile that grows to 200 MB (X98)": lambda: png(8, 8, chunk(b"iCCP", bomb())),
    "thousands of scans": partial(files.many_scans, 3_000),
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_too_large_is_refused_by_its_header(name: str) -> None:
    with pytest.raises(Refused, match=r"4096|完好"):
        images.store(HUGE[name], None)


@pytest.mark.slow
@pytest.mark.parametrize("name", [*FOREIGN, *BROKEN])
def test_what_is_no_picture_or_a_broken_one_is_refused_and_leaves_nothing(
    name: str, folder: Path
) -> None:
    with pytest.raises(Refused, match="完好"):
        images.store(FOREIGN[name] if name in FOREIGN else BROKEN[name](), None)
    assert not Picture.objects.exists()
    assert not folder.exists()


@pytest.mark.parametrize(("data", "why"), [(b"", "没有收到"), (bytes(10 * 2**20 + 1), "超过 10")])
def test_an_empty_or_overlong_file_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        images.store(data, None)


POLYGLOTS = {
    "GIF and JavaScript (X97)": files.moving_gif(1) + b"*/;alert('evil')//",
    "PNG and ZIP (X97)": png(8, 8) + b"PK\3\4evil" + bytes(30) + b"PK\5\6" + bytes(18),
    "JPEG and PHP (X97)": saved(halves(), "JPEG", comment=b"<?php system('evil'); ?>"),
    "WebP and HTML": saved(halves(), "WEBP") + b"<script>evil</script>",
    "PNG with text": png(8, 8, chunk(b"tEXt", b"Comment\0<script>evil</script>")),
}


@pytest.mark.parametrize("name", POLYGLOTS)
def test_of_a_file_with_two_meanings_only_the_picture_is_left(name: str) -> None:
    for made in encode(POLYGLOTS[name], images.WIDTHS).files:
        assert made[:4] == b"RIFF"
        assert made[8:12] == b"WEBP"
        assert len(made) == struct.unpack("<I", made[4:8])[0] + 8
        assert b"evil" not in made


def test_of_ten_thousand_frames_the_first_is_kept() -> None:
    """X95."""
    image = seen(files.moving_gif(10_000))
    assert getattr(image, "n_frames", 1) == 1
    assert colour(image, 0, 0) == "red"


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_a_moving_picture_the_first_frame_is_kept(kind: str) -> None:
    """X95: APNG and animated WebP."""
    first, later = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    data = saved(first, kind, save_all=True, append_images=[later] * 20)
    assert colour(seen(data), 4, 4) == "red"


MODES = {
    "CMYK": saved(halves(mode="CMYK"), "JPEG", quality=95),
    "a palette": saved(halves(mode="P"), "PNG"),
    "grey": saved(Image.new("L", (64, 32), 128), "PNG"),
    "grey with alpha": saved(Image.new("LA", (64, 32), (128, 40)), "PNG"),
    "16 bits": saved(Image.new("I;16", (64, 32), 32896), "PNG"),
    "one bit": saved(Image.new("1", (64, 32), 1), "PNG"),
    "alpha": saved(Image.new("RGBA", (64, 32), (128, 128, 128, 40)), "PNG"),
}


@pytest.mark.parametrize("name", MODES)
def test_every_kind_of_colour_becomes_eight_bits_of_three(name: str) -> None:
    """X98."""
    image = seen(MODES[name])
    alpha = "alpha" in name
    assert (image.mode, image.size) == ("RGBA" if alpha else "RGB", (64, 32))
    if name in ("CMYK", "a palette"):
        assert (colour(image, 10, 10), colour(image, 50, 10)) == ("red", "blue")
    elif name != "one bit":
        pixel = image.getpixel((5, 5))
        assert isinstance(pixel, tuple)
        assert abs(pixel[0] - 128) <= 1
        assert pixel[3:] == ((40,) if alpha else ())


UPPER_LEFT = {1: "red", 2: "blue", 3: "blue", 4: "red", 5: "red", 6: "red", 7: "blue", 8: "blue"}


@pytest.mark.parametrize("orientation", UPPER_LEFT)
def test_a_picture_taken_sideways_stands_upright(orientation: int) -> None:
    """X98. The eight ways a camera may be held, by where its left half ends up."""
    image = seen(files.turned(orientation))
    assert image.size == ((64, 32) if orientation < 5 else (32, 64))
    assert colour(image, 3, 3) == UPPER_LEFT[orientation]


def test_nothing_says_where_or_by_whom_a_picture_was_taken() -> None:
    """X98."""
    made = encode(files.turned(6), images.WIDTHS).files[-1]
    image = Image.open(io.BytesIO(made))
    assert not image.getexif()
    assert not image.info.get("icc_profile")
    assert not any(word in made for word in (b"Spy", b"secret", b"EXIF", b"XMP"))


def test_colours_of_another_space_are_brought_to_the_webs_own() -> None:
    for profile, left in ((SRGB, "red"), (files.swapped_profile(), "blue")):
        for mode in ("RGB", "RGBA", "P"):
            data = saved(halves(mode=mode), "PNG", icc_profile=profile)
            assert colour(seen(data), 3, 3) == left


def test_a_broken_colour_profile_is_left_out() -> None:
    data = saved(halves(), "PNG", icc_profile=b"no profile at all")
    assert colour(seen(data), 3, 3) == "red"


@pytest.mark.parametrize(
    ("width", "widths"),
    [(2000, (320, 640, 1280)), (1280, (320, 640, 1280)), (500, (320, 500)), (4, (4,))],
)
def test_a_picture_is_made_narrower_and_never_wider(width: int, widths: tuple[int, ...]) -> None:
    made = encode(saved(colourful(width, 100), "JPEG"), images.WIDTHS)
    assert made.widths == widths
    assert [Image.open(io.BytesIO(file)).width for file in made.files] == list(widths)
    assert made.width == widths[-1]


def test_the_same_picture_twice_is_one_row_and_one_set_of_files(folder: Path) -> None:
    chen = User.objects.create_user("chen")
    data = saved(colourful(700, 300), "JPEG")
    first, second = images.store(data, chen), images.store(data, None)
    assert first == second
    assert Picture.objects.get().owner == chen
    assert sorted(path.name for path in folder.iterdir()) == sorted(
        f"{first.name}-{width}.webp" for width in (320, 640, 700)
    )


def test_a_picture_that_was_exported_comes_back_as_the_same() -> None:
    first = images.store(saved(colourful(700, 300), "JPEG"), None)
    assert images.store(images.bytes_of(first.digest), None) == first


def test_files_that_were_lost_are_written_again(folder: Path) -> None:
    data = saved(colourful(700, 300), "JPEG")
    first = images.store(data, None)
    for path in folder.iterdir():
        path.unlink()
    assert images.store(data, None) == first
    assert images.bytes_of(first.digest)


def test_two_pictures_have_names_that_say_nothing_of_each_other() -> None:
    first, second = (images.store(saved(halves(64, at), "PNG"), None) for at in (32, 33))
    assert first.name != second.name
    assert len(first.name) == 32
    assert first.digest[:8] not in first.name


def mutated(data: bytes, changes: list[tuple[int, int]]) -> bytes:
    made = bytearray(data)
    for at, value in changes:
        made[at % len(made)] = value
    return bytes(made)


SRGB = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
SOUND = [
    saved(colourful(40, 30), "JPEG", progressive=True),
    saved(colourful(40, 30), "JPEG", icc_profile=SRGB),
    saved(colourful(40, 30), "PNG", icc_profile=SRGB),
    saved(colourful(40, 30), "GIF"),
    saved(colourful(40, 30), "WEBP"),
    files.turned(6),
    files.moving_gif(3),
    MODES["CMYK"],
    MODES["16 bits"],
]


@settings(deadline=None)
@given(
    st.sampled_from(SOUND),
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=30),
    st.integers(0, 5_000),
)
def test_a_damaged_file_is_encoded_or_refused_and_nothing_else(
    data: bytes, changes: list[tuple[int, int]], cut: int
) -> None:
    try:
        made = encode(mutated(data, changes)[: max(20, len(data) - cut)], images.WIDTHS)
    except (Unreadable, TooLarge):
        return
    assert all(Image.open(io.BytesIO(file)).format == "WEBP" for file in made.files)

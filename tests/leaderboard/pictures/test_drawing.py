"""What is drawn: signs that no font has are told, text fits, and a QR code can be read again."""

import io
from dataclasses import replace

import pytest
import segno
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from leaderboard.pictures import certificate, fonts, lines, looks, poster
from leaderboard.pictures.canvas import Canvas, Ink
from leaderboard.pictures.poster import Card, Figure, Poster, Row

ADDRESS = "https://contest.example/v/K7QM2XWD9FHT/"
WORDS = certificate.Words(
    heading="参赛证书",
    contest="2026 年广东省公民科学素质大赛",
    name="张𬱖",
    sentence="在“初赛”中取得 86 分（满分 100 分），用时 125.30 秒。",
    issuer="颁发：2026 年广东省公民科学素质大赛",
    issued="2026 年 11 月 26 日签发",
    code="K7QM-2XWD-9FHT",
    check="扫码，或在 contest.example/v/ 输入验证码，可查真伪",
    address=ADDRESS,
)
POSTER = Poster(
    contest="大赛",
    region="广州市越秀区",
    rank="第 3 名",
    among="广州市 11 个参加排名的地区之中",
    figures=[Figure("3,412", "人参加")],
    state="非正式",
    formula="",
    address=ADDRESS,
    tiles={"440100": (4, "广州")},
    own="440100",
)


def opened(data: bytes) -> Image.Image:
    found = Image.open(io.BytesIO(data))
    assert found.format == "PNG"
    return found.convert("RGB")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "least"), [("张三", 90), ("欧阳文华" * 10, 120), ("欧阳文华" * 5, 40), ("X" * 40, 20)]
)
def test_a_name_is_large_however_long_and_keeps_off_what_is_around_it(
    name: str, least: int
) -> None:
    page = opened(certificate.draw(replace(WORDS, name=name), phone=False)).convert("L")
    # From below the heading to the rule below the name: which rows have anything dark.
    rows = [y for y in range(365, 590) if min(page.crop((100, y, 1654, y + 1)).tobytes()) < 100]
    assert rows[-1] - rows[0] >= least
    assert rows[0] > 370
    assert rows[-1] < 582


@pytest.fixture
def own_fonts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the fonts that come with us, as on a machine that has no others."""
    monkeypatch.setattr(fonts, "FILES", {face: files[:1] for face, files in fonts.FILES.items()})
    fonts.chain.cache_clear()
    fonts.which.cache_clear()


@pytest.mark.usefixtures("own_fonts")
@pytest.mark.parametrize(
    ("name", "lacking"),
    [
        *(("张三", ""), ("𬱖", ""), ("龘", ""), ("Zoë Ω", ""), ("한글", "한글")),
        *(("🙂", "🙂"), ("𠮷野𠮷", "𠮷"), ("\U000e0041", "\U000e0041"), ("ﷺ", "ﷺ")),
    ],
)
def test_a_sign_that_no_font_has_is_told_and_never_drawn_as_a_box(name: str, lacking: str) -> None:
    assert "".join(fonts.missing("serif", name)) == lacking
    drawn = "".join(run.text for run in fonts.runs("serif", 40, name))
    assert drawn == "".join(sign for sign in name if sign not in lacking)


@pytest.mark.slow
@pytest.mark.usefixtures("own_fonts")
@pytest.mark.parametrize(
    ("name", "told"),
    [("张三", "张三"), ("สมชาย", "…"), ("小🙂🙂明", "小…明"), ("Öğretmen 龘", "Ö…retmen 龘")],
)
def test_on_the_card_of_the_best_it_is_seen_that_signs_are_left_out(name: str, told: str) -> None:
    assert fonts.told("sans", name) == told
    shown, same = (
        Card("大赛", "前十名", [Row("1", one, "", "9")], "", ADDRESS) for one in (name, told)
    )
    assert poster.draw_card(shown) == poster.draw_card(same)


def dark(image: Image.Image, box: tuple[int, int, int, int]) -> int:
    """How many pixels of a part are ink."""
    part = image.crop(box).convert("L")
    return sum(part.histogram()[:128])


@pytest.mark.slow
@pytest.mark.parametrize("phone", [True, False])
def test_a_certificate_shows_the_name_in_its_place(phone: bool) -> None:  # noqa: FBT001
    whole = opened(certificate.draw(WORDS, phone=phone))
    assert whole.size == (certificate.PHONE if phone else certificate.PAGE)
    middle, y = whole.width // 2, 540 if phone else 500
    place = (middle - 200, y - 60, middle + 200, y + 60)
    bare = opened(certificate.draw(replace(WORDS, name=""), phone=phone))
    assert dark(whole, place) > 1_000 > dark(bare, place)


@pytest.mark.parametrize("phone", [True, False])
def test_the_code_on_a_certificate_leads_to_its_page(phone: bool) -> None:  # noqa: FBT001
    whole = opened(certificate.draw(WORDS, phone=phone))
    side = 260 if phone else 230
    left, top = (540 - 130, 1040) if phone else (1754 - 130 - 230, 1240 - 110 - 230)
    assert modules(whole.crop((left, top, left + side, top + side))) == expected()


def expected() -> list[list[bool]]:
    code = segno.make(ADDRESS, error="m", micro=False)
    return [[bool(one) for one in row] for row in code.matrix]


def modules(card: Image.Image) -> list[list[bool]]:
    """The modules of a QR code on its white card, read from the middle of each."""
    grey = card.convert("L")
    box = grey.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    count = len(expected())
    step = (box[2] - box[0]) / count
    place = [round((n + 0.5) * step) for n in range(count)]
    return [[grey.getpixel((box[0] + x, box[1] + y)) < 128 for x in place] for y in place]  # type: ignore[operator]


names = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(name=names, sentence=names)
def test_any_words_at_all_make_a_picture_of_the_same_size(name: str, sentence: str) -> None:
    made = certificate.draw(replace(WORDS, name=name, sentence=sentence), phone=True)
    assert opened(made).size == certificate.PHONE
    assert len(made) < 200_000


@settings(max_examples=60, deadline=None)
@given(st.text("科学 素质ab。，（）", max_size=80), st.integers(60, 400))
def test_lines_hold_the_whole_text_and_none_is_too_wide(text: str, room: int) -> None:
    ink = Ink("sans", 24, looks.DARK)
    for found in (
        lines.wrapped(text, ink.face, ink.size, room),
        lines.broken(text, ink.face, ink.size, room, lines=99),
    ):
        assert "".join(found).replace(" ", "") == text.replace(" ", "")
        assert all(fonts.width("sans", 24, one) <= room for one in found if len(one.split()) > 1)


def test_text_that_does_not_fit_is_set_smaller_then_cut() -> None:
    sheet = Canvas(400, 100, looks.PAPER)
    assert sheet.text(200, 50, "科学", Ink("sans", 60, looks.DARK), 300) == 60
    assert sheet.text(200, 50, "公民科学素质大赛", Ink("sans", 60, looks.DARK), 300) < 60
    sheet = Canvas(400, 100, looks.PAPER)
    sheet.text(200, 50, "科" * 4_000, Ink("sans", 60, looks.DARK), 300)
    assert dark(sheet.image, (0, 0, 49, 100)) == dark(sheet.image, (351, 0, 400, 100)) == 0


@pytest.mark.slow
def test_a_poster_marks_its_own_city_and_is_the_same_whenever_drawn() -> None:
    first = poster.draw(POSTER)
    assert opened(first).size == poster.POSTER
    assert poster.draw(POSTER) == first
    assert poster.draw(replace(POSTER, own="440300")) != first
    assert poster.draw(replace(POSTER, own="", tiles={})) != first


@pytest.mark.slow
def test_a_card_has_ten_rows_at_most() -> None:
    rows = [Row(str(n), "张*三", "越秀区", "90") for n in range(1, 12)]
    card = Card("大赛", "广州市 · 前十名", rows, "非正式", ADDRESS)
    assert poster.draw_card(card) == poster.draw_card(replace(card, rows=rows[:10]))
    assert opened(poster.draw_card(card)).size == poster.CARD

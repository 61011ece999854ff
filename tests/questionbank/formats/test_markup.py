"""HTML and MathML to plain text: kept where a text can hold it, named where it cannot."""

import pytest

from questionbank.formats.found import Level
from questionbank.formats.markup import from_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("H<sub>2</sub>O 与 10<sup>6</sup>", "H₂O 与 10⁶"),
        ("x<sup>n+1</sup>", "xⁿ⁺¹"),
        ("一<br>二<br/>三<p>四</p>五", "一 二 三 四 五"),
        ("<div><p>甲</p><p>乙</p></div>", "甲 乙"),
        ("a&nbsp;b &lt;b&gt; &amp;lt; &#x6C34; &#27700;", "a b <b> &lt; 水 水"),
        ("1 < 2 且 3 > 2，a<b", "1 < 2 且 3 > 2，a<b"),
        ("<!-- note -->甲<script>if (a < b) alert('x')</script>乙<style>p {}</style>", "甲乙"),
        (r"面积 \(\pi r^2\) 与 \[x\] 与 $$y$$", r"面积 $\pi r^2$ 与 $x$ 与 $y$"),
        ("<span class='tex2jax_ignore'>\\(x\\) 值 $5</span>", "\\(x\\) 值 $5"),
        ("<ruby>汉<rp>(</rp><rt>hàn</rt><rp>)</rp></ruby>", "汉(hàn)"),
        ("<P CLASS=x>甲</P >", "甲"),
        ("<o:p>甲</o:p><v:shape>乙</v:shape>", "甲 乙"),
        ("", ""),
    ],
)
def test_markup_becomes_text(html: str, text: str) -> None:
    assert from_html(html).text.zh == text


TEX = "<annotation encoding='application/x-tex'>\\zeta</annotation>"
MATH = "<math xmlns='http://www.w3.org/1998/Math/MathML'>{}</math>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<mi>E</mi><mo>=</mo><mi>m</mi><msup><mi>c</mi><mn>2</mn></msup>", "$E=mc^{2}$"),
        ("<mfrac><mn>1</mn><mi>x</mi></mfrac>", r"$\frac{1}{x}$"),
        ("<msqrt><mn>2</mn></msqrt>", r"$\sqrt{2}$"),
        ("<msubsup><mi>x</mi><mn>1</mn><mn>2</mn></msubsup>", "$x_{1}^{2}$"),
        (f"<semantics><mi>z</mi>{TEX}</semantics>", r"$\zeta$"),
    ],
)
def test_a_formula_is_kept_as_latex(inside: str, text: str) -> None:
    plain = from_html("设" + MATH.format(inside) + "。")
    assert plain.text.zh == f"设 {text} 。"
    assert plain.lost == ()


def test_a_formula_we_cannot_say_is_named() -> None:
    rows = "<mtable><mtr><mtd><mn>1</mn></mtd><mtd><mn>2</mn></mtd></mtr></mtable>"
    assert from_html(MATH.format(rows)).lost == ("formula",)


def test_a_formula_shown_as_a_picture_keeps_its_latex() -> None:
    image = '<img class="equation_image" src="/eq/1" data-equation-content="\\frac{1}{2}">'
    plain = from_html(f"等于{image}")
    assert plain.text.zh == r"等于 $\frac{1}{2}$"
    assert plain.pictures == ()


@pytest.mark.parametrize(
    ("html", "lost"),
    [
        ("<table><tr><td>甲<td>乙</table>", "table"),
        ("<ol><li>甲</li><li>乙</li></ol>", "ol"),
        ("<span style='color: red'>甲</span>", "colour"),
        ("<font color=red>甲</font>", "colour"),
        ("<b>不</b>正确", "b"),
        ("<span style='text-decoration: line-through'>甲</span>", "style"),
        ("甲<span style='display:none'>答案：乙</span>", "hidden text"),
        ("x<sup>甲</sup>", "sup"),
    ],
)
def test_what_was_visible_and_is_lost_is_named(html: str, lost: str) -> None:
    plain = from_html(html)
    assert lost in plain.lost
    note = plain.notes("stem")[0]
    assert (note.level, note.code, note.field) == (Level.WARNING, "markup_dropped", "stem")


PLAIN = ["<span style='color: black; background-color: white'>甲</span>", "<p>甲</p>", "甲<br>"]


@pytest.mark.parametrize("html", PLAIN)
def test_nothing_is_named_where_nothing_is_lost(html: str) -> None:
    assert from_html(html).notes("stem") == ()


def spans(*said: tuple[str, str]) -> str:
    return "".join(f'<span class="multilang" lang="{code}">{text}</span>' for code, text in said)


@pytest.mark.parametrize(
    ("said", "zh", "en", "lost"),
    [
        ((("zh_cn", "水"), ("en", "water")), "水", "water", ()),
        ((("en", "water"), ("zh-Hans", "水")), "水", "water", ()),
        ((("zh_tw", "電"), ("zh_cn", "电"), ("en", "power")), "电", "power", ("languages",)),
        ((("de", "Wasser"), ("en", "water")), "Wasser", "water", ()),
        ((("en", "water"),), "water", "", ()),
    ],
)
def test_spans_of_languages_are_told_apart(
    said: tuple[tuple[str, str], ...], zh: str, en: str, lost: tuple[str, ...]
) -> None:
    plain = from_html(spans(*said))
    assert (plain.text.zh, plain.text.en, plain.lost) == (zh, en, lost)


def test_hidden_text_is_not_shown() -> None:
    assert from_html("甲<span style='display:none'>答案：乙</span>").text.zh == "甲"


def test_a_numbered_list_keeps_its_numbers() -> None:
    assert from_html("按序<ol><li>水<li>火</ol>").text.zh == "按序 1. 水 2. 火"


def test_sound_and_film_are_errors() -> None:
    notes = from_html("听<audio src='a.mp3'></audio>").notes("stem")
    assert [(note.level, note.code) for note in notes] == [(Level.ERROR, "media_lost")]


def test_pictures_are_collected_with_their_words() -> None:
    plain = from_html("<img src=\"a b.png\" alt='x > y'><img src=data:image/gif;base64,R0lG>")
    assert [(shown.name, shown.alt, shown.inline) for shown in plain.pictures] == [
        ("a b.png", "x > y", ""),
        ("inline:0", "", "R0lG"),
    ]


def test_a_number_too_long_for_a_character_is_nothing() -> None:
    assert from_html("甲&#" + "9" * 5000 + ";乙").text.zh == "甲乙"


def test_very_deep_and_very_long_html_is_cut_and_named() -> None:
    assert from_html("<b>" * 5000 + "甲" + "</b>" * 5000).text.zh == "甲"
    assert "length" in from_html("水" * 200_000).lost

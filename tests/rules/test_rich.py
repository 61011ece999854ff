"""Rich text: what is a mark and what is a sign, and that no formula does harm."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules import formulas, rich
from questionbank.rules.formulas import BadFormula, formula


@pytest.mark.parametrize(
    "text",
    [
        "",
        "水的分子式是 H₂O",
        "$5 and $6",
        "US$5、$6",
        "只有一个 $",
        "5*3*2=30",
        "2 * 3 * 4",
        "* 注",
        "** 注",
        "路径 C:\\temp",
        "a**b",
        "$ x $",
    ],
)
def test_what_is_only_words_stays_as_it_is(text: str) -> None:
    assert rich.tree(text) == ([text] if text else [])
    assert rich.plain(rich.tree(text)) == text


@pytest.mark.parametrize(
    ("text", "nodes", "plain"),
    [
        ("**粗**体", [["b", "粗"], "体"], "粗体"),
        ("*Homo sapiens* 是人", [["i", "Homo sapiens"], " 是人"], "Homo sapiens 是人"),
        ("**很 *斜* 粗**", [["b", "很 ", ["i", "斜"], " 粗"]], "很 斜 粗"),
        ("一 \\\\ 二", ["一", ["br"], "二"], "一 二"),
        ("价格 \\$5\\$", ["价格 $5$"], "价格 $5$"),
        ("\\*不斜\\*", ["*不斜*"], "*不斜*"),
    ],
)
def test_marks_become_nodes(text: str, nodes: list[Any], plain: str) -> None:
    assert rich.tree(text) == nodes
    assert rich.plain(nodes) == plain


@pytest.mark.parametrize(
    ("latex", "said"),
    [
        ("E=mc^2", "E=mc²"),
        ("\\frac{1}{2}", "1/2"),
        ("\\frac{a+b}{2}", "(a+b)/2"),
        ("\\sqrt{x+1}", "√(x+1)"),
        ("\\sqrt[3]{8}", "³√8"),
        ("\\mathrm{H_2O}", "H₂O"),
        ("37^{\\circ}\\mathrm{C}", "37°C"),
        ("10^{-9}", "10⁻⁹"),
        ("x^{y+z}", "x^(y+z)"),
        ("\\vec{F}=m\\vec{a}", "F⃗=ma⃗"),
        ("\\sum_{i=1}^{n} i", "∑_(i=1)ⁿi"),
        ("a \\le b \\ne \\infty", "a≤b≠∞"),
        ("\\begin{pmatrix}1&2\\\\3&4\\end{pmatrix}", "(1, 2; 3, 4)"),
        ("\\text{速度 }v", "速度 v"),
        ("90\\%", "90%"),
    ],
)
def test_a_formula_is_said_in_one_line(latex: str, said: str) -> None:
    nodes = rich.tree(f"设 ${latex}$。")
    assert rich.plain(nodes) == f"设 {said}。"
    assert nodes[1][1]["alttext"] == said  # type: ignore[index]


def test_a_formula_between_two_signs_each_is_one_too() -> None:
    assert rich.plain(rich.tree("$$ x^2 $$")) == "x²"
    assert rich.plain(rich.tree("**$x^2$**")) == "x²"


@pytest.mark.parametrize(
    "latex",
    [
        "\\def\\a{\\a}\\a",
        "\\newcommand{\\a}{bb}\\a",
        "\\let\\a\\b",
        "\\ce{H2O}",
        "\\unknown x",
        "\\frac",
        "\\frac{1}",
        "\\frac{1",
        "\\binom{n}",
        "\\underset{a}",
        "{",
        "x" * 501,
        "\\sqrt" * 60 + "x",
        "x^{" * 80 + "x" + "}" * 80,
    ],
)
def test_what_is_no_formula_of_ours_is_refused(latex: str) -> None:
    with pytest.raises(BadFormula):
        formula(latex)
    assert rich.fault(f"设 ${latex}$ 。")


@pytest.mark.parametrize(
    "latex",
    [
        "\\href{javascript:alert(1)}{x}",
        "\\color{red}x",
        "<script>x</script>",
        "\\text{<img src=x onerror=x>}",
        "\\class{x}{y}",
    ],
)
def test_nothing_but_harmless_nodes_is_left(latex: str) -> None:
    try:
        _check(formula(latex))
    except BadFormula:
        return


def _check(node: Any) -> None:
    if isinstance(node, str):
        return
    tag, *rest = node
    assert tag == "math" or tag in formulas.TAGS
    if rest and isinstance(rest[0], dict):
        attributes = rest.pop(0)
        assert set(attributes) <= {"alttext", *formulas._ATTRIBUTES}
    for kid in rest:
        _check(kid)


ALPHABET = [
    "\\",
    "{",
    "}",
    "$",
    "^",
    "_",
    "&",
    "*",
    " ",
    "x",
    "1",
    "<",
    "水",
    "frac",
    "sqrt",
    "left",
]
ALPHABET += ["(", ")", "begin{matrix}", "end{matrix}", "text", "def", "href", "over", "%", "#", "~"]


@given(st.lists(st.sampled_from(ALPHABET), max_size=60).map("".join))
def test_whatever_is_typed_is_a_harmless_tree_or_refused(text: str) -> None:
    if rich.fault(text):
        return
    for node in rich.tree(text):
        if isinstance(node, list) and node[0] == "math":
            _check(node)
    assert isinstance(rich.plain(rich.tree(text)), str)


@given(st.text(alphabet="abc水*$\\ 1", max_size=80))
def test_no_mark_makes_the_words_longer(text: str) -> None:
    if not rich.fault(text) and "^" not in text:
        assert len(rich.plain(rich.tree(text))) <= len(text)


@pytest.mark.parametrize(
    ("text", "most", "left"),
    [
        ("水的分子式", 5, "水的分子式"),
        ("水的分子式是水", 5, "水的分子…"),
        ("质量 $m$ 与能量 $E = mc^2$ 的关系", 16, "质量 $m$ 与能量…"),
        (r"$\frac{1}{2}$ 的两倍", 6, r"$\frac{1}{2}$…"),
        (r"$\frac{1}{2}$", 6, r"$\frac{1}{2}$"),
        ("很**重要**的事", 5, "很…"),
    ],
)
def test_a_text_is_cut_before_a_mark_that_would_be_halved(text: str, most: int, left: str) -> None:
    assert rich.cut(text, most) == left


@given(st.text(alphabet="a水 $*{}^2\\\\", max_size=40), st.integers(2, 40))
def test_what_is_cut_has_no_mark_that_was_none_before(text: str, most: int) -> None:
    left = rich.cut(text, most)
    assert text.startswith(left.removesuffix("…").rstrip()) or left == text
    assert len(left) <= max(most, len(text))

"""Long formulas may go on in the next line, and say the same."""

from hypothesis import given
from hypothesis import strategies as st

from questionbank.rules.breaking import broken
from questionbank.rules.rich import plain, tree


def parts(text: str) -> list[str]:
    return [plain([node]) for node in broken(tree(text))]


def test_a_long_formula_is_cut_after_its_relations() -> None:
    said = parts(r"燃烧：$CH_4+2O_2\rightarrow CO_2+2H_2O$。")
    assert said == ["燃烧：", "CH₄+2O₂→", "CO₂+2H₂O", "。"]


def test_a_short_one_stays_whole() -> None:
    assert parts("$E = mc^2$") == ["E=mc²"]


def test_a_relation_within_a_part_cuts_nothing() -> None:
    assert len(parts(r"$\frac{a=b}{c=d}+e+f+g+h$")) == 1


def test_a_relation_at_the_end_leaves_no_empty_formula() -> None:
    assert parts("$a+b+c+d+e+f+g=$") == ["a+b+c+d+e+f+g="]


@given(st.lists(st.sampled_from(["a", "x_1", "=", "+", r"\rightarrow", "b^2", "<"]), min_size=1))
def test_the_words_are_the_same_whatever_is_cut(signs: list[str]) -> None:
    text = tree(f"${' '.join(signs)}$")
    assert plain(broken(text)) == plain(text)

import io

from questionbank.progress import track


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_sees_the_bar_fill_to_its_end() -> None:
    out = Terminal()
    assert list(track([1, 2, 3], "读取", out)) == [1, 2, 3]
    assert out.getvalue().endswith(f"\r读取 [{'█' * 30}]\n")
    assert out.getvalue().count("\r") == 4


def test_anything_else_sees_nothing() -> None:
    out = io.StringIO()
    assert list(track("abc", "读取", out)) == ["a", "b", "c"]
    assert out.getvalue() == ""


def test_nothing_to_do_draws_nothing() -> None:
    out = Terminal()
    assert list(track([], "读取", out)) == []
    assert out.getvalue() == ""

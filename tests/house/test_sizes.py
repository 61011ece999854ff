"""Small is measurable: most functions fit in 10 lines, 50 is the end; a file ends at 300."""

from statistics import median, quantiles

from tests.house import tree

LONGEST_FUNCTION = 50
LONGEST_FILE = 300
WRITTEN = (".py", ".js", ".mjs", ".css", ".html")


def test_no_function_is_longer_than_50_lines() -> None:
    long = [
        f"{name}: {function} has {lines} lines"
        for name in tree.python()
        for function, lines in tree.outline(name).functions
        if lines > LONGEST_FUNCTION
    ]
    assert not long, "\n".join(long)


def test_most_functions_are_small() -> None:
    sources = [name for name in tree.python() if name.startswith(tree.APPS)]
    sizes = [lines for name in sources for _, lines in tree.outline(name).functions]
    assert median(sizes) <= 10
    assert quantiles(sizes, n=20)[-1] <= 30


def test_no_file_is_longer_than_300_lines() -> None:
    written = [
        name
        for name in tree.ending(*WRITTEN)
        if "/migrations/" not in name and "/vendor/" not in name
    ]
    long = {name: len(tree.text(name).splitlines()) for name in written}
    too_long = [f"{name}: {lines} lines" for name, lines in long.items() if lines > LONGEST_FILE]
    assert not too_long, "\n".join(too_long)

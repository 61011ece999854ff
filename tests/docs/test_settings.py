"""Every setting is documented, and nothing is documented that is no setting."""

import ast
import re

import pytest

from config.reader import read
from tests.house import tree

PAGE = "docs/configuration.md"
NAME = re.compile(r"`([A-Z][A-Z_]{2,})`")
READERS = {"text", "truth", "number", "words", "one_of", "address", "get"}


def settings_read() -> set[str]:
    """Names that config/ asks the environment for."""
    return {
        call.args[0].value
        for name in tree.ending(".py", under=("config",))
        for call in ast.walk(tree.tree(name))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in READERS
        and ast.unparse(call.func.value) in {"read", "os.environ"}
        and call.args
        and isinstance(call.args[0], ast.Constant)
        and isinstance(call.args[0].value, str)
    }


def test_every_setting_is_documented() -> None:
    assert settings_read() - set(NAME.findall(tree.text(PAGE))) == set()


def test_the_table_lists_no_setting_that_nobody_reads() -> None:
    rows = [line for line in tree.text(PAGE).splitlines() if re.match(r"\| `[A-Z_]+`", line)]
    asked = settings_read() | set(re.findall(r"\$\{([A-Z_]+)", tree.text("docker-compose.yml")))
    assert {NAME.findall(row)[0] for row in rows} - asked == set()


@pytest.mark.parametrize("name", read.allowed)
def test_the_bounds_of_a_setting_are_in_its_row(name: str) -> None:
    rows = [line for line in tree.text(PAGE).splitlines() if line.startswith("|")]
    (row,) = [row for row in rows if f"`{name}`" in row.split("|")[1]]
    assert f"({read.allowed[name]})" in row.split("|")[2]


def test_every_numbered_check_is_documented() -> None:
    numbers = set(re.findall(r"\(\s*(\d{1,3}),", tree.text("config/checks.py")))
    documented = tree.text(PAGE)
    assert [n for n in numbers if f"E{int(n):03}" not in documented] == []

"""What may stand where: the top level, what edges may import, what no file may name."""

import re

import pytest

from tests.house import tree

TOP = {
    *("manage.py", "quiz", "leaderboard", "questionbank", "frontend", "tests", "config", "docs"),
    *("requirements.txt", "requirements-dev.txt", "pyproject.toml", "Makefile", "bench"),
    *("docker-compose.yml", "Dockerfile", ".dockerignore", ".gitignore", ".githooks", ".ci"),
    *("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "LICENSE"),
}
# Written with brackets, so that this file does not name them itself.
NAMED = re.compile(
    r"(?<![\w.$}-])/(work|tmp|farm|old_root|opt/pypi)/|registry[.]npmjs|npm[m]irror|pypi[.]org"
    r"|(?<![\w.$}>-])/(home|Users|root)/\w"
    r"|python[h]osted|mirrors?[.]\w+[.](com|cn|net|org|edu)|docker[.]io"
)


def test_nothing_else_stands_at_the_top() -> None:
    assert {name.split("/")[0] for name in tree.files()} <= TOP


def test_consumers_and_sockets_do_not_touch_the_database_themselves() -> None:
    found = {
        f"{name}: {imported}"
        for name in tree.ending("consumers.py", "sockets.py", "hub.py")
        for imported in tree.outline(name).imports
        if imported.startswith("django.db.models") or ".models" in imported
    }
    assert found == set()


def test_nothing_sleeps_on_the_clock() -> None:
    sources = [name for name in tree.python() if name.startswith(tree.APPS)]
    assert [name for name in sources if "time.sleep" in tree.text(name)] == []


FIRST = {".py": ('"""', "# "), ".js": ("/**",), ".css": ("/*",)}


def test_every_file_of_the_product_begins_with_what_it_holds() -> None:
    """CONTRIBUTING.md sends newcomers to the first lines."""
    faces = (*tree.APPS, "bench", "frontend/static")
    wordless = [
        name
        for name in tree.ending(*FIRST, under=faces)
        if "/migrations/" not in name
        and (text := tree.text(name))
        and not text.startswith(FIRST[name[name.rindex(".") :]])
    ]
    assert wordless == []


def test_apps_import_each_other_absolutely_and_downwards_only() -> None:
    below = {"config": set(tree.APPS)}
    below["leaderboard"] = below["config"] - {"config"}
    below["quiz"] = below["leaderboard"] - {"leaderboard"}
    below["questionbank"] = below["quiz"] - {"quiz"}
    up = {
        f"{name}: {imported}"
        for name in tree.python()
        for imported in tree.outline(name).imports
        if name.split("/")[0] in below
        and imported.split(".")[0] in set(tree.APPS) - below[name.split("/")[0]]
    }
    assert up == set()


WRITTEN = (".py", ".js", ".html", ".css", ".md", ".toml", ".yml", ".yaml", ".json", ".txt", "file")


def test_no_file_names_the_machine_it_was_written_on() -> None:
    found = [
        f"{name}:{number}: {line.strip()[:90]}"
        for name in tree.files()
        if name.endswith(WRITTEN) or name.startswith((".ci", ".githooks"))
        for number, line in enumerate(tree.text(name).splitlines(), 1)
        if NAMED.search(line)
    ]
    assert not found, "\n".join(found)


def test_a_pattern_ends_where_its_text_does() -> None:
    """A $ would let a line break follow."""
    loose = [
        name
        for name in tree.ending(".py", under=tree.APPS)
        if re.search(r"""\bpattern=r?["'][^"'\n]*\$["']""", tree.text(name))
    ]
    assert loose == []


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ('PATH = "/{}/mei/data"'.format("home"), True),
        ("see /{}/mei/data".format("Users"), True),
        ("cp x /{}/x".format("tmp"), True),
        ('path("p/<str:code>/home/", page)', False),
        ("GET /api/me/home", False),
        ("${HOME}/.cache", False),
    ],
)
def test_the_check_knows_a_path_of_a_machine(line: str, named: bool) -> None:  # noqa: FBT001
    assert bool(NAMED.search(line)) is named

"""What a document names exists: files, sections, targets, commands."""

import re

import pytest

from tests.house import tree

PATH = re.compile(r"`((?:\.ci|\.githooks|[a-z]+)/[\w./*<>-]*\w/?)`")
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")
# Django's own commands that documents speak of.
DJANGO = {"check", "makemigrations", "migrate", "collectstatic", "shell", "createsuperuser", "test"}
PAGES = [name for name in tree.ending(".md") if "/data/" not in name]


def targets() -> set[str]:
    return set(re.findall(r"^([a-z0-9-]+):", tree.text("Makefile"), re.MULTILINE))


def commands() -> set[str]:
    found = tree.ending(".py", under=tree.APPS)
    return {name.split("/")[-1][:-3] for name in found if "/management/commands/" in name}


@pytest.mark.parametrize("page", PAGES)
def test_a_path_that_a_page_names_exists(page: str) -> None:
    tops = {name.split("/")[0] for name in tree.files()}
    named = {path for path in PATH.findall(tree.text(page)) if path.split("/")[0] in tops}
    plain = {path for path in named if not set("*<>") & set(path)}
    assert sorted(path for path in plain if not (tree.ROOT / path).exists()) == []


@pytest.mark.parametrize("page", PAGES)
def test_a_link_leads_somewhere(page: str) -> None:
    here = (tree.ROOT / page).parent
    assert [link for link in LINK.findall(tree.text(page)) if not (here / link).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_targets_and_commands_that_a_page_names_exist(page: str) -> None:
    text = tree.text(page)
    assert set(re.findall(r"\bmake ([a-z][a-z0-9-]+)\b`", text)) - targets() == set()
    named = set(COMMAND.findall(text))
    assert named - commands() - DJANGO == set()


def test_every_command_and_target_is_documented() -> None:
    text = "\n".join(tree.text(page) for page in PAGES)
    missing = {name for name in commands() if name != "__init__" and name not in text}
    missing |= {f"make {name}" for name in targets() if f"make {name}" not in text}
    assert missing == set()


def test_the_makefile_stays_short() -> None:
    assert len(targets()) <= 15
    phony = re.findall(r"\.PHONY: (.*)", tree.text("Makefile"))[0]
    assert set(phony.split()) == targets()


CITED = re.compile(r"regulations,\s+section (\d+(?:\.\d+)?)")


def cited() -> list[tuple[str, str]]:
    return [(name, n) for name in tree.python() for n in CITED.findall(tree.text(name))]


def test_every_section_of_the_regulations_that_code_cites_exists() -> None:
    heads = re.findall(r"^#+ (\d+(?:\.\d+)?)\b", tree.text("docs/regulations.md"), re.MULTILINE)
    assert [(name, n) for name, n in cited() if n not in heads] == []


def test_rules_cite_their_law() -> None:
    ruling = {"marking", "timing", "attempt", "formats", "ranking", "rollup"}
    rules = [name for name in tree.ending(".py", under=tree.APPS) if "/rules/" in name]
    named = {name.split("/")[-1][:-3] for name, _ in cited() if name in rules}
    assert ruling - named == set()


def test_the_readme_is_short_and_starts_in_two_languages() -> None:
    lines = tree.text("README.md").splitlines()
    assert len(lines) <= 120
    head = "\n".join(lines[:12])
    assert re.search(r"[\u4e00-\u9fff]{6}", head)
    assert re.search(r"[A-Za-z]+ [a-z]+ [a-z]+", head)


@pytest.mark.parametrize("name", [n for n in tree.ending(".md") if n.startswith("docs/decisions/")])
def test_a_decision_is_short(name: str) -> None:
    assert len(tree.text(name).splitlines()) <= 40

"""Whoever reads English meets no Chinese punctuation that a program put between the words."""

import ast
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.template import Context, Template
from django.utils import translation

from questionbank import punctuation
from tests.house import tree

CHINESE = re.compile("[、：（）；，。！？【】]")
# What is translated, and what is for developers.
ELSEWHERE = re.compile(
    r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}|\{%\s*translate.*?%\}|\{#.*?#\}", re.DOTALL
)
# They read or write files in Chinese, or say each thing in every language.
ALLOWED = (
    *(
        "questionbank/formats/",
        "questionbank/rules/notices.py",
        "frontend/templates/errors/500",
        "frontend/templates/errors/413",
    ),
    *("config/preflight.py", "config/serve.py", "frontend/static/editor/edit_chips.js"),
)
SIGNS = re.compile(r"""(["'`])((?:(?!\1).)*)\1""")


def _kept(names: list[str]) -> list[str]:
    return [one for one in names if not one.startswith(ALLOWED) and "/commands/" not in one]


def _joined(source: ast.Module) -> Iterator[str]:
    """Signs between the parts of f-strings, and those that lists are joined by."""
    for node in ast.walk(source):
        match node:
            case ast.JoinedStr(values=values):
                yield "".join(str(one.value) for one in values if isinstance(one, ast.Constant))
            case ast.Call(func=ast.Attribute(value=ast.Constant(value=str(sign)), attr="join")):
                yield sign


def test_no_program_joins_words_by_chinese_signs() -> None:
    found: dict[str, Any] = {
        name: [said for said in _joined(tree.tree(name)) if CHINESE.search(said)]
        for name in _kept(tree.ending(".py", under=tree.APPS))
        if "/migrations/" not in name
    }
    assert {name: said for name, said in found.items() if said} == {}


def test_no_template_has_chinese_signs_beside_its_translated_words() -> None:
    found = {
        name: CHINESE.findall(ELSEWHERE.sub("", tree.text(name)))
        for name in _kept(tree.ending(".html", under=("frontend/templates",)))
    }
    assert {name: signs for name, signs in found.items() if signs} == {}


def test_no_script_has_chinese_signs_between_its_words() -> None:
    found = {
        name: [said for _quote, said in SIGNS.findall(tree.text(name)) if CHINESE.search(said)]
        for name in _kept(tree.ending(".js", under=("frontend/static",)))
    }
    assert {name: said for name, said in found.items() if said} == {}


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh-hans", "甲、乙 甲，乙 甲；乙 甲：乙 甲（乙）"),
        ("zh-hant", "甲、乙 甲，乙 甲；乙 甲：乙 甲（乙）"),
        ("en", "甲, 乙 甲, 乙 甲; 乙 甲: 乙 甲 (乙)"),
    ],
)
def test_each_language_has_signs_of_its_own(lang: str, said: str) -> None:
    both = ("甲", "乙")
    with translation.override(lang):
        told = [
            punctuation.listed(both),
            punctuation.clauses(both),
            punctuation.apart(both),
            punctuation.told(*both),
            "甲" + punctuation.aside("乙"),
        ]
    assert " ".join(told) == said


TWO_LINES = """
{% load i18n punctuation %}<p>{% filter sentences %}
  {% translate "没有需要看的试题。" %}
  {% if more %}{{ more }}
  {% endif %}
{% endfilter %}</p>"""


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("zh-hans", "<p>没有需要看的试题。&lt;b&gt;。</p>"),
        ("en", "<p>No question needs a look.\n  &lt;b&gt;。</p>"),
    ],
)
def test_sentences_below_each_other_have_a_space_between_them_only_where_it_is_written(
    lang: str, said: str
) -> None:
    with translation.override(lang):
        page = Template(TWO_LINES).render(Context({"more": "<b> 。"}))
    assert page.strip() == said


# A sentence that ends, what may be left out, and one that begins in another line.
APART = re.compile(
    r"""[。；：，](?:\{%\ endblocktranslate\ %\}|"\ %\})\s+
        (?:\{%\ (?:endif|endfor|if|for)\b[^%]*%\}\s*)*\{%\ (?:block)?translate""",
    re.VERBOSE,
)
TOGETHER = re.compile(r"\{% filter sentences.*?endfilter %\}", re.DOTALL)


def test_sentences_of_one_paragraph_are_written_as_such() -> None:
    found = {
        name: APART.findall(TOGETHER.sub("", tree.text(name)))
        for name in _kept(tree.ending(".html", under=("frontend/templates",)))
    }
    assert {name: which for name, which in found.items() if which} == {}

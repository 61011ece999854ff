"""No template writes script or style into a page: the policy would stop it, at the reader's."""

import re

import pytest

from tests.house import tree

# These are one response each, and their policy names the hash of each script (quiz/pages.py).
WHOLE = ("frontend/templates/hall/page.html", "frontend/templates/phone/page.html")
# `<script src=…>` is a file, one of JSON is data; `{% with one=… %}` is no attribute.
RUNS = re.compile(r"<script(?![^>]*(?:\ssrc=|json\"))[^>]*>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"<[a-z][^<>]*\s(?:on[a-z]+|style)=\s*[\"'{]", re.IGNORECASE)
TAG = re.compile(r"{%.*?%}", re.DOTALL)


def inline(text: str) -> list[str]:
    """What would run or be styled where it stands in a template."""
    plain = TAG.sub("", text)
    return [found.group() for kind in (RUNS, ATTRIBUTE) for found in kind.finditer(plain)]


def test_no_template_writes_script_or_style_in_place() -> None:
    found = [
        f"{name}: {what[:80]}"
        for name in tree.ending(".html", under=("frontend/templates",))
        for what in inline(tree.text(name))
        if name not in WHOLE or not what.startswith("<script")
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "markup",
    [
        "<script>alert(1)</script>",
        '<script type="module">',
        '<p class="a" onclick="x()">',
        "<form\n  onsubmit='x()'>",
        '<select onChange="x()">',
        '<p style="color: red">',
    ],
)
def test_the_check_bites(markup: str) -> None:
    assert len(inline(markup)) == 1


@pytest.mark.parametrize(
    "markup",
    [
        '<script type="module"\n  src="{% static \'a.js\' %}"></script>',
        '<script type="application/json" id="words">{}</script>',
        "{% with one=line.sitting %}<p>x</p>{% endwith %}",
        '<p data-once="1">x</p>',
    ],
)
def test_files_data_and_tags_are_fine(markup: str) -> None:
    assert inline(markup) == []

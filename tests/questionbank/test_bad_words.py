"""Rows X99 to X102 of the table of bad inputs: names of files, markup, formulas, addresses.

X103 is about posters, see tests/leaderboard/pictures.
"""

import json
import re
import socket
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from questionbank.formats import registry
from questionbank.formats.found import Options
from questionbank.models import Batch, Picture, Question
from tests.questionbank.picture_files import colourful, saved
from tests.questionbank.test_bank_api import WORDS, Tool
from tests.questionbank.test_grants import COUNTY, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]
URL = "/api/bank/questions"
NAMES = (
    "../a",
    "..\\..\\a.png",
    "x" * 300 + ".png",
    "a.png\0.html",
    "a\u202egnp.exe",
    "a\r\nX-Evil: 1.png",
    "CON",
    "",
)
EVIL = (
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    '<a href="javascript:alert(1)">x</a>',
    "<img src=x onerror=alert(1)>",
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
    "<math><mtext><mglyph><svg><mtext><textarea><p id='</textarea><img onerror=alert(1) src=1>'>",
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>",
    "<form><button formaction=javascript:alert(1)>x",
    "**<script>alert(1)</script>** $<script>x</script>$",
    "&lt;script&gt;alert(1)&lt;/script&gt; &#60;img src=x onerror=alert(1)&#62;",
    "[x](javascript:alert(1)) ![x](javascript:alert(1))",
    "{{ 7*7 }} {% load x %} ${7*7} #{7*7}",
)


@pytest.fixture
def chen(client: Client, settings: Settings, tmp_path: Path) -> User:
    settings.PICTURES_DIR = tmp_path
    user = person("chen", ("author", COUNTY), ("organiser", COUNTY))
    client.force_login(user)
    return user


class Elements(HTMLParser):
    """What a browser would run or follow in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.bad: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        own = str(given.get("src") or given.get("href") or "")
        runs = tag == "script" and not given.get("src") and given.get("type", "") == ""
        handles = any(name.startswith("on") or name in ("srcdoc", "formaction") for name in given)
        if runs or handles or own.lower().strip().startswith("javascript") or tag == "iframe":
            self.bad.append(f"<{tag} {given}>")


@pytest.mark.parametrize("name", NAMES)
def test_x99_the_name_of_a_file_names_nothing_of_ours(
    client: Client, chen: User, name: str, tmp_path: Path
) -> None:
    drawn = SimpleUploadedFile("a", saved(colourful(40, 30), "PNG"), "image/png")
    vars(drawn)["_name"] = name
    assert client.post(reverse("bank-picture"), {"file": drawn}).status_code == 200
    files = [path.name for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert all(
        re.fullmatch(r"[0-9a-f]{32}-\d{1,4}\.webp|[0-9a-f]{64}\S{0,8}", one) for one in files
    )
    sent = client.post(f"/bank/import/?x={len(name)}", {"file": drawn, "scope": COUNTY})
    assert sent.status_code in (302, 400)
    for batch in Batch.objects.all():
        assert batch.name.isprintable()
        assert "/" not in batch.name
        shown = client.get(reverse("bank-batch", args=[batch.pk]))
        assert "X-Evil" not in shown.headers
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("evil", EVIL)
def test_x100_words_that_look_like_markup_are_words_on_every_page(
    client: Client, chen: User, evil: str
) -> None:
    said = {"zh": f"题 {evil}"[:400]}
    words = WORDS | {"stem": said, "explanation": said, "source": said}
    words["options"] = [{"zh": f"{at}{evil}"[:100]} for at in "甲乙丙丁"]
    status, made = Tool(chen).send("POST", URL, {"draft": words, "scope": COUNTY})
    if status == 400:  # a formula that is none
        assert made["code"] == "refused"
        assert not Question.objects.exists()
        return
    assert status == 201
    pages = (
        *(reverse(name, args=[made["id"]]) for name in ("bank-question", "bank-edit", "bank-item")),
        *(reverse(name) for name in ("bank-list", "bank-bulk", "bank-export", "bank-pairs")),
        f"/admin/questionbank/question/{made['id']}/change/",
    )
    for page in pages:
        sent = client.get(page)
        assert Elements(sent.content.decode()).bad == [], page
        assert "script-src 'self'" in sent.headers["Content-Security-Policy"]


@pytest.mark.parametrize("evil", EVIL)
def test_x100_words_of_a_file_that_look_like_markup_run_nowhere(
    client: Client, chen: User, evil: str
) -> None:
    gift = "".join(f"\\{sign}" if sign in "~=#{}:" else sign for sign in evil)
    files = {
        "a.gift": f"::t:: [html]题 {gift} {{ =对 ~{gift} }}",
        "a.xml": "<quiz><question type='truefalse'><questiontext format='html'><text>"
        f"<![CDATA[题 {evil}]]></text></questiontext><answer fraction='100'><text>true</text>"
        "</answer></question></quiz>",
        "a.jsonl": json.dumps({"type": "truefalse", "stem": {"zh": evil}, "key": [0]}),
        f"a{evil[:20].replace('/', '')}.txt": f"1. 题 {evil}\nA. {evil}\nB. 乙\n答案：A",
    }
    for name, text in files.items():
        form = {"file": SimpleUploadedFile(name, text.encode()), "scope": COUNTY}
        shown = client.get(client.post(reverse("bank-import"), form).headers["Location"])
        assert Elements(shown.content.decode()).bad == []
        rows = client.get(shown.request["PATH_INFO"], {"row": 1})
        assert Elements(rows.content.decode()).bad == []


@pytest.mark.parametrize(
    "formula",
    [
        "\\def\\a{\\a\\a}\\a",
        "\\newcommand{\\a}{\\a}\\a",
        "x" * 100_000,
        "{" * 5_000 + "x" + "}" * 5_000,
        "\\frac" * 90,
        "\\sqrt{" * 80 + "x" + "}" * 80,
        "\\begin{matrix}" + "a & " * 120 + "\\end{matrix}",
        "^" * 400,
        "\\left(" * 70,
    ],
)
def test_x101_a_formula_that_would_run_on_is_refused_in_no_time(chen: User, formula: str) -> None:
    began = time.perf_counter()
    words = WORDS | {"stem": {"zh": f"设 ${formula}$ 求值"}}
    status, said = Tool(chen).send("POST", URL, {"draft": words, "scope": COUNTY})
    assert time.perf_counter() - began < 2
    assert status in (201, 400)
    if status == 400:
        assert said["code"] in ("refused", "malformed")
        assert not Question.objects.exists()


@pytest.fixture
def outside() -> Iterator[socket.socket]:
    """A server that nobody may call."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


def test_x102_an_address_in_a_file_is_never_asked_for(outside: socket.socket) -> None:
    url = f"http://127.0.0.1:{outside.getsockname()[1]}/x.png"
    image = f'<img src="{url}"><object data="{url}"></object>'
    files: dict[str, Any] = {
        "a.gift": f"::t:: [html]题 {image.replace('=', chr(92) + '=')} {{T}}",
        "a.xml": "<quiz><question type='truefalse'><questiontext format='html'><text>"
        f"<![CDATA[题 {image}]]></text></questiontext><answer fraction='100'><text>true</text>"
        "</answer></question></quiz>",
        "q.xml": "<assessmentItem xmlns='http://www.imsglobal.org/xsd/imsqti_v2p1' identifier='a' "
        f"title='t'><itemBody><p>题<img src='{url}' alt='x'/></p></itemBody></assessmentItem>",
        "d.xml": f"<!DOCTYPE q SYSTEM '{url}'><quiz/>",
        "a.csv": f"题型,题干,图片,选项A,选项B,答案\n单选题,题,{url},甲,乙,A\n",
        "a.txt": f"1. 题 ![x]({url})\nA. 甲\nB. 乙\n答案：A",
        "a.jsonl": json.dumps(
            {"type": "truefalse", "stem": {"zh": "题"}, "picture": {"name": url}}
        ),
    }
    for name, text in files.items():
        _form, found = registry.read(text.encode(), Options(name=name))
        assert not any(row.pictures for row in found.rows)
    with pytest.raises(BlockingIOError):
        outside.accept()

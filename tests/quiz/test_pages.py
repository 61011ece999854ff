import gzip
import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.test import Client

from questionbank.models import Why
from quiz import bundle, lazy, pages
from quiz.models import Contest, Round
from quiz.rules import formats
from quiz.rules.formats import Format
from quiz.sittings import phone_page
from tests.fakes import MORNING, FakeClock
from tests.quiz.front import make_front

STATIC = Path(pages.__file__).parent.parent / "frontend" / "static"
PAGE = "/p/2026/"
KINDS = '"single" "multiple" "truefalse" "estimate" "ordering"'
LANGUAGES = ("zh-hans", "zh-hant", "en")
# One round trip of a cold connection: what a phone on a bad line gets before it can say anything.
MOST_BYTES = 14_000
# What a phone loads while the first question is read.
MOST_LATER_BYTES = 6_200
ENTRIES = (
    pages.PHONE.entry,
    lazy.PHONE.entry,
    phone_page.HALL.entry,
    phone_page.LATER.entry,
)


@pytest.fixture(autouse=True)
def contest(db: None, fake_clock: FakeClock) -> Contest:
    contest = make_front()
    for n in range(3):
        Round.objects.create(
            contest=contest,
            code=f"round-{n}",
            title_zh=f"第{n}轮",
            title_en=f"Round {n}",
            format=formats.plain(Format()),
            opens_at=MORNING,
            closes_at=MORNING + 1,
        )
    return contest


def html(client: Client, lang: str = "zh-hans") -> str:
    client.cookies["django_language"] = lang
    return client.get(PAGE).content.decode()


def block(page: str, name: str) -> str:
    found = re.search(f'id="{name}">(.*?)</script>', page, re.DOTALL)
    assert found
    return found.group(1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_whole_page_is_one_small_response(client: Client, lang: str) -> None:
    client.cookies["django_language"] = lang
    answer = client.get(PAGE, headers={"accept-encoding": "gzip, br"})
    assert answer.headers["Content-Encoding"] == "br"
    assert len(answer.content) <= MOST_BYTES
    page = brotli.decompress(answer.content).decode()
    assert not re.search(r'(src|href)="(?!data:,)', page)
    assert gzip.decompress(client.get(PAGE, headers={"accept-encoding": "gzip"}).content) == (
        page.encode()
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_words_and_the_data_are_json(client: Client, lang: str) -> None:
    page = html(client, lang)
    assert "&" not in block(page, "words"), "a script element knows no entities: use ’ and “”"
    words, data = json.loads(block(page, "words")), json.loads(block(page, "data"))
    assert all(words.values())
    assert data["lang"] == lang
    assert len(data["cohorts"]) == 6
    assert len(data["contest"]["rounds"]) == 3


def test_every_word_that_a_module_asks_for_is_there(client: Client) -> None:
    words = set(json.loads(block(html(client), "words")))
    code = bundle.flatten(STATIC / pages.PHONE.entry)
    assert asked_for(code) <= words
    assert words <= chosen(code) | {"online"} | set(re.findall(r'"([a-z]+)"', KINDS))


def test_the_words_that_come_later_are_all_there_and_none_comes_twice(client: Client) -> None:
    first = set(json.loads(block(html(client), "words")))
    code = bundle.flatten(STATIC / lazy.PHONE.entry)
    words = extra("zh-hans")["words"].keys()
    made = {"in_province", "in_city", "in_county", "in_cohort"}
    made |= {"band_high", "band_literate", "band_basic", "band_raffle"}
    made |= {f"why_{why}" for why in Why.values}
    assert asked_for(code) <= words | first
    assert words <= chosen(code) | made
    assert not words & first


def asked_for(code: str) -> set[str]:
    return {word for call in re.findall(r"\bt\(([^()]*)", code) for word in literals(call)}


def chosen(code: str) -> set[str]:
    return set(re.findall(r'"([a-z_0-9]+)"', code)) | set(re.findall(r"\b([a-z]+):", code))


def extra(lang: str) -> Any:
    found = re.search(r"const extra=(\{.*\});\n", lazy.module(lazy.PHONE, lang).plain.decode())
    assert found
    return json.loads(found.group(1))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_comes_later_is_one_module_kept_for_good(client: Client, lang: str) -> None:
    client.cookies["django_language"] = lang
    address = json.loads(block(html(client, lang), "data"))["more"]
    answer = client.get(address, headers={"accept-encoding": "br"})
    assert answer.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert len(answer.content) <= MOST_LATER_BYTES
    code = brotli.decompress(answer.content).decode()
    assert code.endswith("export{extend,extra};\n")
    assert "import" not in code
    assert all("{" in rule and "}" in rule for rule in extra(lang)["rules"])


def test_an_older_page_gets_the_newest_module_but_does_not_keep_it(client: Client) -> None:
    answer = client.get("/p/more/en/0123456789abcdef.js")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-cache"
    assert client.get("/p/more/fr/0123456789abcdef.js").status_code == 404


def literals(call: str) -> list[str]:
    return re.findall(r'"([a-z_0-9]+)"', call.split(",", maxsplit=1)[0])


def test_codes_of_all_regions_can_be_put_together_again(client: Client) -> None:
    lines = json.loads(block(html(client), "data"))["regions"].split("\n")
    codes = set()
    for line in lines:
        start, rest, _, *kids = line.split("|")
        codes.add(start + rest)
        own = ""
        for kid in kids:  # without a number of its own it has the next one
            own = kid.split("~")[0] if "~" in kid else f"{int(own) + 1:0{len(own)}}"
            codes.add(start + own)
    assert len(lines) == 21 + 3
    assert len(codes) == 205
    assert {"440106", "441900003", "442000118", "810000", "other"} <= codes


def test_a_place_is_asked_for_by_what_there_is_to_choose(client: Client, contest: Contest) -> None:
    """A city's contest offers its districts: nobody is asked for their city there."""
    assert json.loads(block(html(client), "words"))["city"] == "所在市"
    Contest.objects.filter(pk=contest.pk).update(region_id="440100")
    pages.forget()
    page = html(client)
    assert json.loads(block(page, "words"))["city"] == "县（市、区）或镇街"
    assert "天河区" in json.loads(block(page, "data"))["regions"]


def test_the_list_says_which_rounds_nobody_can_begin(client: Client, fake_clock: FakeClock) -> None:
    """By the server's clock; the page stays as it is until a round opens or ends."""
    Round.objects.filter(code="round-1").update(opens_at=MORNING + 9_000, closes_at=None)

    def told() -> list[str]:
        rounds = json.loads(block(html(client), "data"))["contest"]["rounds"]
        return sorted(one.get("shut", "open") for one in rounds)

    assert told() == ["open", "open", "soon"]
    fake_clock.tick(4_000)  # what is kept of a page is not older
    assert told() == ["over", "over", "soon"]
    fake_clock.tick(6_000)
    assert told() == ["open", "over", "over"]


def test_what_may_run_is_named_by_its_hash(client: Client) -> None:
    policy = client.get(PAGE).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert policy.count("'sha256-") == 3
    assert policy.count("script-src 'self' 'sha256-") == 1
    assert "unsafe" not in policy
    assert "connect-src 'self' ws://testserver wss://testserver" in policy


def test_no_markup_holds_a_handler_or_a_style(client: Client) -> None:
    assert not re.search(r'\s(on\w+|style)="', html(client))


def test_a_title_is_text_wherever_it_stands(client: Client, contest: Contest) -> None:
    evil = '</script><img src=x onerror="x()">{{7*7}}'
    Contest.objects.filter(pk=contest.pk).update(title_zh=evil)
    page = html(client)
    assert "<img" not in page
    assert json.loads(block(page, "data"))["contest"]["title"] == evil


def test_a_page_that_is_known_is_not_sent_again(client: Client, fake_clock: FakeClock) -> None:
    first = client.get(PAGE)
    again = client.get(PAGE, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    Round.objects.update(title_zh="新的一轮")
    fake_clock.tick(pages.FRESH)
    assert client.get(PAGE).headers["ETag"] != first.headers["ETag"]


@pytest.mark.parametrize("code", ["2O26", "２０２６", "20 26"])
def test_a_code_typed_in_another_way_leads_to_the_page(client: Client, code: str) -> None:
    assert client.get(f"/p/{code}/").headers["Location"] == PAGE
    assert client.get("/", {"code": code}).headers["Location"] == PAGE


@pytest.mark.parametrize("path", ["/p/999999/", "/?code=999999", "/?code=%00", "/p/<b>x/"])
def test_an_unknown_code_is_answered_in_words(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "没有这个参赛码" in answer.content.decode()
    assert "<b>" not in answer.content.decode()


def test_what_is_not_there_is_answered_in_the_right_form(client: Client) -> None:
    assert "没有这个页面" in client.get("/nowhere").content.decode()
    assert client.get("/api/nowhere").json()["code"] == "not_found"


@pytest.mark.parametrize("room", ["/bank/", "/desk/", "/host/"])
def test_what_is_not_there_leads_back_to_the_room_it_was_looked_for_in(
    client: Client, room: str
) -> None:
    assert f'class="button" href="{room}"' in client.get(f"{room}no/such/").content.decode()
    assert 'class="button" href="/"' in client.get("/nowhere").content.decode()


def test_the_language_is_switched_by_a_cookie_and_only_to_our_own_pages(client: Client) -> None:
    answer = client.post(
        "/lang/", {"language": "en"}, headers={"referer": f"http://testserver{PAGE}"}
    )
    assert answer.headers["Location"] == f"http://testserver{PAGE}"
    assert client.cookies["django_language"].value == "en"
    assert (
        client.post("/lang/", {"language": "en", "next": "//evil.test"}).headers["Location"] == "/"
    )


@pytest.mark.parametrize("entry", ENTRIES)
def test_modules_share_one_scope_without_a_clash(entry: str) -> None:
    names: list[str] = []
    for path in bundle.modules(STATIC / entry):
        text = path.read_text("utf-8")
        names += re.findall(
            r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", text, re.M
        )
    assert len(names) > 30
    assert [name for name, count in Counter(names).items() if count > 1] == []


@pytest.mark.parametrize("entry", ENTRIES)
def test_modules_may_be_squeezed(entry: str) -> None:
    for path in bundle.modules(STATIC / entry):
        text = path.read_text("utf-8")
        bare = re.sub(r"/\*.*?\*/|^\s*//.*$", "", text, flags=re.S | re.M)
        assert "/*" not in bare, path.name
        assert all(line.count("`") % 2 == 0 for line in bare.split("\n")), path.name
        assert not re.search(r"^import (?!\{[^}]*\} from \"\.)", bare, re.M), path.name
        assert not re.search(r"import\([\"'`]\.", bare), path.name

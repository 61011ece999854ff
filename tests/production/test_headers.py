"""Every address, as a stranger sees it: no server error, and the headers that keep a page ours."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from quiz import pages, views
from tests.quiz import world

# What stands for a parameter in an address; any other is 1.
SAMPLES = {"code": "2026", "contest": "2026", "region": "440100", "token": "x", "url": "x/",
           "name": "0" * 32, "app_label": "auth", "content_type_id": "1"}  # fmt: skip
EVERYWHERE = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
POLICY = ("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'")
OPEN_DOORS = {"'unsafe-inline'", "'unsafe-eval'", "*", "data:", "http:", "https:"}
# A script that runs and is not a file: the policy must name it, or the page is dead.
INLINE = re.compile(r"<script(?![^>]*(?:src=|json))[^>]*>")
ERRORS = ("/nothing/", "/p/", "/boards/2026/999999/", "/screen/nothing/", "/static/nothing.js")

pytestmark = pytest.mark.slow


def addresses(patterns: list[Any], space: str = "") -> Iterator[str]:
    """One address for each named pattern below `patterns`."""
    for each in patterns:
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from addresses(each.url_patterns, inner)
        elif isinstance(each, URLPattern) and each.name:
            regex: re.Pattern[str] = each.pattern.regex
            values = {name: SAMPLES.get(name, "1") for name in regex.groupindex}
            nameless = () if values else ("1",) * regex.groups
            yield reverse(space + each.name, args=nameless, kwargs=values)


ADDRESSES = sorted(set(addresses(get_resolver().url_patterns)))


@pytest.fixture(autouse=True)
def _front(db: None) -> None:
    pages.forget()
    world.make_contest()


def assert_safe(answer: Any) -> None:
    """The headers of one answer; for a page its policy, too."""
    headers = answer.headers
    assert {name: headers.get(name) for name in EVERYWHERE} == EVERYWHERE
    if not headers.get("Content-Type", "").startswith("text/html"):
        return
    policy = headers["Content-Security-Policy"]
    theirs = answer.wsgi_request.path_info.startswith(("/admin/", "/api/docs/"))
    assert ("require-trusted-types-for 'script'" in policy) == (not theirs)
    assert [part for part in POLICY if part not in policy] == []
    scripts = policy.partition("script-src")[2].partition(";")[0]
    assert set(scripts.split()).isdisjoint(OPEN_DOORS)
    inline = INLINE.findall(answer.content.decode())
    assert not inline or "'sha256-" in scripts or "'nonce-" in scripts, inline
    styles = policy.partition("style-src")[2].partition(";")[0]
    assert "<style" not in answer.content.decode() or "'sha256-" in styles or "'nonce-" in styles


def test_the_walk_finds_the_apps() -> None:
    starts = {address.split("/")[1] for address in ADDRESSES}
    assert {"", "admin", "api", "boards", "health", "lang", "p", "screen", "signin"} <= starts


@pytest.mark.parametrize("address", [*ADDRESSES, *ERRORS])
def test_an_address_answers_a_stranger_safely(client: Client, address: str) -> None:
    for ask in (client.get, client.head, client.post, client.delete):
        answer = ask(address)
        assert answer.status_code < 500
        assert_safe(answer)


@pytest.mark.parametrize("address", ERRORS)
def test_what_is_not_there_is_said_on_a_page_of_ours(client: Client, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    assert "shared/base.css" in answer.content.decode()


def test_under_api_it_is_said_in_json(client: Client) -> None:
    answer = client.get("/api/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize(("address", "kind"), [("/", "text/html"), ("/api/me", "application/json")])
def test_a_host_that_is_not_ours_is_refused_on_a_page_of_ours(
    client: Client, settings: Settings, address: str, kind: str
) -> None:
    settings.ALLOWED_HOSTS = ["quiz.example.org"]
    answer = client.get(address, headers={"host": "evil.example.org"})
    assert answer.status_code == 400
    assert answer.headers["Content-Type"].startswith(kind)
    assert "evil" not in answer.content.decode()
    assert_safe(answer)


def test_a_form_from_nowhere_is_refused_on_a_page_of_ours() -> None:
    answer = Client(enforce_csrf_checks=True).post("/admin/login/")
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "shared/base.css" in page
    assert "刷新页面后再试" in page
    assert "没有权限" not in page
    assert_safe(answer)


@pytest.mark.django_db
def test_what_is_not_there_says_so_in_its_title() -> None:
    page = Client().get("/no/such/page/").content.decode()
    found = re.search(r"<title>\s*(.*?)\s*</title>", page, re.DOTALL)
    assert found
    assert found[1] == "没有这个页面"


def test_a_fault_of_ours_says_that_answers_are_safe() -> None:
    page = views.server_error(RequestFactory().get("/"))
    assert page.status_code == 500
    assert "safe" in page.content.decode()
    told = views.server_error(RequestFactory().get("/api/me"))
    assert b"server_error" in told.content

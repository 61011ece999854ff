"""Asks every address for what means nothing, as somebody who may do everything.

`walk` is also run by tests/production/test_nul.py, in a process that has PostgreSQL.
"""

import contextlib
from collections.abc import Iterator
from functools import cached_property
from typing import Any, ClassVar
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIRequest
from django.db import transaction
from django.http import QueryDict
from django.http.response import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, reverse
from django.urls.converters import IntConverter

from questionbank.models import Status
from tests.addresses import everything
from tests.questionbank.parts import made
from tests.questionbank.test_grants import COUNTY, stored

# What no text of PostgreSQL and no number of SQLite holds.
NUL, LARGE = "%00", "9" * 40
# The admin quotes a NUL in the id of an object like this.
IDS = ("_00", LARGE, "1")
OF_THE_ADMIN = """
q p o e all _to_field _popup _changelist_filters _facets next pk id__in id__isnull id__gte
x__y password
"""
ELSEWHERE = """
words status kind topic difficulty list sort scope page after as name format code region round
tab cohort q near version flag rows cells draw papers tag do on lang from
"""
ROWS = ("\0", LARGE)
FORMS: tuple[dict[str, Any], ...] = (
    {},
    *({"action": "delete_selected", "_selected_action": pk, "post": "yes"} for pk in ROWS),
    {"action": "\0", "_selected_action": "1", "select_across": "\0", "index": "x"},
    {"_save": "\0", "_to_field": "", "form-TOTAL_FORMS": "x"},
)
Asked = tuple[str, str, Any]


class Listening(QueryDict):
    """Words of an address that note which of them are looked for, known to the address or not."""

    looked_for: ClassVar[set[str]] = set()

    def __getitem__(self, name: str) -> Any:
        self.looked_for.add(name)
        return super().__getitem__(name)

    def __contains__(self, name: object) -> bool:
        self.looked_for.add(str(name))
        return super().__contains__(name)

    def getlist(self, name: str, default: Any = None) -> Any:
        self.looked_for.add(name)
        return super().getlist(name, default)

    def __iter__(self) -> Iterator[str]:
        self.looked_for.update(ELSEWHERE.split())
        return super().__iter__()

    def lists(self) -> Any:
        self.looked_for.update(ELSEWHERE.split())
        return super().lists()

    def items(self) -> Any:
        self.looked_for.update(ELSEWHERE.split())
        return super().items()


@contextlib.contextmanager
def heard() -> Iterator[set[str]]:
    """The words that pages look for meanwhile; one that looks at all of them, looks for all."""

    def listening(request: WSGIRequest) -> QueryDict:
        before = set(Listening.looked_for)
        made = Listening(request.META.get("QUERY_STRING", ""), encoding=request.encoding)
        Listening.looked_for.intersection_update(before)  # it has looked for its own words
        return made

    made = cached_property(listening)
    made.__set_name__(WSGIRequest, "GET")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WSGIRequest, "GET", made)
        yield Listening.looked_for


def walk_all() -> list[str]:
    """`walk` with NULs, in a database with nothing in its tables."""
    return walk(NUL)


def walk(value: str) -> list[str]:
    """What was answered with a failure of ours, with this value for everything in an address."""
    client = Client(raise_request_exception=False, headers={"host": "127.0.0.1"})
    client.force_login(User.objects.create_superuser("root of the absurd"))
    with heard() as words:
        # Each once; whoever signs out asks for nothing else afterwards.
        left = {repr(one): one for one in _everything(value) if "logout" not in one[1]}
        answered: dict[str, int] = {}
        while left:
            said, (method, url, data) = left.popitem()
            words.clear()
            answered[said] = _send(client, method, url, data)
            if method == "GET" and not url.startswith("/admin/"):
                more = [("GET", f"{url.partition('?')[0]}?{name}={value}", None) for name in words]
                left.update({repr(one): one for one in more if repr(one) not in answered})
    assert 200 in answered.values()
    return [f"{status} {said[:300]}" for said, status in answered.items() if status >= 500]


def _send(client: Client, method: str, url: str, data: Any) -> int:
    """The status of what is sent back; what it changed is undone."""
    with transaction.atomic():
        sent = client.post(url, data) if method == "POST" else client.get(url)
        assert isinstance(sent, HttpResponseBase)
        if sent.streaming:
            b"".join(sent.streaming_content)  # type: ignore[attr-defined]
        transaction.set_rollback(True)
    return sent.status_code


def _everything(value: str) -> Iterator[Asked]:
    yield from _of_the_admin(value)
    yield from _to_choose_from()
    question = stored(COUNTY, Status.DRAFT)
    for path, entry in everything():
        if not path.startswith(("admin/", "^")):
            for url in _filled(path, entry, question):
                yield from _elsewhere(url, value)


def _of_the_admin(value: str) -> Iterator[Asked]:
    for model, owner in admin.site._registry.items():
        url = reverse(f"admin:{model._meta.label_lower.replace('.', '_')}_changelist")
        filters = [name for name in owner.list_filter if isinstance(name, str)]
        titled = [getattr(one, "parameter_name", "x") for one in owner.list_filter]
        fields = [field.name for field in model._meta.get_fields()]
        exact = [f"{name}__exact" for name in filters]
        for name in (*OF_THE_ADMIN.split(), *exact, *titled, *fields):
            yield "GET", f"{url}?{name}={value}", None
        yield from (("POST", url, form) for form in FORMS)
        nul = dict.fromkeys(fields, "\0")
        for page in _pages(model._meta.label_lower.replace(".", "_")):
            yield from (("GET", f"{page}{more}", None) for more in ("", "?_to_field="))
            yield from (("POST", page, form) for form in ({"post": "yes"}, nul))


def _pages(label: str) -> Iterator[str]:
    for action in ("add", "change", "delete", "history", "simple_history"):
        for pk in IDS:
            args = {"add": [], "simple_history": [pk, pk]}.get(action, [pk])
            try:
                yield reverse(f"admin:{label}_{action}", args=args).replace("_5F", "_")
            except NoReverseMatch:
                continue


def _to_choose_from() -> Iterator[Asked]:
    """Every field of every model, also those that only another model has."""
    for model in admin.site._registry:
        base = f"app_label={model._meta.app_label}&model_name={model._meta.model_name}"
        for field in model._meta.get_fields():
            yield "GET", f"/admin/autocomplete/?{base}&field_name={field.name}&term=x", None
    for rest in ("", "app_label=%00&model_name=%00&field_name=%00", "term=%00&page=x"):
        yield "GET", f"/admin/autocomplete/?{rest}", None
    for number in range(1, 70):
        yield from (("GET", f"/admin/r/{number}/{pk}/", None) for pk in ("1", "%00", LARGE))


def _elsewhere(url: str, value: str) -> Iterator[Asked]:
    """What a page never looks for changes nothing; `walk` asks for each word that it looks for."""
    yield from (("POST", url, form) for form in ({}, dict.fromkeys(ELSEWHERE.split(), "\0")))
    yield "GET", url, None
    yield "GET", f"{url}?" + "&".join(f"{name}={value}" for name in ELSEWHERE.split()), None


def _filled(path: str, entry: URLPattern, question: Any) -> Iterator[str]:
    """The address with parts that cannot be, and with parts of the question."""
    converters = entry.pattern.converters
    if converters:
        absurd = {name: LARGE if _whole(one) else "\0" for name, one in converters.items()}
        yield "/" + _put(path, absurd)
    own = path.startswith(("bank/", "api/bank/"))
    other = {name: 1 if _whole(one) else "x" for name, one in converters.items()}
    yield "/" + _put(path, made(question, converters) if own else other)


def _put(path: str, kwargs: dict[str, Any]) -> str:
    """The path with these parts; `reverse` would refuse some of them."""
    for name, value in kwargs.items():
        for kind in ("int", "str"):
            path = path.replace(f"<{kind}:{name}>", quote(str(value), safe=""))
    return path


def _whole(converter: Any) -> bool:
    return isinstance(converter, IntConverter)

"""The description of the REST API is made without doubt about a name, a shape or a token."""

import re
from typing import Any

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator

from tests.house import tree

Operations = list[tuple[str, dict[str, Any]]]


def test_the_description_is_made_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    assert capsys.readouterr().err == ""
    assert "/api/join" in made["paths"]


@pytest.fixture(scope="module")
def operations() -> Operations:
    made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    assert {"contestant", "feed", "bank"} <= made["components"]["securitySchemes"].keys()
    return [
        (f"{verb} {address}", operation)
        for address, those in made["paths"].items()
        for verb, operation in those.items()
    ]


def test_whoever_may_hear_401_is_told_which_token_to_show(operations: Operations) -> None:
    for name, operation in operations:
        schemes = {scheme for one in operation["security"] for scheme in one}
        wanted = {"bank", "cookieAuth"} if "/api/bank/" in name else {"contestant"}
        wanted = {"feed"} if "/api/feed/" in name else wanted
        assert schemes == (wanted if "401" in operation["responses"] else set()), name


def test_the_protocol_names_the_requests_of_a_contestant_that_want_no_token(
    operations: Operations,
) -> None:
    section = tree.text("docs/protocol.md").partition("## 1.")[2].partition("**Joining.**")[0]
    asked = {_place(one) for one in re.findall(r"^\| `([A-Z]+ /api/[^`]+)`", section, re.M)}
    free = section.rpartition("All but ")[2].partition(" want ")[0]
    wants = {_place(name) for name, one in operations if "401" in one["responses"]}
    assert len(asked) > 10
    assert asked - wants == {_place(one) for one in re.findall("`([^`]+)`", free)}


def _place(request: str) -> str:
    """GET /api/attempts/N/review and get /api/attempts/{attempt}/review are one."""
    verb, _space, address = request.partition(" ")
    parts = ("*" if re.fullmatch(r"[A-Z]+|\{\w+\}", one) else one for one in address.split("/"))
    return f"{verb.lower()} {'/'.join(parts)}"


def test_errors_are_json_and_a_table_has_no_fields(operations: Operations) -> None:
    for name, operation in operations:
        for status, told in operation["responses"].items():
            content = told.get("content", {})
            assert status < "400" or content.keys() == {"application/json"}, (name, status)
            table = content.get("text/csv", {}).get("schema", {"type": "string"})
            assert table["type"] == "string", name


def test_each_code_in_a_public_address_says_what_it_is_of(operations: Operations) -> None:
    for name, operation in operations:
        for one in operation.get("parameters", []):
            if one["in"] == "path" and "/api/bank/" not in name:
                assert one.get("description"), f"{name}: {one['name']}"


def test_each_field_of_an_answer_is_in_the_protocol(operations: Operations) -> None:
    text = tree.text("docs/protocol.md")
    known = set(re.findall(r"`(\w+)`", text))
    shapes = SchemaGenerator().get_schema(public=True)["components"]["schemas"]  # type: ignore[no-untyped-call]
    told = [(name, one) for name, one in operations if _shown(text, name)]
    assert len(told) > 20
    for name, one in told:
        for field in _fields(one["responses"], shapes, set()):
            assert field in known, f"{name}: {field}"


def _shown(page: str, name: str) -> bool:
    """Whether the page has the address of a request; it has places in capitals."""
    pattern = re.escape(name.partition(" ")[2])
    return (
        re.search(re.sub(r"\\\{\w+\\\}", r"(?:[A-Z]+|persons)", pattern) + r"[`?]", page)
        is not None
    )


def _fields(part: Any, shapes: dict[str, Any], seen: set[str]) -> set[str]:
    """The names of fields, and the words that one of them may be, in a part of the description."""
    if isinstance(part, list):
        return {name for one in part for name in _fields(one, shapes, seen)}
    if not isinstance(part, dict):
        return set()
    name = str(part.get("$ref", "")).rpartition("/")[2]
    if name and name not in seen:
        return _fields(shapes[name], shapes, seen | {name})
    words = {str(word) for word in part.get("enum", [])}
    return words | set(part.get("properties", {})) | _fields(list(part.values()), shapes, seen)


def test_an_error_has_in_the_description_what_the_protocol_says_of_it() -> None:
    made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    page = tree.text("docs/protocol.md").partition("**Errors** have")[2].partition("| Code |")[0]
    told = set(re.findall(r"[`\"]([a-z_]+)[`\"]", page)) - {"bad_region", "not_yet"}
    assert told == made["components"]["schemas"]["ErrorShape"]["properties"].keys()

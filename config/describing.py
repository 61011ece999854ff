"""The description of the REST API, made true where it is guessed: who shows which token, in what
form errors come, and what the codes in an address are of."""

from typing import Any, Final

Json = dict[str, Any]

SCHEMES: Final[Json] = {
    "contestant": {
        "type": "http",
        "scheme": "bearer",
        "description": "`token` of the answer of /api/join: one contestant in one contest.",
    },
    "feed": {
        "type": "http",
        "scheme": "bearer",
        "description": "A token for a region's feeds, made on the organisers' desk.",
    },
}
# What stands in an address behind these words.
CODES: Final[dict[str, dict[str, str]]] = {
    "attempts": {"attempt": "number of an attempt of one's own"},
    "boards": {"code": "code of a ranked round, such as `demo`"},
    "certificates": {"code": "code of a ranked round, such as `demo`"},
    "contests": {"code": "code of a contest, such as `2026`: what people type to join"},
    "defined": {
        "contest": "code of a contest",
        "code": "code of a board that its organisers defined",
    },
    "feed": {"code": "code of a ranked round", "kind": "`persons` or `regions`"},
    "raffles": {"code": "code of a raffle"},
    "results": {"contest": "code of a contest", "number": "number of a published result"},
}


def truthful(result: Json, **_around: Any) -> Json:
    """A hook of drf-spectacular: the description with all of that."""
    result["components"].setdefault("securitySchemes", {}).update(SCHEMES)
    for address, operations in result["paths"].items():
        for operation in operations.values():
            _describe(address.split("/")[2], operation)
    return result


def _describe(area: str, operation: Json) -> None:
    for status, told in operation["responses"].items():
        if "content" in told:
            told["content"] = _content(told["content"], status)
    if "401" in operation["responses"] and operation.get("security") == [{}]:
        operation["security"] = [{"feed" if area == "feed" else "contestant": []}]
    for one in operation.get("parameters", ()):
        if one["in"] == "path" and one["name"] in CODES.get(area, {}):
            one["description"] = CODES[area][one["name"]]


def _content(told: Json, status: str) -> Json:
    """Errors are JSON, also of a table; a table is a text and has no fields."""
    if status >= "400":
        return {"application/json": next(iter(told.values()))}
    table = {"schema": {"type": "string", "description": "a table, UTF-8 with its mark"}}
    return {kind: table if kind == "text/csv" else shape for kind, shape in told.items()}

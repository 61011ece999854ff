"""Names with values as JSON and YAML have them, of which a name given twice would win without a
word by its last value."""

import json
from typing import Any

import yaml


class Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """YAML that refuses a name given twice."""

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:  # noqa: FBT001, FBT002
        seen = set()
        for name, _value in node.value:
            if name.value in seen and name.tag != "tag:yaml.org,2002:merge":
                raise Twice(None, None, f"{name.value!r} twice", name.start_mark)
            if isinstance(name.value, str):
                seen.add(name.value)
        return super().construct_mapping(node, deep)


class Twice(yaml.MarkedYAMLError):
    """A name that is given twice, and where."""


def twice(text: str) -> list[str]:
    """The names that one object of this JSON gives more than once; none in what is no JSON."""
    found: list[str] = []

    def note(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _value in pairs]
        found.extend(name for name in dict.fromkeys(names) if names.count(name) > 1)
        return dict(pairs)

    try:
        json.loads(text, object_pairs_hook=note)
    except (ValueError, RecursionError):
        return []
    return found

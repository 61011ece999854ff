"""The description of the REST API is made without doubt about a name, a shape or a token."""

import pytest
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator


def test_the_description_is_made_without_a_warning(capsys: pytest.CaptureFixture[str]) -> None:
    GENERATOR_STATS.reset()
    made = SchemaGenerator().get_schema(public=True)  # type: ignore[no-untyped-call]
    assert capsys.readouterr().err == ""
    assert "/api/join" in made["paths"]

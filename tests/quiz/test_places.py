"""The bank below knows region paths only; this app tells it their names."""

import pytest
from django.utils import translation

from questionbank import places
from quiz.models import Region
from tests.fakes import FakeClock
from tests.quiz import world

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("zh-hans", ["广东省", "广州市", "广州市越秀区"]),
        ("en", ["Guangdong", "Guangzhou", "Yuexiu, Guangzhou"]),
    ],
)
def test_places_have_names_in_the_readers_language(
    fake_clock: FakeClock, language: str, names: list[str]
) -> None:
    fake_clock.tick(len(language) * 3_600_000)  # names are kept for a minute
    world.make_contest()
    county = {"name_zh": "越秀区", "name_en": "Yuexiu", "kind": "county"}
    Region.objects.create(code="440104", path="440000/440100/440104", parent_id="440100", **county)
    with translation.override(language):
        assert [place.full for place in places.places()] == names
        assert places.name("440000/440100/440104") == names[2]
        assert places.name("440000/449999") == "449999"

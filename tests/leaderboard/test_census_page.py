"""The page of residents, for a contest whose region has no number of them."""

import pytest
from django.test import Client

from leaderboard.projector import Projector
from tests.leaderboard.test_public_pages import text

SAID = {"zh-hans": "没有广东省的人口数", "en": "There is no population number for Region 44"}


@pytest.mark.parametrize("lang", SAID)
def test_a_census_without_a_number_says_so_and_names_no_year(
    client: Client, projector: Projector, lang: str
) -> None:
    page = text(client, "/boards/GD26/census/", accept_language=lang)
    assert "None" not in page
    assert SAID[lang] in page

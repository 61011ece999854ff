"""The admin is one of the rooms of staff: it has their looks, and ways back to the others."""

import pytest
from django.test import Client

from tests.questionbank.test_grants import CITY, PROVINCE, person

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("held", "benches"),
    [
        (("author", CITY), ["/bank/"]),
        (("organiser", PROVINCE), ["/bank/", "/desk/", "/host/"]),
    ],
)
def test_the_admin_leads_back_to_the_rooms_that_one_may_enter(
    held: tuple[str, str], benches: list[str]
) -> None:
    client = Client()
    client.force_login(person("chen", held))
    page = client.get("/admin/").content.decode()
    ways = page.partition('<nav class="benches"')[2].partition("</nav>")[0]
    assert [one for one in ("/bank/", "/desk/", "/host/") if f'href="{one}"' in ways] == benches


def test_the_admin_has_our_name_and_our_colours_before_anybody_is_signed_in(
    client: Client,
) -> None:
    page = client.get("/admin/login/").content.decode()
    assert "管理后台" in page
    assert "shared/admin" in page
    assert 'class="benches"' not in page

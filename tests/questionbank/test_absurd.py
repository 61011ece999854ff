"""No address answers with a failure of ours, whatever it is asked for (rows R66, R72 and R74)."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from tests.questionbank.absurd import LARGE, walk

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_no_address_fails_when_it_is_asked_for_what_means_nothing() -> None:
    assert walk(LARGE) == []


@pytest.fixture
def root(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("autocomplete/?app_label=questionbank&model_name=tag&field_name=questions", 403),
        ("autocomplete/?app_label=questionbank&model_name=tag&field_name=parent&term=x", 200),
        ("questionbank/question/x/history/", 404),
        ("questionbank/question/_00/history/_00/", 404),
        ("questionbank/tag/1/change/?_to_field=", 400),
        ("questionbank/tag/?q=%00", 400),
    ],
)
def test_the_admin_says_what_it_cannot_make_sense_of(
    root: Client, address: str, status: int
) -> None:
    assert root.get(f"/admin/{address}").status_code == status


@pytest.mark.parametrize("pk", ["x", "\0", "9" * 40])
def test_rows_that_there_cannot_be_are_no_choice_in_the_admin(root: Client, pk: str) -> None:
    form = {"action": "delete_selected", "_selected_action": pk, "post": "yes"}
    assert root.post("/admin/questionbank/grant/", form).status_code == 400
    tag = {"facet": "topic", "code": "x", "name_zh": "x", "name_en": "x", "parent": pk}
    assert root.post("/admin/questionbank/tag/add/", tag).status_code == 400

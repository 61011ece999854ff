"""A backup holds what people had deleted since; after a restore it is deleted again."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from quiz.entrants import ERASED
from quiz.models import Contestant
from tests.fakes import FakeClock
from tests.quiz.front import bearer, make_front, post

pytestmark = pytest.mark.django_db
FIELDS = ("nickname", "unit", "token_hash", "erased_at")


def told(*args: str) -> str:
    out = StringIO()
    call_command("erase_again", *args, stdout=out)
    return out.getvalue()


@pytest.fixture
def gone(client: Client, fake_clock: FakeClock) -> Contestant:
    """Somebody whose data was deleted, as the backup of before has them."""
    make_front()
    token = post(client, unit="广州一中").json()["token"]
    post(client, nickname="留下的")
    backup = Contestant.objects.get(nickname="木棉")
    fake_clock.tick(1_000)
    assert client.delete("/api/me", headers=bearer(token)).status_code == 204
    return backup


def test_who_came_back_with_a_backup_is_deleted_again(
    gone: Contestant, tmp_path: Path, fake_clock: FakeClock
) -> None:
    file = tmp_path / "erased.txt"
    file.write_text(told())
    gone.save(update_fields=FIELDS)
    fake_clock.tick(60_000)
    assert told(str(file)) == "1\n"
    gone.refresh_from_db()
    assert (gone.nickname, gone.unit, gone.token_hash) == (ERASED, "", None)
    assert gone.erased_at == fake_clock.time
    assert Contestant.objects.filter(erased_at=None).get().nickname == "留下的"
    assert told(str(file)) == "0\n"


def test_a_number_that_somebody_else_has_since_is_not_theirs(
    gone: Contestant, tmp_path: Path
) -> None:
    file = tmp_path / "erased.txt"
    file.write_text(told())
    gone.joined_at += 1
    gone.save(update_fields=(*FIELDS, "joined_at"))
    assert told(str(file)) == "0\n"
    gone.refresh_from_db()
    assert gone.erased_at is None


@pytest.mark.parametrize("text", ["1", "one two", "1 2 3"])
def test_a_list_that_is_none_changes_nothing(gone: Contestant, tmp_path: Path, text: str) -> None:
    gone.save(update_fields=FIELDS)
    file = tmp_path / "erased.txt"
    file.write_text(f"{gone.pk} {gone.joined_at}\n{text}\n")
    with pytest.raises(CommandError, match=r"erased\.txt, line 2: "):
        told(str(file))
    gone.refresh_from_db()
    assert gone.erased_at is None

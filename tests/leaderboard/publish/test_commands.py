"""The commands of publishing: a key, a result, a check."""

import io
import stat
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings

from leaderboard.models import Publication, PublishedResult
from leaderboard.publish import publishing, signing
from tests.leaderboard.publish.cast import LATER, Scene
from tests.leaderboard.publish.test_publishing import stored


def said(*command: str) -> str:
    out = io.StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_a_key_is_made_once_and_only_its_owner_reads_it(signing_key: Path) -> None:
    assert "BEGIN PUBLIC KEY" in said("make_signing_key")
    assert stat.S_IMODE(signing_key.stat().st_mode) == 0o600
    before = signing_key.read_bytes()
    with pytest.raises(CommandError, match="never written over"):
        call_command("make_signing_key")
    assert signing_key.read_bytes() == before


def test_a_key_is_not_made_where_nothing_can_be_written(
    settings: pytest.MonkeyPatch,
) -> None:
    settings.SIGNING_KEY_FILE = Path("/proc/none/key.pem")  # type: ignore[attr-defined]
    with pytest.raises(CommandError):
        call_command("make_signing_key")


@pytest.mark.parametrize("text", ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n"])
def test_a_broken_key_signs_nothing(signing_key: Path, text: str) -> None:
    signing_key.write_text(text)
    with pytest.raises(signing.NoKey, match=r"signing\.pem"):
        signing.load()


def test_an_embedded_server_makes_its_own_key(signing_key: Path) -> None:
    with override_settings(EMBEDDED=True):
        first = signing.public(signing.load())
    assert stat.S_IMODE(signing_key.stat().st_mode) == 0o600
    assert signing.public(signing.load()) == first


def test_production_without_a_key_publishes_nothing(played: Scene, signing_key: Path) -> None:
    row = played.publication()
    signing_key.unlink()
    with override_settings(EMBEDDED=False), pytest.raises(publishing.Refusal) as refused:
        publishing.publish_as(row, publishing.People("lin", "chen"), LATER)
    assert refused.value.code == "no_key"
    assert not PublishedResult.objects.exists()


def test_two_named_people_publish_by_command(played: Scene) -> None:
    told = said("publish_result", "demo", "--by", "林", "--confirmed-by", "陈")
    result = PublishedResult.objects.get()
    assert result.sha256 in told
    assert said("verify_result", "--contest", "2026") == "same\n"


@pytest.mark.parametrize("people", [[], ["--by=林"], ["--by=林", "--confirmed-by=林"]])
def test_without_two_people_it_only_counts(played: Scene, people: list[str]) -> None:
    assert "not published" in said("publish_result", "demo", *people)
    assert not PublishedResult.objects.exists()
    assert not Publication.objects.exclude(state="dropped").exists()


def test_a_round_that_does_not_exist_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="no round 'none'; there are: none"):
        call_command("publish_result", "none")


def test_a_downloaded_result_is_checked_without_a_database(played: Scene, tmp_path: Path) -> None:
    files = stored(played.published(), tmp_path)
    there = [f"--{name}={files[name]}" for name in ("answers", "persons")]
    assert said("verify_result", str(files["result"]), *there) == "same\n"
    text = files["result"].read_text("utf-8").replace('"annulled":0', '"annulled":1')
    files["result"].write_text(text, "utf-8")
    with pytest.raises(CommandError, match="3 differences"):
        call_command("verify_result", str(files["result"]), *there, stdout=io.StringIO())


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"body":{}}', "null", "\ud800"])
def test_what_is_no_result_is_told(tmp_path: Path, text: str) -> None:
    path = tmp_path / "result.json"
    path.write_bytes(text.encode(errors="surrogatepass"))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("verify_result", str(path))


def test_nothing_to_check_is_told(db: None) -> None:
    with pytest.raises(CommandError, match="name a file"):
        call_command("verify_result")
    with pytest.raises(CommandError, match="no such contest"):
        call_command("verify_result", "--contest", "none")


@pytest.mark.parametrize("named", [(), ("nowhere",)])
def test_a_round_that_is_none_is_answered_by_those_there_are(
    played: Scene, named: tuple[str, ...]
) -> None:
    with pytest.raises(CommandError, match=f"there are: .*{played.round.code}"):
        call_command("publish_result", *named)

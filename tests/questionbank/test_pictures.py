"""The pages of pictures: who may send one, and what a reader gets."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from questionbank import grants, images
from questionbank.models import Picture, Role
from tests.questionbank.picture_files import colourful, saved

pytestmark = pytest.mark.django_db
JPEG = saved(colourful(700, 300), "JPEG")


@pytest.fixture(autouse=True)
def folder(settings: Settings, tmp_path: Path) -> None:
    settings.PICTURES_DIR = tmp_path


@pytest.fixture
def author(client: Client) -> Client:
    chen = User.objects.create_user("chen")
    grants.give(chen, Role.AUTHOR, "440000/440100", by=None)
    client.force_login(chen)
    return client


def test_a_picture_sent_as_it_is_can_be_seen_at_once(author: Client) -> None:
    answer = author.post(reverse("bank-picture"), JPEG, content_type="image/jpeg")
    told = answer.json()
    assert (answer.status_code, told["width"], told["height"]) == (200, 700, 300)
    shown = Client().get(told["src"])
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    assert shown.content[8:12] == b"WEBP"


def test_a_picture_sent_by_a_form_is_the_same_whatever_its_name(author: Client) -> None:
    names = ("a.jpg", "../../evil.html", "x" * 300 + ".php")
    digests = set()
    for name in names:
        file = SimpleUploadedFile(name, JPEG, "text/html")
        digests.add(author.post(reverse("bank-picture"), {"file": file}).json()["digest"])
    assert digests == {Picture.objects.get().digest}


@pytest.mark.parametrize("sent", [b"", b"<svg/>", bytes(images.MOST_BYTES + 5)])
def test_what_is_no_picture_is_refused_with_a_reason(author: Client, sent: bytes) -> None:
    answer = author.post(reverse("bank-picture"), sent, content_type="image/png")
    assert answer.status_code == 400
    assert answer.json()["message"]
    assert not Picture.objects.exists()


def test_a_form_without_a_file_is_refused(author: Client) -> None:
    assert author.post(reverse("bank-picture"), {"file": "words"}).status_code == 400


def test_only_authors_send_pictures() -> None:
    stranger = Client()
    stranger.force_login(User.objects.create_user("li"))
    for client in (Client(), stranger):
        answer = client.post(reverse("bank-picture"), JPEG, content_type="image/jpeg")
        assert answer.status_code in (302, 403)
    assert not Picture.objects.exists()


def test_a_picture_may_be_kept_for_ever_and_taken_for_nothing_else() -> None:
    picture = images.store(JPEG, None)
    for width in picture.widths:
        shown = Client().get(images.address(picture, width))
        assert "immutable" in shown["Cache-Control"]
        assert shown["X-Content-Type-Options"] == "nosniff"
        assert "Set-Cookie" not in shown


def test_an_address_has_the_width_asked_for_or_the_widest() -> None:
    picture = images.store(JPEG, None)
    found = [re.findall(r"-(\d+)\.webp$", images.address(picture, w)) for w in (1, 321, 5000)]
    assert found == [["320"], ["640"], ["700"]]


@pytest.mark.parametrize(
    "path",
    [
        "{name}-321.webp",
        "{name}-320.png",
        "{other}-320.webp",
        "{digest}-320.webp",
        "../{name}-320.webp",
        "{name}-320.webp%00",
        "%2e%2e%2fsecret_key",
        "",
    ],
)
def test_nothing_else_is_served_from_the_folder(path: str) -> None:
    picture = images.store(JPEG, None)
    words = {"name": picture.name, "other": "0" * 32, "digest": picture.digest}
    assert Client().get("/pictures/" + path.format(**words)).status_code == 404

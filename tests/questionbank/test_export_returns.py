"""An export of ours that nobody touched changes nothing when it comes back."""

from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from questionbank import desk, exporting, images, importing
from questionbank.desk import Wanted
from questionbank.formats import registry
from questionbank.formats.found import Options
from questionbank.models import Question
from questionbank.rules.question import Draft, Image, Text
from tests.questionbank.picture_files import colourful, saved
from tests.questionbank.test_grants import COUNTY, person

pytestmark = [pytest.mark.slow, pytest.mark.django_db]


@pytest.mark.parametrize("name", ["sheet", "jsonl", "moodle", "qti"])
def test_pictures_come_back_as_the_ones_that_are_there(
    settings: Settings, tmp_path: Path, name: str
) -> None:
    settings.PICTURES_DIR = tmp_path
    chen = person("chen", ("author", COUNTY))
    first, second = (
        images.store(saved(colourful(size, 30), "PNG"), chen).digest for size in (40, 50)
    )
    draft = Draft(
        "single",
        Text("下图是什么？", "What is this?"),
        Text("因为如此。"),
        Text("课本"),
        (Text("甲", "A"), Text("乙", "B")),
        key=(0,),
        picture=Image(first, Text("一片彩色", "Many colours")),
        option_pictures=(Image(second, Text("另一片", "More")), None),
    )
    desk.create(Wanted(draft), by=chen, scope=COUNTY)
    form = registry.named(name)
    assert form is not None
    data = b"".join(exporting.write(form, Question.objects.all()))
    batch = importing.preview(data, Options(f"题.{form.extension}"), by=chen, scope=COUNTY)
    assert batch.rows.get().outcome == "same"
    importing.accept(batch, by=chen, now=timezone.localtime())
    assert Question.objects.get().versions.count() == 1


@pytest.mark.parametrize(("name", "loses"), [("gift", "配对题右列的英文"), ("jsonl", "")])
def test_what_a_format_leaves_out_is_said_before(client: Client, name: str, loses: str) -> None:
    chen = person("chen", ("author", COUNTY))
    client.force_login(chen)
    draft = Draft("truefalse", Text("太阳是恒星。", "The Sun is a star."), key=(0,))
    desk.create(Wanted(draft), by=chen, scope=COUNTY)
    shown = client.get(reverse("bank-export"), {"format": name}).content.decode()
    assert ("这种格式不写入" in shown) is bool(loses)
    assert loses in shown

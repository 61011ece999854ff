"""Questions stored before learn their newest version, which was the one in use, and their words."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery

from questionbank.rules.alike import folded

WORDS = ("stem_zh", "stem_en", "explanation_zh", "explanation_en", "source_zh", "source_en")


def point(apps: Any, _schema: Any) -> None:
    question, version, option = (
        apps.get_model("questionbank", name) for name in ("Question", "QuestionVersion", "Option")
    )
    newest = version.objects.filter(question=OuterRef("pk")).order_by("-number").values("pk")[:1]
    question.objects.update(newest=Subquery(newest))
    in_use = question.objects.filter(status__in=["approved", "live", "retired"])
    in_use.update(approved=Subquery(newest))
    for one in question.objects.exclude(newest=None).select_related("newest").iterator():
        options = option.objects.filter(version=one.newest_id).values_list("text_zh", "text_en")
        texts = [getattr(one.newest, name) for name in WORDS] + [t for o in options for t in o]
        words = folded("\n".join([one.ref, *filter(None, texts)]))
        question.objects.filter(pk=one.pk).update(sought=words)


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0002_workbench")]
    operations = [migrations.RunPython(point, migrations.RunPython.noop)]

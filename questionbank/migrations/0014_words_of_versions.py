"""Versions stored before learn what a search looks through in them, the newest from its question."""

from typing import Any

from django.db import migrations, models
from django.db.models import F, OuterRef, Subquery

from questionbank.rules.alike import folded

WORDS = ("stem_zh", "stem_en", "explanation_zh", "explanation_en", "source_zh", "source_en")


def learn(apps: Any, _schema: Any) -> None:
    names = ("Question", "QuestionVersion", "Option")
    question, version, option = (apps.get_model("questionbank", name) for name in names)
    words = Subquery(question.objects.filter(newest=OuterRef("pk")).values("sought"))
    newest = version.objects.filter(pk=F("question__newest")).values("pk")
    version.objects.filter(pk__in=newest).update(sought=words)
    older = version.objects.exclude(pk=F("question__newest")).select_related("question")
    for one in older.iterator():
        options = option.objects.filter(version=one.pk).values_list("text_zh", "text_en")
        texts = [getattr(one, name) for name in WORDS] + [t for both in options for t in both]
        extra = one.extra or {}
        texts += [*(t for both in extra.get("targets", ()) for t in both), *extra.get("accepted", ())]
        found = folded("\n".join([one.question.ref, *filter(None, texts)]))
        version.objects.filter(pk=one.pk).update(sought=found)


class Migration(migrations.Migration):
    dependencies = [("questionbank", "0013_errands")]
    operations = [
        migrations.AddField(
            model_name="questionversion",
            name="sought",
            field=models.TextField(blank=True, default="", editable=False),
        ),
        migrations.AddIndex(
            model_name="question",
            index=models.Index(fields=["change"], name="question_change"),
        ),
        migrations.RunPython(learn, migrations.RunPython.noop),
    ]

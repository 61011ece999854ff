"""Changes to many questions at once, kept so that each can be taken back."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from questionbank.models.questions import Question, QuestionVersion
from questionbank.models.tags import Tag


class Outcome(models.TextChoices):
    """What accepting an import does, or did, with a row."""

    NEW = "new", _lazy("新增")
    CHANGED = "changed", _lazy("修改")
    SAME = "same", _lazy("已有")
    LIKE = "like", _lazy("疑似重复")
    WRONG = "wrong", _lazy("有误")
    LEFT = "left", _lazy("不导入")


class Batch(models.Model):
    """One imported file: read and shown first, stored whole or not at all, undone within a day."""

    class State(models.TextChoices):
        READING = "reading", _lazy("正在读取")
        PREVIEW = "preview", _lazy("待确认")
        STORED = "stored", _lazy("已导入")
        UNDONE = "undone", _lazy("已撤销")

    name = models.CharField(_lazy("文件"), max_length=200)
    format = models.CharField(_lazy("格式"), max_length=20)
    digest = models.CharField(max_length=64, db_index=True)
    scope = models.CharField(_lazy("地区"), max_length=80)
    state = models.CharField(max_length=8, choices=State.choices, default=State.PREVIEW)
    # What was guessed about the file, and notes that belong to no row.
    about = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(_lazy("时间"), auto_now_add=True)
    stored_at = models.DateTimeField(null=True, blank=True)
    # How far reading is.
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _lazy("导入批次")
        verbose_name_plural = _lazy("导入批次")
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.name}"

    @property
    def failed(self) -> bool:
        """Whether reading it came to nothing: no rows, and no columns that its editor may name."""
        nothing = not self.total and not self.about.get("headers")
        return self.state == self.State.PREVIEW and nothing

    @property
    def stand(self) -> tuple[str, str]:
        """How it stands, as a class of styles and in words."""
        if self.failed:
            return "failed", _("未能读取")
        working = {"storing": _("正在导入"), "undoing": _("正在撤销")}
        if doing := working.get(self.about.get("doing", "")):
            return self.State.READING, doing
        return self.state, str(self.State(self.state).label)


class BatchFile(models.Model):
    """The file of a batch as it was sent, to be read again when an editor says more about it.

    `options` holds `format` (forced, or empty), `columns` and `truth` of formats.found.Options.
    """

    batch = models.OneToOneField(Batch, models.CASCADE, related_name="file")
    data = models.BinaryField()
    options = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.batch_id)


class KnownLabel(models.Model):
    """What one editor means by a word in files: the tag it stands for, or none to ignore it."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    word = models.CharField(max_length=80)
    tag = models.ForeignKey(Tag, models.CASCADE, null=True, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["user", "word"], name="label_once_per_user")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.word}"


class Withdrawn(Question):
    """A question that goes away with the import that brought it: deleted with many others, and
    without a signal for each, of which the history listens to those of Question itself."""

    class Meta:
        proxy = True
        default_permissions = ()

    def __str__(self) -> str:
        return self.ref


class BatchRow(models.Model):
    """A question of an imported file. `before` = the newest version it had before the import."""

    batch = models.ForeignKey(Batch, models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    where = models.CharField(max_length=80)
    outcome = models.CharField(max_length=8, choices=Outcome.choices)
    draft = models.JSONField(null=True, blank=True)
    notes = models.JSONField(default=list)
    question = models.ForeignKey(Question, models.SET_NULL, null=True, blank=True, related_name="+")
    before = models.ForeignKey(
        QuestionVersion, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering: ClassVar = ["batch", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["batch", "number"], name="row_once_per_batch")
        ]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.number} {self.outcome}"


class Act(models.Model):
    """One change made to a whole filter: `what` it was, and whether it was taken back."""

    what = models.JSONField(default=dict)
    query = models.CharField(max_length=500, blank=True)
    count = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk} {self.what}"


class ActItem(models.Model):
    """One question of an act: how it was `before`, how the act left it, and which step that was."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="items")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    before = models.JSONField(default=dict)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["act", "question"], name="item_once_per_act")
        ]

    def __str__(self) -> str:
        return f"{self.act_id}:{self.question_id}"

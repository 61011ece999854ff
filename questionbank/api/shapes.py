"""The bodies of the bank's REST interface: parsed by msgspec, described for OpenAPI."""

from datetime import date
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType
from rest_framework import exceptions, serializers
from rest_framework.serializers import Serializer

from questionbank import places
from questionbank.rules.question import Draft
from questionbank.rules.workflow import ACTS

T = TypeVar("T", bound=Struct)
TagPair = tuple[Annotated[str, Meta(max_length=16)], Annotated[str, Meta(max_length=16)]]


class QuestionBody(Struct, forbid_unknown_fields=True):
    """What a question shall be. `revision` is what the sender read; needed to change one."""

    draft: Draft
    tags: Annotated[list[TagPair], Meta(max_length=60)] = []
    note: Annotated[str, Meta(max_length=1000)] | UnsetType = UNSET
    expires_on: date | UnsetType | None = UNSET
    author_zh: Annotated[str, Meta(max_length=80)] | UnsetType = UNSET
    author_en: Annotated[str, Meta(max_length=160)] | UnsetType = UNSET
    licence: Annotated[str, Meta(min_length=1, max_length=40)] | UnsetType = UNSET
    scope: Annotated[str, Meta(pattern=places.SHAPE, max_length=places.LONGEST)] = ""
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)] = 0
    same_item: bool = False


class ActBody(Struct, forbid_unknown_fields=True):
    """One step of the workflow."""

    act: Annotated[str, Meta(max_length=20)]
    revision: Annotated[int, Meta(ge=0, le=2**31 - 1)]
    reason: Annotated[str, Meta(max_length=1000)] = ""
    to: Annotated[str, Meta(max_length=80)] = ""


class AcceptBody(Struct, forbid_unknown_fields=True):
    """What of a batch is left out: outcomes such as "wrong" and "like"."""

    without: Annotated[list[Annotated[str, Meta(max_length=8)]], Meta(max_length=8)] = []


def parsed(data: Any, shape: type[T]) -> T:
    """The body in its shape. Raises ParseError naming the place of what does not fit."""
    try:
        return msgspec.convert(data, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise exceptions.ParseError(str(error)) from error


class TextShape(Serializer[None]):
    zh = serializers.CharField(allow_blank=True)
    en = serializers.CharField(allow_blank=True, required=False)


class EstimateShape(Serializer[None]):
    value = serializers.IntegerField()
    near = serializers.IntegerField()
    far = serializers.IntegerField()
    least = serializers.IntegerField()
    most = serializers.IntegerField()
    unit = TextShape()


class AreaShape(Serializer[None]):
    shape = serializers.ChoiceField(["rect", "circle", "poly"])
    numbers = serializers.ListField(child=serializers.IntegerField())


class ImageShape(Serializer[None]):
    digest = serializers.CharField()
    alt = TextShape(required=False)


class DraftShape(Serializer[None]):
    """The words of a question; `key` and `fixed` hold places of options from 0."""

    kind = serializers.CharField()
    stem = TextShape()
    explanation = TextShape(required=False)
    source = TextShape(required=False)  # type: ignore[assignment]
    options = TextShape(many=True, required=False)
    fixed = serializers.ListField(child=serializers.IntegerField(), required=False)
    key = serializers.ListField(child=serializers.IntegerField(), required=False)
    estimate = EstimateShape(allow_null=True, required=False)
    targets = TextShape(many=True, required=False)
    accepted = serializers.ListField(child=serializers.CharField(), required=False)
    areas = AreaShape(many=True, required=False)
    picture = ImageShape(allow_null=True, required=False)
    option_pictures = serializers.ListField(child=ImageShape(allow_null=True), required=False)


class QuestionShape(Serializer[None]):
    id = serializers.IntegerField()
    ref = serializers.CharField()
    status = serializers.CharField()
    change = serializers.CharField(allow_blank=True)
    scope = serializers.CharField()
    home = serializers.CharField()
    version = serializers.IntegerField(allow_null=True, help_text="number of the version shown")
    revision = serializers.IntegerField()
    tags = serializers.ListField(child=serializers.ListField(child=serializers.CharField()))
    note = serializers.CharField(allow_blank=True)
    expires_on = serializers.DateField(allow_null=True)
    author_zh = serializers.CharField(allow_blank=True)
    author_en = serializers.CharField(allow_blank=True)
    licence = serializers.CharField()
    held = serializers.BooleanField(
        help_text="a round or hall that is not over asks it: until then the draft comes without "
        "key, estimate, accepted, areas and explanation, and the options and targets of an "
        "ordering or a matching sorted by their texts, but to the province"
    )
    draft = DraftShape(allow_null=True)


class QuestionBodyShape(Serializer[None]):
    draft = DraftShape()
    tags = serializers.ListField(
        child=serializers.ListField(child=serializers.CharField()), required=False
    )
    note = serializers.CharField(allow_blank=True, required=False)
    expires_on = serializers.DateField(allow_null=True, required=False)
    author_zh = serializers.CharField(allow_blank=True, required=False)
    author_en = serializers.CharField(allow_blank=True, required=False)
    licence = serializers.CharField(required=False, min_length=1, max_length=40)
    scope = serializers.CharField(required=False, help_text="of a new question: whose bank")
    revision = serializers.IntegerField(
        required=False, min_value=0, help_text="what was read; to change one"
    )
    same_item = serializers.BooleanField(required=False)


class ActShape(Serializer[None]):
    act = serializers.ChoiceField([*ACTS, "offer"])
    revision = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    reason = serializers.CharField(allow_blank=True, required=False, max_length=1000)
    to = serializers.CharField(allow_blank=True, required=False, max_length=80)


class PageShape(Serializer[None]):
    """`next`: the `after` of the next page, null on the last."""

    total = serializers.IntegerField()
    next = serializers.IntegerField(allow_null=True)
    questions = QuestionShape(many=True)


class TagShape(Serializer[None]):
    facet = serializers.CharField()
    code = serializers.CharField()
    parent = serializers.CharField(allow_null=True)  # type: ignore[assignment]
    name_zh = serializers.CharField()
    name_en = serializers.CharField()


class FaultShape(Serializer[None]):
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()


class BankErrorShape(Serializer[None]):
    """The description names a shape by its class: `ErrorShape` is that of contestants."""

    code = serializers.CharField()
    message = serializers.CharField()
    faults = FaultShape(many=True, required=False)
    revision = serializers.IntegerField(required=False)
    question = QuestionShape(required=False, help_text="with 409: as it is now")


class AcceptShape(Serializer[None]):
    without = serializers.ListField(child=serializers.CharField(), required=False)


class NoteShape(Serializer[None]):
    """One thing that was dropped, guessed or wrong."""

    level = serializers.CharField(help_text="error, warning or info")
    code = serializers.CharField()
    field = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    detail = serializers.CharField(allow_blank=True)


class BatchRowShape(Serializer[None]):
    number = serializers.IntegerField()
    where = serializers.CharField(allow_blank=True)
    outcome = serializers.CharField()
    notes = NoteShape(many=True)


class BatchShape(Serializer[None]):
    """An imported file: `counts` by outcome, and the first 500 rows that say something."""

    id = serializers.IntegerField()
    name = serializers.CharField()
    format = serializers.CharField(allow_blank=True)
    scope = serializers.CharField()
    state = serializers.CharField()
    doing = serializers.ChoiceField(
        ["", "reading", "storing", "undoing"], help_text="what a process is at, or will be"
    )
    done = serializers.IntegerField(help_text="rows read so far")
    total = serializers.IntegerField(help_text="rows of the file")
    why = serializers.CharField(help_text="why nothing was stored or taken back", allow_blank=True)
    counts = serializers.DictField(child=serializers.IntegerField())
    notes = NoteShape(many=True)
    rows = BatchRowShape(many=True)

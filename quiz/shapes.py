"""The bodies of the REST interface, as the OpenAPI schema shows them."""

from rest_framework import serializers
from rest_framework.serializers import Serializer

from quiz.rules.names import LONGEST_RAW


class JoinShape(Serializer[None]):
    """`once`: any 20 to 64 random letters; sending them again finds the same contestant."""

    contest = serializers.CharField(max_length=60, trim_whitespace=False)
    nickname = serializers.CharField(allow_blank=True, trim_whitespace=False)
    region = serializers.CharField(max_length=12)
    cohort = serializers.CharField(max_length=16)
    unit = serializers.CharField(max_length=LONGEST_RAW, allow_blank=True, default="")
    under14 = serializers.BooleanField(default=False)
    guardian = serializers.BooleanField(default=False)
    once = serializers.RegexField(r"^[A-Za-z0-9_-]{20,64}\Z", default="", allow_blank=True)


class MeShape(Serializer[None]):
    nickname = serializers.CharField()
    contest = serializers.CharField()
    region = serializers.CharField()
    cohort = serializers.CharField()
    unit = serializers.CharField(allow_blank=True)


class HomeShape(Serializer[None]):
    """Where somebody lives from now on; papers opened before keep the region they had."""

    region = serializers.CharField(max_length=12)
    cohort = serializers.CharField(max_length=16)


class JoinedShape(MeShape):
    """`token` is shown this once; the server keeps only its hash."""

    token = serializers.CharField()


class TicketShape(Serializer[None]):
    """`sitting`: the six digits of a hall; without it the link leads to the contest's own page."""

    sitting = serializers.RegexField(r"^[0-9]{6}\Z", required=False)


class DrawingShape(Serializer[None]):
    size = serializers.IntegerField(help_text="width and height of the drawing")
    path = serializers.CharField(help_text="its black modules as the d of an SVG path")


class MoveShape(Serializer[None]):
    url = serializers.CharField(help_text="good once, for five minutes")
    qr = DrawingShape()


class MovedShape(MeShape):
    """`round`: whose paper is open; null = of none."""

    round = serializers.CharField(allow_null=True)


class RedeemShape(Serializer[None]):
    """`token`: 32 to 100 random letters chosen by the new phone."""

    ticket = serializers.CharField(max_length=200)
    token = serializers.RegexField(r"^[A-Za-z0-9_-]{32,100}\Z")


class ExtensionShape(Serializer[None]):
    """More time that a round was given, and why. Moments in milliseconds since 1970 UTC."""

    at = serializers.IntegerField(help_text="when it was given")
    was = serializers.IntegerField(help_text="the end until then")
    closes_at = serializers.IntegerField(help_text="the end from then on")
    reason = serializers.CharField()


class RoundShape(Serializer[None]):
    code = serializers.CharField()
    title = serializers.CharField()
    ranked = serializers.BooleanField()
    opens_at = serializers.IntegerField(help_text="milliseconds since 1970 UTC")
    closes_at = serializers.IntegerField(allow_null=True, help_text="null: never")
    extended = ExtensionShape(many=True, help_text="oldest first")
    questions = serializers.IntegerField()
    question_ms = serializers.IntegerField(help_text="0: no limit")
    total_ms = serializers.IntegerField(help_text="0: no limit")
    full = serializers.IntegerField()
    reveal = serializers.CharField(help_text="each, end or closed")
    tries_per_day = serializers.IntegerField(help_text="0: no limit")
    tries_total = serializers.IntegerField(help_text="0: no limit")


class ContestShape(Serializer[None]):
    code = serializers.CharField()
    title = serializers.CharField()
    region = serializers.CharField()
    rounds = RoundShape(many=True)


class ResultShape(Serializer[None]):
    attempt = serializers.IntegerField()
    score = serializers.IntegerField()
    full = serializers.IntegerField()
    right = serializers.IntegerField()
    of = serializers.IntegerField()
    took_ms = serializers.IntegerField()
    band = serializers.CharField(allow_null=True)
    review = serializers.BooleanField()
    void = serializers.BooleanField(required=False, help_text="true: annulled, counts nowhere")


class AppealShape(Serializer[None]):
    """What one says against the annulment of one's own attempt; nothing is refused as `empty`."""

    text = serializers.CharField(max_length=500, allow_blank=True)


class AppealedShape(Serializer[None]):
    """`answer` is empty until there is one; moments in milliseconds since 1970 UTC."""

    text = serializers.CharField()
    at = serializers.IntegerField()
    answer = serializers.CharField(allow_blank=True)


class AnnulmentShape(Serializer[None]):
    """Whether an attempt is annulled now, why, and what was said against it. Reason, note and
    moment are those of the last step; a step that restored has its own."""

    annulled = serializers.BooleanField()
    reason = serializers.CharField(allow_blank=True)
    note = serializers.CharField(allow_blank=True)
    at = serializers.IntegerField(allow_null=True)
    appeals = AppealedShape(many=True)


class ReportShape(Serializer[None]):
    """What is wrong with the question of `slot` in one's own `attempt`."""

    attempt = serializers.IntegerField(min_value=1, max_value=2**63 - 1)
    slot = serializers.IntegerField(min_value=0, max_value=99)
    why = serializers.ChoiceField(
        choices=["key", "unclear", "typo", "outdated", "picture", "other"]
    )
    text = serializers.CharField(max_length=300, allow_blank=True, default="")


class ReportedShape(Serializer[None]):
    """What one said, and what editors answered; empty until they did."""

    why = serializers.CharField()
    answer = serializers.CharField(allow_blank=True)


class ReviewedShape(Serializer[None]):
    """`q` is the question as it was shown; `key` and `choice` hold its option numbers.

    The last seven are there for those questions that have them (docs/protocol.md).
    """

    slot = serializers.IntegerField()
    q = serializers.DictField()
    order = serializers.ListField(child=serializers.IntegerField())
    key = serializers.ListField(child=serializers.IntegerField())
    choice = serializers.ListField(child=serializers.IntegerField())
    points = serializers.IntegerField()
    took_ms = serializers.IntegerField()
    why = serializers.CharField()
    source = serializers.CharField()  # type: ignore[assignment]
    target_order = serializers.ListField(child=serializers.IntegerField(), required=False)
    text = serializers.CharField(required=False, allow_blank=True)
    accepted = serializers.ListField(child=serializers.CharField(), required=False)
    areas = serializers.ListField(child=serializers.ListField(), required=False)
    rich = serializers.DictField(required=False)
    ruling = serializers.DictField(required=False, help_text="kind, note, keys")
    report = ReportedShape(required=False)


class ReviewShape(Serializer[None]):
    result = ResultShape()
    questions = ReviewedShape(many=True)


class ErrorShape(Serializer[None]):
    """What is not always there is there where it says more than the code does."""

    code = serializers.CharField()
    message = serializers.CharField(help_text="for people, in the language of the request")
    field = serializers.CharField(required=False, help_text="the field to mend")
    retry_ms = serializers.IntegerField(required=False, help_text="the same may do after that time")
    choices = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="of bad_region: codes to choose"
    )
    opens_at = serializers.IntegerField(required=False, help_text="of not_yet (ms), when known")

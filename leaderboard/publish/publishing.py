"""The verbs: begin, give up, publish. Two people, one chain, nothing changed afterwards.

Source: contest regulations, section 12.3.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leaderboard import freezing
from leaderboard.models import Publication, PublishedResult
from leaderboard.models.results import State
from leaderboard.publish import holding, pseudonyms, resting, signing, standing
from leaderboard.rules import canonical, invariants
from questionbank.rulings import last_number
from quiz import plan as plans
from quiz.models import Round
from quiz.rules import formats
from quiz.rules.units import Millis

LONGEST_REASON = 300
WORDS: dict[str, str | Promise] = {
    "unranked": _("这个轮次没有榜单，不能公布成绩。"),
    "unprepared": _("这个轮次还没有准备卷册。"),
    "under_way": _("这个轮次已经有一份正在核算或待确认。"),
    "reason": _("更正已公布的成绩，须写明理由（1 至 300 字）。"),
    "own": _("须由提出者以外的人确认。"),
    "not_ready": _("这一份已经公布、放弃，或还不能公布。"),
    "stale": _("核算之后成绩又有变动，请重新核算。"),
    "no_key": _("服务器没有签名密钥，请管理员运行 make_signing_key。"),
    "typed": _("请照样输入确认的文字。"),
    "simulated": _("有模拟选手计入成绩：请看清人数，勾选之后再公布。"),
    "gone": _("这个榜单已经不在了。"),
    "not_award": _("只有优秀组织奖和跨轮次的个人榜可以单独公布。"),
    "kind": _("这个代码已经公布过另一种榜单，请用另一个代码。"),
    "part": _("只能公布全大赛、不分人群的赛季榜。"),
    "one_round": _("赛季榜须取两个以上成绩可以相加的轮次。"),
    "several": _("跨几个轮次的奖还不能公布：只能公布取一个轮次的奖。"),
    "window": _("只计某一时段的榜单不能公布：所依据的成绩不分时段。"),
    "no_base": _("须先公布所依据的轮次的成绩。"),
}


class Refusal(Exception):
    """Nothing was published; `code` is one of WORDS."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code

    @property
    def words(self) -> str:
        return str(WORDS[self.code])


@dataclass(frozen=True, slots=True)
class People:
    """Who proposed and who confirmed, as the archive names them."""

    prepared: str
    published: str


def begin(
    round_: Round, *, by: User | None, reason: str, now: Millis, here: bool = False
) -> Publication:
    """A publication to be counted in the background, or (with `here`) by this very process: then
    no other takes it. Where the round has a result already it is a correction, and wants a reason.
    Raises Refusal."""
    _check(round_)
    return _begin(round_, "", by=by, reason=reason, now=now, here=here)


def begin_board(
    contest: str, board: str, *, by: User | None, reason: str, now: Millis, here: bool = False
) -> Publication:
    """The same for the contest's board of that code, which rests on its rounds' results."""
    try:
        rest = resting.find(contest, board)
    except resting.Unfit as unfit:
        raise Refusal(unfit.code) from unfit
    return _begin(rest.round, board, by=by, reason=reason, now=now, here=here)


def _begin(
    round_: Round, board: str, *, by: User | None, reason: str, now: Millis, here: bool
) -> Publication:
    corrects, reason = holding.latest(round_, board), " ".join(reason.split())
    if corrects and not 0 < len(reason) <= LONGEST_REASON:
        raise Refusal("reason")
    secret = corrects.publication.secret if corrects else ""
    with transaction.atomic():
        Round.objects.select_for_update().get(pk=round_.pk)
        if holding.under_way(round_, board):
            raise Refusal("under_way")
        return Publication.objects.create(
            round=round_,
            board=board,
            beat_at=now if here else 0,
            secret=secret or pseudonyms.new(),
            corrects=corrects,
            reason=reason if corrects else "",
            prepared_by=by,
            prepared_at=now,
        )


def _check(round_: Round) -> None:
    if not formats.read(round_.format).ranked:
        raise Refusal("unranked")
    try:
        plans.load(round_.code)
    except plans.Unprepared as error:
        raise Refusal("unprepared") from error


def drop(publication: Publication) -> None:
    """Give a publication up. Raises Refusal when it is published or given up already."""
    open_ = Publication.objects.exclude(state__in=(State.PUBLISHED, State.DROPPED))
    if not open_.filter(pk=publication.pk).update(state=State.DROPPED):
        raise Refusal("not_ready")


def publish(publication: Publication, *, by: User, now: Millis) -> PublishedResult:
    """Sign and publish what was counted. Raises Refusal, for who prepared it, too."""
    prepared = publication.prepared_by
    if prepared is None or prepared.pk == by.pk:
        raise Refusal("own")
    return publish_as(publication, People(prepared.username, by.username), now)


def publish_as(publication: Publication, who: People, now: Millis) -> PublishedResult:
    """Sign and publish for these people. Raises Refusal; of two at once one publishes."""
    try:
        with transaction.atomic():
            return _publish(publication, who, now)
    except IntegrityError as error:  # another result of the contest took the number
        raise Refusal("stale") from error


def _publish(publication: Publication, who: People, now: Millis) -> PublishedResult:
    row = Publication.objects.select_for_update().get(pk=publication.pk)
    if row.state != State.READY:
        raise Refusal("not_ready")
    contest, corrects = row.round.contest, row.corrects
    _still(row, now)
    before = PublishedResult.objects.filter(contest=contest).order_by("number").last()
    if holding.latest(row.round, row.board) != corrects:
        raise Refusal("stale")
    body = _body(row, before, now)
    row.state, row.body = State.PUBLISHED, body
    row.save(update_fields=["state", "body"])
    if not row.board:
        freezing.lift(row.round, by=None, now=now)
    return PublishedResult.objects.create(
        publication=row,
        contest=contest,
        round=row.round,
        board=row.board,
        number=body["number"],
        **_signed(canonical.encode(body)),
        previous=before,
        corrects=corrects,
        version=row.stand["version"],
        published_at=now,
        prepared_by=who.prepared,
        published_by=who.published,
    )


def _signed(text: bytes) -> dict[str, Any]:
    """The text with its hash, its signature and the key that made it. Raises Refusal `no_key`."""
    try:
        key = signing.load()
    except signing.NoKey as error:
        raise Refusal("no_key") from error
    return {
        "body": text.decode(),
        "sha256": hashlib.sha256(text).hexdigest(),
        "signature": signing.sign(key, text),
        "key": signing.public(key),
    }


def _still(row: Publication, now: Millis) -> None:
    """Nothing has changed since the counting, and nothing new waits for a decision."""
    if row.board:
        if not resting.still(row, now):
            raise Refusal("stale")
        return
    round_, root = row.round, row.round.contest.region.path
    state = standing.state(round_, plans.load(round_.code), root, now)
    later = row.stand["ruled"] != last_number() or standing.moved(round_, row.stand, now)
    if later or any(invariants.of_state(state)):
        raise Refusal("stale")


def _body(row: Publication, before: PublishedResult | None, now: Millis) -> dict[str, Any]:
    old = row.corrects
    return {
        **row.body,
        "number": before.number + 1 if before else 1,
        "published_at": now,
        "previous": before.sha256 if before else None,
        "corrects": _corrects(old, row.reason) if old else None,
    }


def _corrects(old: PublishedResult, reason: str) -> dict[str, Any]:
    return {"number": old.number, "sha256": old.sha256, "reason": reason}


def envelope(result: PublishedResult) -> bytes:
    """The result as a file: the signed text with hash, signature and key around it."""
    around = {
        "key": result.key,
        "key_id": signing.key_id(result.key),
        "sha256": result.sha256,
        "signature": result.signature,
    }
    rest = json.dumps(around, sort_keys=True, separators=(",", ":"))[1:]
    return f'{{"body":{result.body},{rest}\n'.encode()

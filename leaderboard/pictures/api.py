"""Taking a certificate over HTTP, with the phone's token."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from leaderboard.pictures import issuing
from leaderboard.projector import projector
from leaderboard.rules import certificates
from leaderboard.store import StoreAway
from quiz import clock
from quiz.api import Api, contestant
from quiz.shapes import ErrorShape

REASONS: dict[str, tuple[int, Any]] = {
    "no_such_round": (404, _("没有这个轮次，或者它没有榜单。")),
    "not_over": (409, _("本轮次还没有结束，结束后可以领取证书。")),
    "frozen": (409, _("成绩正在核对，公布后可以领取证书。")),
    "counting": (409, _("最后交上来的答卷还在计入，请过一分钟再领取证书。")),
    "no_result": (409, _("您在本轮次没有计入成绩的答卷，没有证书。")),
    "no_glyph": (409, _("昵称中有无法印出的字：%s。请联系组织者换一个写法。")),
    "busy": (503, _("榜单暂时不可用，请稍候。")),
}


class CertificateShape(serializers.Serializer[None]):
    """`code` in groups of four; `page` is where anybody can check it, the others are pictures."""

    code = serializers.CharField()
    page = serializers.CharField()
    picture = serializers.CharField()
    phone = serializers.CharField()


class CertificateView(Api):
    """The certificate of the contestant of the token."""

    @extend_schema(
        request=None,
        responses={
            200: CertificateShape,
            **{status: OpenApiResponse(ErrorShape) for status in (401, 404, 409, 503)},
        },
    )
    def post(self, request: Request, code: str) -> Response:
        """Take it; a second time it is the same one."""
        who = contestant(request)
        projector.settle(clock.now())
        ranked = projector.catalogue.codes.get(code)
        if ranked is None or ranked.contest != who.contest.code:
            return _refused("no_such_round")
        try:
            made = issuing.issue(projector, ranked, who, clock.now())
        except issuing.Unissued as error:
            return _refused(error.code, error.signs)
        except StoreAway:
            return _refused("busy")
        image = reverse("certificate-picture", args=[made.code])
        return Response(
            {
                "code": certificates.written(made.code),
                "page": reverse("certificate", args=[made.code]),
                "picture": image,
                "phone": f"{image}?shape=phone",
            }
        )


def _refused(code: str, signs: str = "") -> Response:
    status, words = REASONS[code]
    message = str(words) % signs if signs else str(words)
    answer = Response({"code": code, "message": message}, status=status)
    answer.exception = True
    return answer

"""The base of the bank's endpoints: who asks, what they may, and one shape for every error."""

import logging
from typing import Any, ClassVar

import msgspec
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, DataError
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.plumbing import build_bearer_security_scheme_object
from rest_framework import exceptions
from rest_framework.authentication import BaseAuthentication, SessionAuthentication
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from questionbank import filters, grants, tokens
from questionbank.access import REGISTER, name_of
from questionbank.copies import Copied
from questionbank.desk import Stale
from questionbank.messages import Refused
from questionbank.models import Question
from questionbank.refusals import NotTheirs

log = logging.getLogger(__name__)
MOST_BODY_BYTES = 256 * 1024
SAFE = ("GET", "HEAD", "OPTIONS")


class Bearer(BaseAuthentication):
    """`Authorization: Bearer qb_...`: a tool that acts as the token's owner."""

    def authenticate(self, request: Request) -> tuple[User, None] | None:
        scheme, _space, secret = str(request.headers.get("Authorization", "")).partition(" ")
        if scheme.lower() != "bearer":
            return None
        user = tokens.owner(secret.strip(), today=timezone.localdate())
        if user is None:
            raise exceptions.AuthenticationFailed
        return user, None

    def authenticate_header(self, _request: Request) -> str:
        return "Bearer"


class BearerDescribed(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]
    """`Bearer` in the description of the API: found there by its class alone."""

    target_class = Bearer
    name = "bank"

    def get_security_definition(self, auto_schema: Any) -> Any:
        return build_bearer_security_scheme_object("Authorization", "Bearer")


class Json(BaseParser):
    """JSON of bounded size: what is none is refused, never a server error."""

    media_type = "application/json"

    def parse(self, stream: Any, *_args: Any, **_kwargs: Any) -> Any:
        data = stream.read(MOST_BODY_BYTES + 1)
        if len(data) > MOST_BODY_BYTES:
            raise exceptions.ParseError(_("请求太大。"))
        try:
            return msgspec.json.decode(data)
        except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
            raise exceptions.ParseError(_("不是有效的 JSON。")) from error


class BankApi(APIView):
    """An endpoint. `verbs` says what reading and what changing needs; `question` in the address is
    looked up among what the asker may see, and `verb` checked for it."""

    authentication_classes = (Bearer, SessionAuthentication)
    permission_classes = ()
    parser_classes = (Json,)
    verbs: ClassVar[tuple[str, str]] = ("read", "write")

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        REGISTER[name_of(cls)] = cls.verbs

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if not getattr(request.user, "is_authenticated", False):
            raise exceptions.NotAuthenticated
        if not grants.anywhere(request.user, self.verbs[request.method not in SAFE]):
            raise PermissionDenied

    def filter(self, request: Request, *also: str) -> filters.Filter:
        """The filter of the address; 400 for what means nothing, instead of more than was meant."""
        if name := filters.unknown(request.query_params, also):
            raise exceptions.ParseError(f"no such filter or value - at `{name[:40]}`")
        return filters.read(request.query_params)

    def question(self, request: Request, pk: int, verb: str = "") -> Question:
        """The question, when the asker may see it (else 404) and may do `verb` to it (else 403)."""
        rows = grants.visible(request.user).select_related("newest", "approved")
        found: Question = get_object_or_404(rows, pk=pk)
        if verb and not grants.may(request.user, verb, found):
            raise PermissionDenied
        return found

    def handle_exception(self, exc: Exception) -> Response:
        status, body = _told(exc)
        if status == 500:
            raise exc
        if status == 503:
            log.error("the database did not answer", exc_info=exc)
        response = Response(body, status=status)
        if status == 401:
            response["WWW-Authenticate"] = "Bearer"
        response.exception = True
        return response


_PLAIN: list[tuple[tuple[type[Exception], ...], int, str, Any]] = [
    # Before the database's other errors: a value that no column holds, such as a NUL.
    ((DataError,), 400, "malformed", gettext_lazy("有数据库无法保存的字符或数字。")),
    ((exceptions.NotAuthenticated,), 401, "signed_out", gettext_lazy("请先登录。")),
    (
        (exceptions.AuthenticationFailed,),
        401,
        "bad_token",
        gettext_lazy("令牌无效，或者已经到期、撤销。"),
    ),
    (
        (PermissionDenied, exceptions.PermissionDenied),
        403,
        "forbidden",
        gettext_lazy("没有这项权限。"),
    ),
    ((Http404, exceptions.NotFound), 404, "not_found", gettext_lazy("没有找到。")),
    (
        (DatabaseError,),
        503,
        "unavailable",
        gettext_lazy("数据库暂时没有回应，请稍后再试。"),
    ),
]


def _told(error: Exception) -> tuple[int, dict[str, Any]]:
    """Status and body of an error: {code, message, faults?, revision?}; 500 for one of ours."""
    if isinstance(error, Copied):
        return 409, _faults("copy", error)
    if isinstance(error, Refused):
        theirs = isinstance(error, NotTheirs)
        return (403, _faults("forbidden", error)) if theirs else (400, _faults("refused", error))
    if isinstance(error, Stale):
        message = _("试题已被他人修改，请重新读取。")
        return 409, {"code": "stale", "message": message, "revision": error.question.revision}
    for kinds, status, code, words in _PLAIN:
        if isinstance(error, kinds):
            return status, {"code": code, "message": str(words)}
    if isinstance(error, exceptions.APIException):
        return error.status_code, {"code": "malformed", "message": str(error.detail)}
    return 500, {}


def _faults(code: str, refused: Refused) -> dict[str, Any]:
    faults = [{"field": fault.field, "message": fault.why} for fault in refused.faults]
    first = faults[0]["message"] if faults else _("被拒绝。")
    return {"code": code, "message": first, "faults": faults}

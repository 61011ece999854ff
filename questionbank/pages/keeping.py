"""What is typed is kept while it is not saved, for whoever typed it."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from questionbank import access, grants, scratch
from questionbank.access import allowed, editor
from questionbank.models import Question


@require_POST
@allowed("write")
def keep(request: HttpRequest) -> HttpResponse:
    """Keep what is typed (autosave), or forget it and others (`drop`)."""
    name, user = request.POST.get("name", ""), editor(request)
    if refusal := of_another(request):
        return refusal
    question = question_of(request)
    if request.POST.get("drop"):
        scratch.drop(user, *filter(scratch.valid, request.POST.getlist("name")[: scratch.MOST]))
        return HttpResponseRedirect(address(question))
    if not scratch.valid(name):
        return JsonResponse({"code": "name", "message": _("表单没有名称。")}, status=400)
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    form = data.urlencode()
    if len(form) > scratch.LONGEST:
        return JsonResponse({"code": "long", "message": _("文字太长")}, status=413)
    return JsonResponse({"kept": scratch.keep(user, name, form, question)})


def check_writer(request: HttpRequest) -> None:
    """Raises PermissionDenied when somebody else typed it."""
    if of_another(request):
        raise PermissionDenied


def of_another(request: HttpRequest) -> JsonResponse | None:
    """401 for what somebody else typed, in a tab from before the present user signed in."""
    user = editor(request)
    if request.POST.get("by", "") in ("", str(user.pk)):
        return None
    who = _("这个浏览器里现在登录的是 %s，不是写这一页的人。") % user.get_username()
    return JsonResponse({"code": "another", "message": who}, status=401)


def question_of(request: HttpRequest) -> Question | None:
    """The question that the form is about. Raises Http404 and PermissionDenied."""
    words = request.POST.get("question", "")
    if not words:
        return None
    number = int(words) if words.isascii() and words.isdigit() and len(words) < 10 else 0
    question = get_object_or_404(grants.visible(request.user), pk=number)
    access.check(request, "write", question)
    return question


def address(question: Question | None) -> str:
    return reverse("bank-edit", args=[question.pk]) if question else reverse("bank-new")

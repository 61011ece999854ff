"""Grants in the admin: for superusers and organisers, each in their own regions."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from questionbank import grants
from questionbank.access import editor
from questionbank.admin.shared import ByGrant
from questionbank.models import Grant


class GrantForm(forms.ModelForm):  # type: ignore[type-arg]
    """A role for somebody in a region where the giver may give roles."""

    giver: ClassVar[User]
    scope = forms.CharField(
        label=_("地区"),
        max_length=80,
        validators=[RegexValidator(r"^[0-9]+(/[0-9]+)*$")],
        help_text=_("从省起的地区代码，如 440000/440100"),
    )

    class Meta:
        model = Grant
        fields = ("user", "role", "scope")

    def clean_scope(self) -> str:
        scope: str = self.cleaned_data["scope"]
        if wrong := grants.misplaced(scope):
            raise ValidationError(wrong)
        if not grants.may(self.giver, "grant", scope):
            raise ValidationError(gettext("不能在这个地区授权。"))
        return scope


@admin.register(Grant)
class GrantAdmin(ByGrant, admin.ModelAdmin):  # type: ignore[type-arg]
    """Given and taken away, never changed into another."""

    form = GrantForm
    list_display = ("user", "role", "scope", "granted_by", "created_at")
    list_filter = ("role", "scope")
    list_select_related = ("user", "granted_by")
    search_fields = ("user__username", "scope")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Grant]:
        return super().get_queryset(request).filter(grants.reach_of(request.user, "grant"))

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form = super().get_form(request, *args, **kwargs)
        return type("GrantFormOfUser", (form,), {"giver": request.user})

    def has_change_permission(self, *_args: Any) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Grant, form: Any, change: bool) -> None:  # noqa: FBT001 (the admin's own signature)
        obj.pk = grants.give(obj.user, obj.role, obj.scope, by=editor(request)).pk

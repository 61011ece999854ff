"""Who may do what in the admin: nobody by hand, or whoever the grants let."""

from typing import Any

from django.http import HttpRequest

from questionbank import grants
from questionbank.models import Question


class ReadOnly:
    """Rows that nobody adds, changes or deletes by hand."""

    def has_add_permission(self, *_args: Any) -> bool:
        return False

    def has_change_permission(self, *_args: Any) -> bool:
        return False

    def has_delete_permission(self, *_args: Any) -> bool:
        return False


class ByGrant:
    """Rows that are seen and changed as questionbank.backends says, each by its own region."""

    opts: Any

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(f"questionbank.view_{self.opts.model_name}", obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(f"questionbank.change_{self.opts.model_name}", obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(f"questionbank.delete_{self.opts.model_name}", obj)


class OwnBank(ReadOnly):
    """What the editors of a bank did and said; whoever only inherits its questions does not see."""

    def has_view_permission(self, request: HttpRequest, obj: Question | None = None) -> bool:
        return obj is None or grants.may(request.user, "read", obj.scope)

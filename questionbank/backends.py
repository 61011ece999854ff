"""The admin asks the same table as the workbench: permissions of the bank come from grants."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from questionbank import grants
from questionbank.models import Grant, Question

# Permission: the verb it stands for. The bank's other permissions stay as the admin sets them.
VERBS = {
    "questionbank.view_question": "read",
    "questionbank.change_question": "tag",
    "questionbank.view_questionversion": "read",
    "questionbank.view_option": "read",
    "questionbank.view_step": "read",
    "questionbank.view_comment": "read",
    "questionbank.view_tag": "read",
    "questionbank.view_grant": "grant",
    "questionbank.add_grant": "grant",
    "questionbank.change_grant": "grant",
    "questionbank.delete_grant": "grant",
}


class GrantBackend:
    """Says what grants allow. Signs nobody in, and so has no `get_user`."""

    def authenticate(self, request: Any) -> None:
        """Nobody: it takes no credentials."""

    def has_perm(self, user: User | AnonymousUser, perm: str, obj: object = None) -> bool:
        """Whether the grants allow it: for the question or grant `obj`, without one anywhere.

        Raises PermissionDenied where they do not, so that no other backend allows it after all;
        False for a permission that is not the grants' business.
        """
        verb = VERBS.get(perm)
        if verb is None:
            return False
        if not _allowed(user, verb, obj):
            raise PermissionDenied
        return True

    def has_module_perms(self, user: User | AnonymousUser, app: str) -> bool:
        return app == "questionbank" and grants.anywhere(user, "read")


def _allowed(user: User | AnonymousUser, verb: str, obj: object) -> bool:
    if isinstance(obj, Question):
        return grants.may(user, verb, obj)
    if isinstance(obj, Grant):
        return grants.may(user, verb, obj.scope)
    return grants.anywhere(user, verb)

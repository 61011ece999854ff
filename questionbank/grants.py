"""What a user may see and do in the bank: the grants of the database under the rules of
questionbank.rules.roles. Every page, the admin and every verb ask here."""

from collections.abc import Iterable

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from questionbank import places
from questionbank.bank import PROVINCE
from questionbank.models import Grant, Question, QuestionVersion
from questionbank.rules import roles

Anyone = User | AnonymousUser
NO_GRANTS: roles.Grants = frozenset()
# Kept on the user object, which lives as long as a request.
_KEPT = "bank_grants"


def grants_of(user: Anyone) -> roles.Grants:
    """The user's grants as (role, path), read once for each user object; none when inactive."""
    if not user.is_active:
        return NO_GRANTS
    kept: roles.Grants | None = getattr(user, _KEPT, None)
    if kept is None:
        kept = frozenset(Grant.objects.filter(user=user.pk).values_list("role", "scope"))
        setattr(user, _KEPT, kept)
    return kept


def may(user: Anyone, verb: str, where: Question | str) -> bool:
    """Whether the user may do that to a question, or in the bank of a region path."""
    if _everything(user):
        return True
    if isinstance(where, str):
        return roles.may(grants_of(user), verb, where)
    if verb == "read":
        return roles.may_read(grants_of(user), where.scope, where.status)
    return roles.may(grants_of(user), verb, where.scope)


def may_lift(user: Anyone, scope: str) -> bool:
    """Whether the user may take a sensitive tag from a question of that bank: whoever has the last
    word about it (regulations, section 10.4)."""
    return may(user, "approve", roles.top(scope))


def anywhere(user: Anyone, verb: str) -> bool:
    """Whether there is any region in which the user may do that."""
    return _everything(user) or bool(roles.paths(grants_of(user), verb))


def paths(user: Anyone, verb: str) -> list[str]:
    """The highest paths at and below which the user may do that; a superuser has the province."""
    if _everything(user):
        return [PROVINCE]
    held = roles.paths(grants_of(user), verb)
    return [
        path for path in held if not any(roles.covers(one, path) for one in held if one != path)
    ]


def visible(user: Anyone) -> QuerySet[Question]:
    """The questions that the user may read: the ONE filter of everything that shows questions."""
    if _everything(user):
        return Question.objects.all()
    held = roles.paths(grants_of(user), "read")
    over = {one for path in held for one in roles.above(path)}
    inherited = Q(scope__in=over, status__in=roles.INHERITED)
    return Question.objects.filter(within(held) | inherited)


def reach(user: Anyone, verb: str) -> QuerySet[Question]:
    """The questions to which the user may do that: what bulk changes and exports start from."""
    return visible(user) if verb == "read" else Question.objects.filter(reach_of(user, verb))


def reach_of(user: Anyone, verb: str) -> Q:
    """The rows whose `scope` is where the user may do that."""
    return Q() if _everything(user) else within(roles.paths(grants_of(user), verb))


def veiled(user: Anyone) -> QuerySet[Question]:
    """The visible questions that are being changed in a bank above: their newest words are not
    the user's to read, nor to be told of."""
    if may(user, "read", PROVINCE):
        return Question.objects.none()
    being = visible(user).filter(change__in=roles.BEING_CHANGED)
    return being.exclude(reach_of(user, "read"))


def visible_versions(user: Anyone) -> QuerySet[QuestionVersion]:
    """The versions whose words the user may read: all of the own banks, and of the banks above
    the one that is in use, never what is being changed there."""
    if _everything(user):
        return QuestionVersion.objects.all()
    own = within(roles.paths(grants_of(user), "read"), "question__")
    in_use = Q(pk=F("question__approved"), question__in=visible(user).values("pk"))
    return QuestionVersion.objects.filter(own | in_use)


def shown(user: Anyone, question: Question) -> QuestionVersion | None:
    """The version of a visible question to show: the newest to its own bank's people, the one in
    use to all who inherit it."""
    return question.newest if may(user, "read", question.scope) else question.approved


def within(held: Iterable[str], prefix: str = "") -> Q:
    """The rows whose `scope` is at or below one of the paths; none for no path."""
    found = Q(pk__in=())
    for path in held:
        found |= Q(**{f"{prefix}scope": path}) | Q(**{f"{prefix}scope__startswith": f"{path}/"})
    return found


def misplaced(path: str) -> str:
    """What is wrong with a path at which a role is to be given; empty for one of a known region."""
    if places.known(path):
        return ""
    meant = places.meant(path)
    if meant:
        said = {"path": path, "meant": meant}
        return _("%(path)s 不是完整路径，是否 %(meant)s？") % said
    return _("没有 %s 这个地区，请写从省起的地区代码") % path


def give(user: User, role: str, scope: str, *, by: User | None) -> Grant:
    """The grant, made unless it is there; its holder becomes staff, so that signing in works."""
    grant, _made = Grant.objects.get_or_create(
        user=user, role=role, scope=scope, defaults={"granted_by": by}
    )
    if not user.is_staff:
        user.is_staff = True
        user.save(update_fields=["is_staff"])
    forget(user)
    return grant


def revoke(user: User, role: str, scope: str) -> bool:
    """Take the grant away. Return whether there was one."""
    deleted, _by_model = Grant.objects.filter(user=user, role=role, scope=scope).delete()
    forget(user)
    return bool(deleted)


def nobody(name: str) -> str:
    """What a command says of a name that no active user has."""
    return (
        f"nobody is called {name!r}, or no longer active: manage.py grant makes a user with a"
        " role, a superuser makes one active again in /admin/"
    )


def forget(user: User) -> None:
    """Read this user object's grants anew next time."""
    if getattr(user, _KEPT, None) is not None:
        setattr(user, _KEPT, None)


def _everything(user: Anyone) -> bool:
    return bool(user.is_active and user.is_superuser)

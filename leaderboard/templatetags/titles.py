"""Titles in templates: of contests, rounds and boards, in the language of the page."""

from typing import Protocol

from django import template

from leaderboard.public.names import either

register = template.Library()


class Titled(Protocol):
    """What has a Chinese title, and perhaps an English one."""

    @property
    def title_zh(self) -> str: ...

    @property
    def title_en(self) -> str: ...


@register.filter
def titled(of: Titled) -> str:
    """The English title where the page is in English and there is one."""
    return either(of.title_zh, of.title_en)

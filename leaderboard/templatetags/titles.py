"""Titles of contests, rounds and boards, and notes of rulings, in the language of the page."""

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


class Noted(Protocol):
    """A public note in Chinese, and perhaps in English."""

    @property
    def note_zh(self) -> str: ...

    @property
    def note_en(self) -> str: ...


@register.filter
def titled(of: Titled) -> str:
    """The English title where the page is in English and there is one."""
    return either(of.title_zh, of.title_en)


@register.filter
def noted(of: Noted) -> str:
    """The English note where the page is in English and there is one."""
    return either(of.note_zh, of.note_en)

"""Dates in sentences: a browser would end a line at a hyphen, in the middle of one."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
_DATE = re.compile(r"\b\d{4}-\d\d-\d\d\b")


@register.filter
def whole_dates(text: str) -> SafeString:
    """The text as HTML, escaped unless it is HTML already, with each date kept in one line."""
    said = conditional_escape(text)
    return mark_safe(_DATE.sub(r'<span class="date">\g<0></span>', said))  # noqa: S308 (escaped)

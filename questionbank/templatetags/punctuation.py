"""What stands between words and sentences in templates, in the language of the page."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from questionbank import punctuation

register = template.Library()
for write in (punctuation.listed, punctuation.apart, punctuation.told, punctuation.aside):
    register.filter(write.__name__, write)
# Chinese signs bring their own space along; before a comma there is none in any language.
_AFTER = re.compile(r"(?<=[。，；：！？])\s+")
_BEFORE = re.compile(r"\s+(?=[。，；：！？,])")


@register.filter
def sentences(text: str) -> SafeString:
    """Sentences that stand in lines of their own in a template, as HTML, escaped unless it is that
    already: after Chinese ones no space is left, others keep one."""
    said = _BEFORE.sub("", conditional_escape(text).strip())
    return mark_safe(_AFTER.sub("", said))  # noqa: S308 (escaped)

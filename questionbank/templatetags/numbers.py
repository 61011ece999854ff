"""Numbers in templates, as people read them."""

from django import template

register = template.Library()


class Grouped(int):
    """A number that is written with its thousands apart, and still chooses between one and many."""

    def __str__(self) -> str:
        return f"{int(self):,}"


@register.filter
def grouped(number: int) -> Grouped:
    """12345 as 12,345."""
    return Grouped(number)

"""What stands between words in templates, in the language of the page."""

from django import template

from questionbank import punctuation

register = template.Library()
for write in (punctuation.listed, punctuation.apart, punctuation.told, punctuation.aside):
    register.filter(write.__name__, write)

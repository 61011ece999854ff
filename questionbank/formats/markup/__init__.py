"""HTML, whole or as a tree, to plain text: what can be seen is kept as text or named as lost."""

from questionbank.formats.markup.reader import (
    LITERAL,
    SOURCE,
    Instead,
    Plain,
    Shown,
    from_html,
    from_text,
    from_tree,
)

__all__ = ["LITERAL", "SOURCE", "Instead", "Plain", "Shown", "from_html", "from_text", "from_tree"]

"""Questions as people type them: pasted text, .txt, and what is left of a Word file."""

from questionbank.formats.pasted.reader import cannot, read, read_text, write

__all__ = ["cannot", "read", "read_text", "write"]

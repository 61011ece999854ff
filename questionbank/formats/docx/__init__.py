"""Word files: the text as Word shows it goes through the reader of pasted text."""

from questionbank.formats.docx.reader import Word, cannot, read, write

__all__ = ["Word", "cannot", "read", "write"]

"""GIFT, as Moodle reads it; what Moodle would turn into another question is an error here."""

from questionbank.formats.gift.reader import cannot, read, write

__all__ = ["cannot", "read", "write"]

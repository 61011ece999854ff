"""QTI: one XML file or a package, of any version, as Canvas, Blackboard, OpenOlat and TAO write."""

from questionbank.formats.qti.reader import cannot, read, write, write_3

__all__ = ["cannot", "read", "write", "write_3"]

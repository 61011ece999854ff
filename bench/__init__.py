"""Measurements: `make bench`. What each row means is in docs/benchmarks.md."""

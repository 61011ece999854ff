"""One change to all questions of a filter: planned, shown, made whole, and taken back."""

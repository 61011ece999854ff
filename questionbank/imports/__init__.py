"""From a file to questions of the bank; `questionbank/importing.py` is its door."""

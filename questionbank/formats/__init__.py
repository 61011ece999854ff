"""Files of questions from elsewhere and for elsewhere: one module for each format.

`questionbank.formats.found` says what every reader returns, docs/formats.md what each one reads.
"""

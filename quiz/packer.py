"""`python -m quiz.packer`: a script on standard input, the same one packed on standard output.

A process of its own: the packer brings threads and memory that would stay in a web server for good.
"""

import sys

import minify

# The floor of docs/decisions/0006: nothing newer may come in.
FLOOR = 2020


def main() -> None:
    """Pack what is read, once."""
    minify.config({"js-version": FLOOR})
    code = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(minify.string("application/javascript", code).encode())


if __name__ == "__main__":
    main()

"""Flags: papers that people are asked about. The rules that raise them are quiz/rules/flags.py."""

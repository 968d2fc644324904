"""Reads curated lists of papers as they are, lints them, and merges them into one canonical README."""

__version__ = "0.1.0"

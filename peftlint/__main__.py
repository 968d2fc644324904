"""``python -m peftlint``."""

from peftlint.cli import main

main()

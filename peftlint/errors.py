"""What stops a run. ``cli.main`` alone turns these into a message and exit status 2."""


class Problem(Exception):
    """Something that the person who runs peftlint has to mend; the message says what and how."""

"""What became different between two states of the lists; pure, whatever the states come from.

``alignment.py`` and ``renames.py`` compare texts, ``entries.py`` says which entry of the one state is which of the
other, ``findings.py`` which findings the change brings, ``meaning.py`` what it means for the papers. ``baseline.py``
remembers findings without the other state.
"""

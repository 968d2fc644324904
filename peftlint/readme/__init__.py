"""The canonical README: works → text, and back.

:mod:`arrange` puts works in order by topic, as the values of :mod:`items`; :mod:`layout` writes these,
:mod:`read` reads them back, :mod:`verify` has a second parser read the same text, :mod:`region` puts it
between the markers of an existing file, and :mod:`changes` says in words what became different.
"""

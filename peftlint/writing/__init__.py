"""A new entry in a list's own form.

:mod:`wanted` is what is asked for, :mod:`units` are the lines of the entries that are there, :mod:`templates` tells
where their parts stand, :mod:`markup` what belongs to a part, :mod:`filling` puts new values in, :mod:`placing`
finds the place and the number, and :mod:`composing` tries until a text reads back as what was asked for.
"""

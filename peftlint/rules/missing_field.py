from __future__ import annotations

from collections.abc import Iterator

from peftlint.bibtex_blocks import bibtex_blocks
from peftlint.model import Bibtex, Finding, PaperList
from peftlint.rules import Surroundings, list_rule

_MADE_BY, _WHEN = "author|editor", "year|date"
REQUIRED: dict[str, tuple[str, ...]] = {
    "article": ("author", "title", "journal|journaltitle", _WHEN),
    "inproceedings": ("author", "title", "booktitle", _WHEN),
    "conference": ("author", "title", "booktitle", _WHEN),
    "incollection": ("author", "title", "booktitle", _WHEN),
    "book": (_MADE_BY, "title", _WHEN),
    "inbook": (_MADE_BY, "title", _WHEN),
    "proceedings": ("title", _WHEN),
    "collection": ("title", _WHEN),
    "phdthesis": ("author", "title", "school|institution", _WHEN),
    "mastersthesis": ("author", "title", "school|institution", _WHEN),
    "thesis": ("author", "title", "institution|school", _WHEN),
    "techreport": ("author", "title", "institution|school", _WHEN),
    "report": ("author", "title", "institution", _WHEN),
    "unpublished": ("author", "title"),
    "manual": ("title",),
    "booklet": ("title",),
    "online": ("title",),
}
"""The fields without which no style can set an entry of a type; one of several joined by ``|`` will do.

What both BibTeX (btxdoc, §3.1) and biblatex (manual, §2.1.1) require: a book's publisher only the former does.
``misc`` and unknown types need nothing.
"""

_INHERITING = ("crossref", "xref", "xdata")


@list_rule("BIB003")
def missing_field(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A BibTeX entry lacks a field that its type requires.

    Styles leave a hole or refuse the entry: an `article` needs a journal, an `inproceedings` the title of its
    proceedings, both need author, title and year. Often the type is wrong: a preprint without a journal is `misc`.
    Entries with faults of syntax are judged when those are mended.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{hu2022lora,
            title = {LoRA: Low-Rank Adaptation of Large Language Models},
            author = {Hu, Edward J. and Shen, Yelong},
            year = {2022}
          }
          ```

    Good:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{hu2022lora,
            title = {LoRA: Low-Rank Adaptation of Large Language Models},
            author = {Hu, Edward J. and Shen, Yelong},
            booktitle = {ICLR},
            year = {2022}
          }
          ```

    Fix: none.
    """
    for block in bibtex_blocks(paper_list.document):
        entries = () if block.bibliography.problems else block.bibliography.entries
        for bibtex, line in zip(entries, block.lines, strict=False):
            missing = _missing(bibtex)
            if missing:
                names = ", ".join(missing)
                message = f"@{bibtex.type} '{bibtex.key}' has no {names}; add it, or correct the type"
                span = block.span(paper_list.source, line)
                yield Finding("BIB003", paper_list.path, span, message, f"{bibtex.key} {names}")


def _missing(bibtex: Bibtex) -> list[str]:
    """The fields that an entry lacks, each by the name that BibTeX has for it."""
    if any(bibtex.get(name) for name in _INHERITING):
        return []
    wanted = REQUIRED.get(bibtex.type.lower(), ())
    return [names.split("|")[0] for names in wanted if not any(map(bibtex.get, names.split("|")))]

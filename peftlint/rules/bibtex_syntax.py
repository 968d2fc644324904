from __future__ import annotations

from collections.abc import Iterator

from peftlint.bibtex_blocks import BibtexBlock, bibtex_blocks
from peftlint.model import BibtexProblem, Finding, PaperList
from peftlint.rules import Surroundings, list_rule


@list_rule("BIB001", severity="error")
def bibtex_syntax(paper_list: PaperList, _: Surroundings) -> Iterator[Finding]:
    """A BibTeX block does not parse as it stands.

    Whoever copies it gets an error, or an entry without the fields behind the fault: a comma or brace that
    is missing, a value without braces, a field that is given twice. The rest of the list is read all the same.

    Bad:
        - **LoRA: Low-Rank Adaptation of Large Language Models**, ICLR 2022. [[Paper](https://arxiv.org/abs/2106.09685)]
          ```bibtex
          @inproceedings{hu2022lora,
            title = {LoRA: Low-Rank Adaptation of Large Language Models}
            author = {Hu, Edward J. and Shen, Yelong},
            booktitle = {ICLR},
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
        for problem in _problems(block):
            span = block.span(paper_list.source, problem.line)
            subject = f"{block.key_at(problem.line)} {problem.message}"
            yield Finding("BIB001", paper_list.path, span, f"BibTeX: {problem.message}", subject.strip())


def _problems(block: BibtexBlock) -> Iterator[BibtexProblem]:
    yield from block.bibliography.problems
    if not block.bibliography.entries and not block.bibliography.problems and "@" not in block.block.text:
        yield BibtexProblem("the block holds no entry", 0)

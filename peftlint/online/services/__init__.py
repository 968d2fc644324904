"""The services that verify identifiers, each as data and two pure functions, in the order in which they are asked.

Where one is silent or does not know an identifier, the next one for its kind is asked, at last its page. There is
none for the Hugging Face hub: it answers for one model at a time, as its pages do.
"""

from peftlint.online.services.arxiv import ARXIV
from peftlint.online.services.crossref import CROSSREF
from peftlint.online.services.doi import DOI
from peftlint.online.services.github import GITHUB
from peftlint.online.services.model import Service
from peftlint.online.services.openalex import OPENALEX
from peftlint.online.services.openreview import OPENREVIEW
from peftlint.online.services.semantic_scholar import SEMANTIC_SCHOLAR

SERVICES: tuple[Service, ...] = (ARXIV, GITHUB, CROSSREF, OPENALEX, SEMANTIC_SCHOLAR, OPENREVIEW, DOI)

__all__ = ["SERVICES"]

"""Links: what they lead to, and which of them lead to the same.

A link's kind is one of ``KINDS``. Its label decides where it says something, else its address does.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from peftlint.fields.address import Address, address_of, domains, parameters
from peftlint.fields.address import clean_address as clean_address
from peftlint.fields.address import with_scheme as with_scheme
from peftlint.fields.badge import is_badge
from peftlint.fields.identifier import WORK_KINDS, canonical_address, identifier_of_url
from peftlint.fields.label import is_link_label as is_link_label
from peftlint.fields.label import label_kind as label_kind
from peftlint.fields.label import loose_label_kind
from peftlint.model import Identifier

KINDS = (
    "paper", "code", "project", "blog", "data", "model", "video", "slides", "tutorial", "poster", "badge", "image",
    "other",
)  # fmt: skip

KIND_OF_IDENTIFIER = {
    **dict.fromkeys(WORK_KINDS, "paper"),
    "github": "code",
    "hf-model": "model",
    "hf-dataset": "data",
    "hf-space": "project",
    "hf-org": "model",  # what an organization's page shows first
    "hf-collection": "model",
    "youtube": "video",
    "zenodo": "data",
}

_HOSTS = {
    "paper": """
        aaai.org academic.oup.com aclanthology.org acm.org aminer.cn aminer.org arxiv.org biorxiv.org
        cambridge.org cell.com citeseerx.ist.psu.edu cnki.net core.ac.uk dblp.org direct.mit.edu doi.org ecva.net
        elifesciences.org eprint.iacr.org frontiersin.org hal.science ieeexplore.ieee.org ijcai.org iopscience.iop.org
        isca-archive.org isca-speech.org jair.org jmlr.org jstor.org link.springer.com mdpi.com
        medrxiv.org mitpressjournals.org nature.com ncbi.nlm.nih.gov ndss-symposium.org neurips.cc onlinelibrary.wiley.com
        openaccess.thecvf.com openreview.net papers.nips.cc paperswithcode.com pnas.org preprints.org
        proceedings.mlr.press researchgate.net roboticsproceedings.org royalsocietypublishing.org
        sagepub.com science.org sciencedirect.com semanticscholar.org ssrn.com tandfonline.com
        techrxiv.org transacl.org vldb.org usenix.org worldscientific.com""",
    "code": """
        bitbucket.org code.google.com codeberg.org colab.research.google.com gist.github.com gitee.com gitlab.com""",
    "blog": """
        blog.csdn.net blogspot.com cnblogs.com distill.pub jianshu.com juejin.cn kexue.fm medium.com
        mp.weixin.qq.com openai.com/blog openai.com/index openai.com/research spaces.ac.cn substack.com
        towardsdatascience.com wordpress.com zhihu.com""",
    "data": """
        commoncrawl.org data.mendeley.com dataverse.harvard.edu figshare.com ieee-dataport.org kaggle.com
        modelscope.cn/datasets openml.org physionet.org tensorflow.org/datasets""",
    "model": """
        1drv.ms civitai.com drive.google.com dropbox.com modelscope.cn/models onedrive.live.com pan.baidu.com
        pan.iflytek.com pan.quark.cn tfhub.dev""",
    "video": "bilibili.com slideslive.com techtalks.tv ted.com videolectures.net vimeo.com youtu.be youtube.com",
    "slides": "docs.google.com/presentation slideshare.net speakerdeck.com",
    "other": "bsky.app discord.com discord.gg github.com linkedin.com scholar.google.com t.me twitter.com x.com",
}
KIND_OF_HOST = {host: kind for kind, hosts in _HOSTS.items() for host in hosts.split()}
"""What a site holds, with all hosts below it; ``host/folder`` where a site holds several kinds.

On the drives of file hosts, lists keep weights more often than anything else.
"""

_FILES = {
    "paper": "pdf ps djvu",
    "image": "bmp gif ico jpeg jpg png svg webp",
    "video": "avi mkv mov mp4 webm",
    "slides": "key odp ppt pptx",
    "code": "ipynb py",
    "model": "7z bin ckpt gguf gz h5 onnx pdparams pt pth rar safetensors tar tgz zip",
}
KIND_OF_FILE = {ending: kind for kind, endings in _FILES.items() for ending in endings.split()}

_PATHS = {
    "poster": "poster posters",
    "slides": "slide slides",
    "video": "talk talks video videos",
    "tutorial": "course courses tutorial tutorials",
    "data": "corpus data dataset datasets",
    "blog": "blog blogs news post posts",
    "paper": "paper papers publication publications",
    "project": "demo demos project projects",
}
_KINDS_OF_PATHS = tuple(_PATHS)
_STRENGTHS = {word: index for index, kind in enumerate(_PATHS) for word in _PATHS[kind].split()}
"""What words of the path say, the strongest kind first: ``/projects/x/dataset.html`` leads to data."""
_PATH_WORD = re.compile(r"[a-z]+")

PARAMETERS_OF_IDENTIFIERS = frozenset({"abstract_id", "abstractid", "arnumber", "id", "tp", "v"})
"""Query parameters that hold an identifier or change nothing; with any other an address says more."""


def link_kind(label: str, url: str) -> str:
    """What a link leads to, one of ``KINDS``: an explicit label decides, without one the address does.

    Unless the address is that of a paper, the last word of a longer label tells too (``IIW Dataset``).
    """
    if kind := label_kind(label):
        return kind
    identifier = identifier_of_url(url)
    is_paper = identifier is not None and identifier.kind in WORK_KINDS
    return (None if is_paper else loose_label_kind(label)) or address_kind(url)


def address_kind(url: str) -> str:
    """What an address alone says that it leads to, one of ``KINDS``.

    A site of its own, of which nothing is known, counts as a project page; a relative path, an anchor or
    an empty address as ``other``.
    """
    address = address_of(url)
    file = KIND_OF_FILE.get(address.path.rpartition(".")[2].lower(), "")
    if file == "paper":
        path = _kind_of_path(address)
        return path if path in ("poster", "slides") else file
    identifier = identifier_of_url(url)
    if identifier and file != "image":
        return KIND_OF_IDENTIFIER[identifier.kind]
    if file == "image" or is_badge(url):
        return "badge" if is_badge(url) else file
    if file == "code":
        return "tutorial" if _kind_of_path(address) == "tutorial" else file
    return (
        _kind_of_host(address) or _kind_of_path(address) or file or ("project" if address.host else "other")
    )


def link_identity(url: str) -> str:
    """The key of the resource that an address leads to: equal for two addresses of one thing.

    The identifier if there is one: ``abs``, ``pdf``, versions and DOI of one arXiv paper are one; a
    repository is one in any case and with ``.git``, but a folder within it is another. Else the address
    without scheme, ``www.``, tracking, order of parameters and a slash at the end. ``""`` for an empty one.
    """
    identifier = identifier_of_url(url)
    if identifier:
        return str(identifier)
    address = address_of(url)
    query = "&".join(sorted(f"{name}={value}" for name, value in parameters(address.query)))
    place = f"{address.host}:{address.port}" if address.port else address.host
    path = address.path.removeprefix("./").rstrip("/").removesuffix(".git")
    return (
        place + path + (f"?{query}" if query else "") + (f"#{address.fragment}" if address.fragment else "")
    )


def canonical_form(url: str) -> str | None:
    """The canonical address of what an address leads to; None if there is none, or if it would say less.

    Less would be lost with a fragment, a time in a video, a comment on a review. DOIs and pages about a
    paper on other sites (Hugging Face, alphaXiv) stay what they are. Owner and name of a repository keep
    their case.
    """
    identifier = identifier_of_url(url)
    address = address_of(url)
    if not identifier or address.fragment or address.host.endswith("doi.org"):
        return None
    if not PARAMETERS_OF_IDENTIFIERS.issuperset(name.lower() for name, _ in parameters(address.query)):
        return None
    if identifier.kind == "arxiv" and not address.host.endswith(("arxiv.org", "lanl.gov")):
        return None
    return _repository(identifier, address) if identifier.kind == "github" else canonical_address(identifier)


def _repository(identifier: Identifier, address: Address) -> str | None:
    """The address of a repository as it is written; None for a folder, a file or a page of one."""
    if identifier.value.count("/") > 1:
        return None
    owner, name = [part for part in address.path.split("/") if part][:2]
    return f"https://github.com/{owner}/{name.removesuffix('.git')}"


def _kind_of_host(address: Address) -> str:
    """The kind of the site, or of the nearest domain above it."""
    return _kind_of_place(address.host, address.path.split("/", 2)[1] if "/" in address.path else "")


@lru_cache(maxsize=1024)
def _kind_of_place(host: str, folder: str) -> str:
    places = (place for domain in domains(host) for place in (f"{domain}/{folder}", domain))
    return next((KIND_OF_HOST[place] for place in places if place in KIND_OF_HOST), "")


def _kind_of_path(address: Address) -> str:
    """The strongest kind that a word of the path or the first name of the host (``blog.x.org``) says."""
    path = unquote(address.path) if "%" in address.path else address.path
    words = [address.host.partition(".")[0], *_PATH_WORD.findall(path.lower())]
    strength = min([_STRENGTHS[word] for word in words if word in _STRENGTHS], default=None)
    return "" if strength is None else _KINDS_OF_PATHS[strength]

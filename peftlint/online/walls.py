"""Answers that are not the page: bot walls, log-in pages, pages that say "not found" under a good status. Pure.

Each function looks at one answer or one address and says in words what it sees, or nothing. The signs are those
that the vendors' challenge pages themselves carry; they stand here as data. Links to such pages are never judged
dead or well: a person with a browser has to look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import unquote, urlsplit

from peftlint.fields.address import domains
from peftlint.online.model import Reply

CHALLENGE_HEADERS: Mapping[str, str] = {
    "cf-mitigated": "Cloudflare",
    "x-amzn-waf-action": "AWS WAF",
    "x-sucuri-block": "Sucuri",
}
"""Headers that only challenges and blocks carry."""
GUARD_HEADERS = frozenset({"x-datadome", "x-iinfo"})
"""Headers of DataDome and Imperva, on good pages and on challenges alike."""

CHALLENGE_BODIES: Mapping[str, str] = {
    "_cf_chl_opt": "Cloudflare",
    "cf-browser-verification": "Cloudflare",
    "awswafcookiedomainlist": "AWS WAF",
    "captcha-delivery.com/": "DataDome",
    "_incapsula_resource": "Imperva",
    "incapsula incident id": "Imperva",
    "errors.edgesuite.net": "Akamai",
    "sec-if-cpt-container": "Akamai",
    "/_sec/cp_challenge": "Akamai",
    'id="px-captcha"': "HUMAN",
    "anubis_challenge": "Anubis",
    "/.within.website/x/cmd/anubis": "Anubis",
    "/.well-known/sgcaptcha": "SiteGround",
    "ddos-guard.net/js": "DDoS-Guard",
    "our systems have detected unusual traffic": "Google",
    "zse-ck": "Zhihu",
    "secitptpage": "WeChat",
}
"""What stands in the text of a challenge, in lower case."""

CHALLENGE_TITLES = (
    "just a moment", "attention required!", "access denied", "access to this page has been denied",
    "are you a robot", "bot verification", "captcha", "checking your browser", "client challenge", "ddos-guard",
    "human verification", "making sure you're not a bot", "one moment, please", "pardon our interruption",
    "please wait...", "radware", "request rejected", "robot check", "security check", "security verification",
    "sorry, you have been blocked", "validate user", "vercel security checkpoint", "verify you are human",
    "verifying your browser", "环境异常", "安全验证", "人机验证", "访问验证",
)  # fmt: skip
"""How the title of a challenge begins, in lower case."""
MISSING_TITLES = (
    "404", "error 404", "file not found", "http 404", "not found", "oops! page not found", "page not found",
    "page doesn't exist", "the page you were looking for doesn't exist", "页面不存在", "找不到",
)  # fmt: skip
LOGIN_TITLES = (
    "log in", "login", "sign in", "signin", "single sign-on", "web login service", "登录", "用户登录",
)  # fmt: skip

_LOGIN_WORDS = """
account accounts auth authenticate authorize captcha consent cookieabsent login login.aspx login.html login.jsp
login.php logon oauth oauth2 saml saml2 sign-in sign_in signin sso wp-login.php
"""
LOGIN_SEGMENTS = frozenset(_LOGIN_WORDS.split())
LOGIN_HOSTS = frozenset({"accounts", "auth", "cas", "consent", "guce", "idp", "login", "sso"})
"""First names of hosts that ask who or how old one is."""
MISSING_SEGMENT = re.compile(r"(?:(?:error[-_]?)?404|(?:page[-_]?)?not[-_]?found|error)(?:\.\w{1,5})?")

NOT_FOUND_TO_ROBOTS = frozenset({"facebook.com", "instagram.com", "linkedin.com", "twitter.com", "x.com"})
"""Hosts that tell programs of pages that exist that they do not."""

_TITLE = re.compile(rb"<title\b[^>]{0,200}>([^<]{0,500})", re.IGNORECASE)


def title_of(body: bytes) -> str:
    """The title of an HTML page, in lower case with its blanks collapsed; empty if it has none."""
    found = _TITLE.search(body)
    return " ".join(found[1].decode("utf-8", "replace").split()).lower() if found else ""


def is_html(reply: Reply) -> bool:
    return "html" in reply.headers.get("content-type", "").lower()


def wall_of(reply: Reply) -> str:
    """Whose bot wall answered, in words; empty if there is no sign of one."""
    for header, vendor in CHALLENGE_HEADERS.items():
        if header in reply.headers:
            return f"a bot wall ({vendor})"
    if not is_html(reply) and reply.headers.get("content-type"):
        return ""
    title = title_of(reply.body)
    if title.startswith(CHALLENGE_TITLES):
        return "a bot wall"
    text = reply.body.lower()
    vendors = (vendor for sign, vendor in CHALLENGE_BODIES.items() if sign.encode() in text)
    return next((f"a bot wall ({vendor})" for vendor in vendors), "")


def another_page(reply: Reply) -> str:
    """What a page under a good status is instead of the one that was asked for; empty if it may be that."""
    if not is_html(reply):
        return ""
    title = title_of(reply.body)
    if title.startswith(MISSING_TITLES):
        return "a page that says it was not found"
    if title.startswith(LOGIN_TITLES):
        return "a log-in page"
    name = file_name(reply.request.url)
    if name.endswith(".pdf") and name.removesuffix(".pdf") not in title:
        return "an HTML page instead of a PDF"
    return ""


def another_place(asked: str, url: str) -> str:
    """Where a redirect from *asked* to *url* leads instead of to the page; empty if it may lead there."""
    parts = urlsplit(url)
    segments = _segments(parts.path)
    old = set(_segments(urlsplit(asked).path))
    host = (parts.hostname or "").partition(".")[0]
    if host in LOGIN_HOSTS and host != (urlsplit(asked).hostname or "").partition(".")[0]:
        return "a log-in or consent page"
    if any(segment in LOGIN_SEGMENTS and segment not in old for segment in segments):
        return "a log-in or consent page"
    if segments and segments[-1] not in old and MISSING_SEGMENT.fullmatch(segments[-1]):
        return "a page for what is not found"
    return ""


def _segments(path: str) -> list[str]:
    return [unquote(segment).lower() for segment in path.split("/") if segment]


def needs_look(reply: Reply) -> bool:
    """Whether a good answer to a HEAD says too little: only the body tells a wall from the page.

    Challenges and log-in pages are made for each visitor, so they carry no validator (``ETag``,
    ``Last-Modified``), which pages that are simply there mostly do.
    """
    if wall_of(reply) or GUARD_HEADERS & reply.headers.keys():
        return True
    if reply.headers.get("content-type") and not is_html(reply):
        return False
    if file_name(reply.request.url).endswith(".pdf"):
        return True
    return not ({"etag", "last-modified"} & reply.headers.keys())


def denies_robots(host: str) -> bool:
    """Whether a 404 from *host* says nothing."""
    return any(domain in NOT_FOUND_TO_ROBOTS for domain in domains(host))


def file_name(url: str) -> str:
    """The last part of an address's path, decoded, in lower case."""
    return unquote(urlsplit(url).path.rpartition("/")[2]).lower()

"""Addresses → verdicts: those that cannot be right at once, identifiers in batches, all else by its page.

An identifier is asked about at the services for its kind in turn, and at last its page is loaded: where a service is
away, slow, limited or answers something else, where it does not know the identifier, and where it says that there is
no such thing, which the page has to confirm. So no service can make a link dead. A service that was silent once is
not asked again. All of it is one run: pages are loaded while services answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from peftlint.fields.address import split_address
from peftlint.model import Identifier
from peftlint.online.homes import identifiers_at_home, malformed, verifies
from peftlint.online.model import Conversation, Record, Verdict, Web
from peftlint.online.services.model import Access, Answer, Doubts, Service, ask

Page = Callable[[str], Conversation[Verdict]]
"""Address → the conversation that judges it by its page."""


@dataclass(frozen=True, slots=True)
class Means:
    """How addresses are verified: by pages, by *services* in the order in which they are asked.

    ``doubts`` says of which works a service should be asked for earlier titles; ``now`` is the time in seconds
    since the epoch. ``preprints`` are works that lists call preprints: where the first service does not say that
    one was published, the next one is asked too, if there is a key for it (without, it is too often busy to wait for).
    """

    page: Page
    services: Sequence[tuple[Service, Access]]
    now: Callable[[], float]
    doubts: Doubts | None = None
    preprints: frozenset[Identifier] = frozenset()


def verify(addresses: Iterable[str], web: Web, means: Means) -> Iterator[Verdict]:
    """A verdict for each of *addresses* (http or https, without fragment), each once, as they come in."""
    run = _Run(means)
    for address in dict.fromkeys(addresses):
        verdict = judged_unasked(address, means.now())
        if verdict:
            yield verdict
        else:
            run.add(address)
    run.start()
    for index, result in web.run(run.conversations):
        yield from run.take(index, result)


def judged_unasked(address: str, now: float) -> Verdict | None:
    """The verdict on an address that cannot be right, for which nobody need be asked; None for any other."""
    reason = malformed(address)
    return Verdict(address, "dead", "nobody: the address alone tells", reason, now) if reason else None


@dataclass(slots=True, eq=False)
class _Case:
    """Addresses on one host that stand or fall together, and the services that are still to be asked about them.

    ``found`` is what is known already of a work of which more is asked.
    """

    addresses: list[str]
    steps: list[tuple[int, Identifier]]
    notes: list[str] = field(default_factory=list)
    found: tuple[Identifier, Record] | None = None


@dataclass(slots=True)
class _Desk:
    """What waits for one service. One batch at a time is under way: services do not like it otherwise."""

    service: Service
    access: Access
    waiting: dict[Identifier, list[_Case]] = field(default_factory=dict)
    asked: dict[Identifier, list[_Case]] = field(default_factory=dict)
    silent: bool = False


class _Run:
    """The state of one run: which conversation is about what, and what waits for which service."""

    def __init__(self, means: Means) -> None:
        self.means = means
        self.desks = [_Desk(service, access) for service, access in means.services]
        self.cases: dict[tuple[object, ...], _Case] = {}
        self.conversations: list[Conversation[Verdict | Answer]] = []
        self.subjects: list[_Case | _Desk] = []
        """What each conversation is about."""

    def add(self, address: str) -> None:
        steps = list(self._steps(identifiers_at_home(address)))
        host = split_address(address).host
        key = (host, *(identifier for _, identifier in steps)) if steps else (address,)
        self.cases.setdefault(key, _Case([], steps)).addresses.append(address)

    def _steps(self, identifiers: Sequence[Identifier]) -> Iterator[tuple[int, Identifier]]:
        """For each service that can be asked, by its number, the first identifier that it takes."""
        for number, desk in enumerate(self.desks):
            taken = next((identifier for identifier in identifiers if desk.service.takes(identifier)), None)
            if taken:
                yield number, taken

    def start(self) -> None:
        for case in self.cases.values():
            self._advance(case)
        for desk in self.desks:
            self._ask(desk)

    def take(self, index: int, result: Verdict | Answer) -> Iterator[Verdict]:
        """The verdicts that a result brings; what it leaves open is asked elsewhere."""
        subject = self.subjects[index]
        if isinstance(subject, _Case):
            if isinstance(result, Verdict):
                yield from self._by_page(subject, result)
        elif isinstance(result, Answer):
            yield from self._by_service(subject, result)
            yield from self._ask_on()

    def _by_page(self, case: _Case, verdict: Verdict) -> Iterator[Verdict]:
        """The verdict on one address goes for all of its case, but for where that one alone has moved to."""
        first, *others = case.addresses
        yield _noted(replace(verdict, url=first), case.notes)
        for other in others:
            if verdict.state == "moved":
                self._load(_Case([other], [], case.notes))
            else:
                yield _noted(replace(verdict, url=other), case.notes)

    def _by_service(self, desk: _Desk, answer: Answer) -> Iterator[Verdict]:
        asked, desk.asked = desk.asked, {}
        desk.silent = desk.silent or bool(answer.silence)
        for identifier, cases in asked.items():
            for case in cases:
                yield from self._settle(case, identifier, desk.service.name, answer)

    def _settle(self, case: _Case, identifier: Identifier, service: str, answer: Answer) -> Iterator[Verdict]:
        """The verdicts that an answer brings for one case; without one it is asked on."""
        record = answer.records.get(identifier)
        if case.found:
            first, known = case.found
            yield from self._by_record(case, first, _joined(known, record))
        elif record and self._asks_on(case, identifier, record):
            case.found = identifier, record
            self._advance(case)
        elif record:
            yield from self._by_record(case, identifier, record)
        elif identifier in answer.records:
            case.notes.append(f"{service} knows no {identifier.value}")
            self._load(case)
        else:
            case.notes += [f"{service}: {answer.silence}"] if answer.silence else []
            self._advance(case)

    def _asks_on(self, case: _Case, identifier: Identifier, record: Record) -> bool:
        """Whether another service may know where a preprint was published, and will answer soon."""
        if record.published or identifier not in self.means.preprints or not case.steps:
            return False
        desk = self.desks[case.steps[0][0]]
        return bool(desk.access.token) and not desk.silent

    def _by_record(self, case: _Case, identifier: Identifier, record: Record) -> Iterator[Verdict]:
        for address in case.addresses:
            if verifies(record, address):
                yield self._known(address, identifier, record)
            else:
                self._load(_Case([address], [], case.notes))

    def _known(self, address: str, identifier: Identifier, record: Record) -> Verdict:
        moved = record.url if identifier.kind == "github" else None
        return Verdict(
            address,
            "moved" if moved else "ok",
            asked=f"{record.source} about {identifier.value}",
            answered=f"goes by another name now: {moved}" if moved else "it is there",
            when=self.means.now(),
            target=moved,
            record=record,
        )

    def _advance(self, case: _Case) -> None:
        """Let the next service answer that is not silent, or else the page."""
        while case.steps:
            number, identifier = case.steps.pop(0)
            if not self.desks[number].silent:
                self.desks[number].waiting.setdefault(identifier, []).append(case)
                return
        self._load(case)

    def _load(self, case: _Case) -> None:
        self.subjects.append(case)
        self.conversations.append(self.means.page(case.addresses[0]))

    def _ask_on(self) -> Iterator[Verdict]:
        """Ask what can be asked now; less than a full batch waits for more of its kinds that others may leave open."""
        for number, desk in enumerate(self.desks):
            if desk.silent:
                yield from self._hand_on(desk)
            elif len(desk.waiting) >= desk.service.most or not self._may_leave_more(number):
                self._ask(desk)

    def _may_leave_more(self, number: int) -> bool:
        """Whether a service that is asked before this one still has to answer for what is waiting here."""
        kinds = {identifier.kind for identifier in self.desks[number].waiting}
        return any(
            (desk.asked or desk.waiting) and not kinds.isdisjoint(desk.service.kinds)
            for desk in self.desks[:number]
        )

    def _hand_on(self, desk: _Desk) -> Iterator[Verdict]:
        """Let others answer for what waits for a silent service."""
        waiting, desk.waiting = desk.waiting, {}
        for cases in waiting.values():
            for case in cases:
                if case.found:
                    yield from self._by_record(case, *case.found)
                else:
                    self._advance(case)

    def _ask(self, desk: _Desk) -> None:
        if desk.asked or not desk.waiting:
            return
        batch = list(desk.waiting)[: desk.service.most]
        desk.asked = {identifier: desk.waiting.pop(identifier) for identifier in batch}
        self.subjects.append(desk)
        self.conversations.append(ask(desk.service, batch, desk.access, self.means.doubts))


def _joined(known: Record, more: Record | None) -> Record:
    """What is known, with the publication that another service tells of."""
    if more is None or not more.published:
        return known
    return replace(known, published=more.published, published_by=more.source)


def _noted(verdict: Verdict, notes: Sequence[str]) -> Verdict:
    """The verdict with what services said before; it matters where the link does not simply work."""
    if not notes or verdict.state == "ok":
        return verdict
    return replace(verdict, answered=f"{verdict.answered} ({'; '.join(dict.fromkeys(notes))})")

"""Which of several listeners a document or a deployment file means, by the ports that are written in it.

What names the port of another listener and nowhere the one that is asked about is no reason for its exposure. What is
said against an exposure counts all the same. Where a port is not known, or no other listener has it, nothing is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from portbind_lint.review.phrases.load import ClaimKind
from portbind_lint.review.ports import Named, Ports, named_ports

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from portbind_lint.review.claims import Claim
    from portbind_lint.review.deployed import Deployed

_AGAINST = frozenset({ClaimKind.LOCAL_ONLY, ClaimKind.LOOPBACK_DEFAULT})


@dataclass(frozen=True, slots=True)
class Listening:
    """A listener: how to learn its ports, and whether another listener of the repository has a port.

    Nothing is asked before a text names ports: to find out takes longer than to read most texts.
    """

    learn_ports: Callable[[], Ports]
    is_anothers: Callable[[int], bool]

    @property
    def ports(self) -> Ports:
        """Its own ports."""
        return self.learn_ports()

    def meant_by(self, claims: Sequence[Claim], named: Callable[[], Named]) -> Sequence[Claim]:
        """The claims of a document that are about this listener; `named` is what the document says of ports."""
        claimed = frozenset(port for claim in claims for port in named_ports(claim.location.text))
        if not claimed or not self.ports.numbers or self._is_named(named()):
            return claims
        if not self._has_another(claimed):
            return claims
        return [claim for claim in claims if claim.kind in _AGAINST]

    def is_deployed_by(self, entry: Deployed, named: Callable[[], Named]) -> bool:
        """Whether a file that opens ports can open this listener's; `named` is what the file says of ports."""
        if not self.ports.numbers or not self.ports.numbers.isdisjoint(entry.ports):
            return True
        if any(name in self.ports.settings for name, _ in named().settings):
            return True
        return bool(self.ports.settings) and not self._has_another(entry.ports)

    def is_published_by(self, deployed: Iterable[Deployed]) -> bool:
        """Whether a deployment file names the port of this listener."""
        return any(entry.ports and not self.ports.numbers.isdisjoint(entry.ports) for entry in deployed)

    def _is_named(self, named: Named) -> bool:
        """Whether a text has the port's number, or a setting of it, but not to give that another's port."""
        if not self.ports.numbers.isdisjoint(named.numbers):
            return True
        names = [beside for name, beside in named.settings if name in self.ports.settings]
        return not self.ports.is_named_plainly or any(not self._has_another(beside) for beside in names)

    def _has_another(self, ports: Iterable[int]) -> bool:
        return any(self.ports.is_chosen_by_system or self.is_anothers(port) for port in sorted(ports))


ANY = Listening(Ports, lambda _: False)
"""A listener of which nothing is known that could tell it from others."""

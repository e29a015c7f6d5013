"""A piece of a deployment file that makes a server reachable, and the question every reader of such files answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from portbind_lint.model.source import Location


@dataclass(frozen=True, slots=True)
class Deployed:
    """One port, route or process that a deployment file opens to a network.

    `reader` names the kind of file. `folder` is the folder whose program is deployed (the build context, or where the
    file speaks from). `ports` are those inside of the container or machine, empty where unknown. `mentions` are the
    texts that tell which program it is: commands, copied paths, image and service names. `by_name` says that nothing
    but a mention makes it the repository's own, as for an image that is not built here; `for_developers` that it
    serves whoever develops the program, and nobody else.
    """

    reader: str
    location: Location
    folder: str
    ports: tuple[int, ...] = ()
    mentions: tuple[str, ...] = ()
    by_name: bool = False
    for_developers: bool = False


class Reader(Protocol):
    """A module of `deployment/`: it is found because it exists."""

    def handles(self, path: str) -> bool:
        """Whether the file's name is one that this reader knows."""

    def read(self, path: str, text: str) -> tuple[Deployed, ...]:
        """What the file opens to a network, empty where it opens nothing; BrokenYamlError where it is broken YAML."""

"""A place that starts a listener, and the address that it binds."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Union

from portbind_lint.model.facts import Module
from portbind_lint.model.library import Command, ConfigFile, HostPosition, Library, Listener
from portbind_lint.model.source import Location
from portbind_lint.model.syntax import Call, Node
from portbind_lint.model.value import External, Value


class Context(str, Enum):
    """Whom the listener serves (RUBRIC: context)."""

    PRODUCT = "product"
    DEV = "dev"
    EXAMPLE = "example"
    TEST = "test"
    PROBE = "probe"

    @property
    def serves(self) -> bool:
        """Whether the listener is there for somebody: a test serves itself, a probe closes at once."""
        return self not in (Context.TEST, Context.PROBE)


@dataclass(frozen=True, slots=True, eq=False)
class Site:
    """One call, or one configuration object, that makes a process accept connections or datagrams.

    `location` is that of the listening method's name (or of the config key). `call` is its text for people,
    `app.listen`. Exactly one of `listener` (with `node` a `Call`) and `config` is set. `server` is the value that
    listens, None for configurations and for objects that nothing identifies. `listening` is what the first argument can
    be where the call listens; None where that is all that it can be. For an exported object that the runtime serves,
    `node` is the exported expression and `listening` its value.
    """

    module: Module
    location: Location
    node: Node
    library: Library
    listener: Listener | None
    config: ConfigFile | None
    call: str
    server: External | None
    listening: Value | None = None

    @property
    def listening_call(self) -> Call | None:
        """The call that listens; None for a configuration."""
        return self.node if isinstance(self.node, Call) else None


@dataclass(frozen=True, slots=True, eq=False)
class ToolSite:
    """A listener that a program opens when somebody runs a command line, or because a JSON or TOML file configures it.

    `location` is that of the command (or of the host's key), `call` the command for people. `hosts` are the places that
    can give the host in order of precedence, each with what stands there. `script` names what holds the command: the
    script of a package, the process of a Procfile; "" for a program that code starts and for a file.
    `given` says that the command or the file itself writes a host.
    """

    location: Location
    library: Library
    tool: Command | ConfigFile
    call: str
    hosts: tuple[tuple[HostPosition, Value], ...]
    script: str = ""
    given: bool = False


AnySite = Union[Site, ToolSite]


class AddressClass(str, Enum):
    """What is bound when nobody sets anything (RUBRIC: bind)."""

    WILDCARD = "wildcard"
    WILDCARD_DEFAULT = "wildcard-default"
    LOOPBACK = "loopback"
    LOOPBACK_DEFAULT = "loopback-default"
    SPECIFIC = "specific"
    PIPE = "pipe"
    UNKNOWN = "unknown"

    @property
    def exposed(self) -> bool:
        """Whether other machines can reach it."""
        return self in (AddressClass.WILDCARD, AddressClass.WILDCARD_DEFAULT)


@dataclass(frozen=True, slots=True)
class Address:
    """The address, how it got to the call, and what else it can become.

    `value` is the host as written, or the library's default; "" where unknown. `trail` lists the steps from the call to
    where the value is written, in reading order; its last step is the origin that an annotation points at. `settings`
    names what changes it (`env HOST`, `flag --host`). `alternatives` are other outcomes with their condition, as text.
    `reason` says why an address is unknown. `versions` is the range that the manifest asks for and the versions in it
    that bind this, where others bind something safe.
    """

    cls: AddressClass
    value: str
    configurable: bool
    trail: tuple[Location, ...]
    settings: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    reason: str = ""
    versions: tuple[str, str] | None = None

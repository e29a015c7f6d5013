"""One entry of the catalogue: how a library listens, where its host is given and what it binds when it is not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache

from portbind_lint.model.regex import regex

_STEP = regex(r"<\w+>|\(\)|[\w$-]+")
EXPORTED = "export default"
"""The `call` of a listener that is no call: an object that a file exports and the runtime then serves."""

AND = " and "
"""What stands between the parts of a requirement that must all be met."""

_PATH = regex(r"(new )?[.]?(<\w+>|[\w$-]+)(\(\))*([.]?<\w+>|[.][\w$-]+|\(\))*")


@cache
def path_steps(pattern: str) -> tuple[str, ...]:
    """The steps of an access path that the catalogue spells like JavaScript, as `value.External.path` has them.

    `createServer()` is `(".createServer", "()")`; `new Server().listen` is `(".Server", "new", ".listen")`; `default`
    is the module itself and adds no step; `<Server>` is what a type annotation names. `EXPORTED` is a step of its own.
    Raises ValueError where the text is none of these.
    """
    if pattern == EXPORTED:
        return (EXPORTED,)
    if not _PATH.fullmatch(pattern):
        raise ValueError(pattern)
    pending = pattern.startswith("new ")
    steps: list[str] = []
    for step in _STEP.findall(pattern.removeprefix("new ")):
        if step == "()":
            steps.append("new" if pending else "()")
            pending = False
        elif step[0] == "<":
            steps.append(step)
        elif step != "default":
            steps.append(f".{step}")
    return (*steps, "new") if pending else tuple(steps)


@dataclass(frozen=True, slots=True)
class HostPosition:
    """One place where a listener takes its host.

    `argument` is the 0-based position in the listening call. `key` is a dotted path into that argument when it is an
    object (`listen.host`); "" means that the argument itself is the host. `construct` says that the argument is not of
    the listening call but of the call that made the server (`new Hapi.Server({host})`). `form` tells how the text is
    read: `host`, `host:port`, or `url`. `versions` limits the position to some versions of the library ("" for all).

    The last three say how a host is added where there is none. `moves` means that what stands in the argument's place
    moves on by one (`listen(port)` becomes `listen(host, port)`), `port` that the argument may also be a port alone,
    which is this key of the object (`listen(80)` is `listen({port: 80})`), `numeric` that the library's types want a
    number before it: without a host, a text is taken too.
    """

    argument: int
    key: str = ""
    construct: bool = False
    form: str = "host"
    versions: str = ""
    moves: bool = False
    port: str = ""
    numeric: bool = False


class DefaultClass(str, Enum):
    """What a library binds when no host reaches it; `none` where it refuses to start without one."""

    WILDCARD = "wildcard"
    LOOPBACK = "loopback"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Default:
    """The address that the library chooses by itself, for the versions that `versions` names ("" for all).

    `versions` is a list of major versions or ranges as in `">=4"`, `"3"`, `"<3.15"`. `form` says that it holds only
    where the first argument is an `object` or is `positional`, or a `callback` stands in the host's place.
    """

    address: str
    binds: DefaultClass
    versions: str = ""
    form: str = ""


@dataclass(frozen=True, slots=True)
class Listener:
    """One call form (or config key) that starts a listener.

    `call` is an access path pattern in the catalogue's spelling, as in `createServer().listen` or `new
    WebSocketServer`; one that begins with a dot (`.listen`) is a method of every server of the library; of `EXPORTED`
    the exported object counts as the first argument. `hosts` are tried in order, the first that is there wins. `pipes`
    are the places of a socket path or handle: when one is there the site is a `pipe`. `needs` lists requirements of
    which one must be met for the call to listen at all (`port` for `ws`); `excludes` those that make it attach to
    another server instead. A requirement is a key of the first argument (`port`, `transport.type`); a number in front
    is another argument (`1.port`), alone it is an argument that must be a port; `construct:` looks at the call that
    made the server; `=text` asks for a value, ` from MODULE` for something of that module, ` given` for any; `<Type>`
    is the call's type argument; `a and b` asks for both. `special` maps a host's spelling to the class that it has here
    (`""`, `"0"`, `"*"`, `null`, `false`), overriding the general reading. `ignored` are keys that look like the host
    and are not read.
    `settings` are what the library itself reads when no host is given (`env FASTMCP_HOST`).
    """

    call: str
    hosts: tuple[HostPosition, ...]
    defaults: tuple[Default, ...]
    pipes: tuple[HostPosition, ...] = ()
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    special: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    protocol: str = "tcp"
    note: str = ""
    settings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ConfigFile:
    """A configuration file that a tool turns into a listener: `vite.config.*` with its `server.host`.

    `names` are file name patterns, `key` the dotted path of the object that makes the listener (the site is reported
    there; in JSON and TOML files `*` is any key), `host` the key in it. With no `key` the host stands in the exported
    object itself, and is the site. `always` says that the tool listens even where
    the file has no such key; in JSON and TOML files a listener is reported only where the host is written. `versions`
    are those that read the host.
    """

    names: tuple[str, ...]
    key: str
    host: str
    defaults: tuple[Default, ...]
    special: tuple[tuple[str, str], ...] = ()
    always: bool = False
    versions: str = ""


@dataclass(frozen=True, slots=True)
class HostWord:
    """One place where a command line takes its host: a flag, or an environment variable that the program reads.

    `flags` are the spellings of one flag (`--host`, `-H`); where there is none, `env` names the variable. `bare` is the
    address that the flag means without a value, "" where it means nothing then. `attached` says that a value follows
    after `=` only. `form` and `versions` are those of `HostPosition`.
    """

    flags: tuple[str, ...]
    env: str = ""
    bare: str = ""
    attached: bool = False
    form: str = "host"
    versions: str = ""


class Purpose(str, Enum):
    """What people run a program for.

    `dev` serves a developer at work; `preview` does too, but where it is how a package is started; `server` is a
    product but where a script says that it is for developers.
    """

    DEV = "dev"
    PREVIEW = "preview"
    SERVER = "server"


@dataclass(frozen=True, slots=True)
class Command:
    """A program that listens when somebody runs it: `vite --host`, `next dev -H 0.0.0.0`.

    `programs` are its names without path, version and runner (`npx`). Of `subcommands`, if there are any, one must
    stand among the arguments ("" for no argument but flags); of `excludes` none may. Of `needs`, flags, one must be
    there. `hosts` are looked at in order, the first that is given wins; `ignored` are flags that look like the host and
    are not read. `special` is as in `Listener`.
    """

    programs: tuple[str, ...]
    hosts: tuple[HostWord, ...]
    defaults: tuple[Default, ...]
    purpose: Purpose
    subcommands: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    special: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """How the default was established: `run`, `source` or `documentation`, on which version, and what was seen."""

    how: str
    version: str
    seen: str


@dataclass(frozen=True, slots=True)
class Example:
    """A short program; `expect` holds the class of each site in source order, nothing where there must be none."""

    name: str
    code: str
    expect: tuple[str, ...]
    file: str = "example.ts"
    dependencies: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Library:
    """What is known of one library.

    `name` is what reports call it; `modules` are the specifiers it is imported by (`globalThis` for globals);
    `servers` are the access path patterns of the objects that can listen; `words` are the words of which one must stand
    in a file for the library to matter there (derived from the calls).
    """

    name: str
    modules: tuple[str, ...]
    documentation: str
    servers: tuple[str, ...]
    listeners: tuple[Listener, ...]
    configs: tuple[ConfigFile, ...]
    proof: Proof
    examples: tuple[Example, ...]
    role: str = "server"
    notes: str = ""
    commands: tuple[Command, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The last names of the listening calls, sorted: what a file must hold to matter."""
        paths = (path_steps(listener.call) for listener in self.listeners)
        names = ([step[1:] for step in path if step[0] == "."] for path in paths)
        return tuple(sorted({found[-1] for found in names if found}))

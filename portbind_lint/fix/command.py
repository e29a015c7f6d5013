"""A command line or a data file that opens a listener: loopback for its flag, or a flag where there is none."""

from __future__ import annotations

import re

from portbind_lint.fix.candidates import Candidate, UncertainError
from portbind_lint.fix.spelling import IPV4, loopback_of
from portbind_lint.fix.text import Text
from portbind_lint.fix.written import rewritten
from portbind_lint.model.library import Command, HostWord
from portbind_lint.model.regex import regex
from portbind_lint.model.site import Address, AddressClass, ToolSite

# Where a shell ends one command; quotes hide nothing that we would write behind.
_END_OF_COMMAND = regex(r"\s*(?:[;&|<>()]|\\n|\Z)")
_VALUE = r"(?P<between>=|[ \t]+)(?P<quote>(?:\\?[\"'])?)(?P<host>[^\s\"'\\;&|<>()]*)"
_HOST_AND_PORT = regex(r"(?P<scheme>[A-Za-z][\w.+-]*://)?(?P<host>0\.0\.0\.0|\[::\]|\*)(?=[:/]|$)")


def for_tool(site: ToolSite, address: Address, text: Text) -> Candidate:
    """The edit that makes a program that is run, or a tool that is configured, local; raises `UncertainError`."""
    if address.trail and address.trail[-1] != site.location:
        return rewritten(text, address.trail[-1])
    if not isinstance(site.tool, Command):
        return rewritten(text, site.location)
    if not site.script:
        raise UncertainError("code starts the program, with a command that is put together there")
    span = text.span(site.location)
    if span is None:
        raise UncertainError("the command does not stand on one line")
    line = text.text(*span)
    program = site.call.split()[0]
    if not line.startswith(program):
        raise UncertainError(f"the script runs {program} by way of something else")
    command = line[: _end(line)]
    if address.cls is AddressClass.WILDCARD:
        return _replaced(site, site.tool, text, span[0], command)
    return _appended(site, site.tool, text, span[0], command)


def _end(line: str) -> int:
    """Where the first command of a line ends, without blanks; quoted text is no end."""
    position, quote = 0, ""
    while position < len(line):
        character = line[position]
        if character in "\"'":
            quote = "" if quote == character else quote or character
        elif not quote and (found := _END_OF_COMMAND.match(line, position)):
            return found.start()
        position += 1
    return len(line)


def _replaced(site: ToolSite, command: Command, text: Text, offset: int, line: str) -> Candidate:
    """Loopback for what a flag of the line says."""
    for word in command.hosts:
        for flag in word.flags:
            found = list(re.finditer(rf"(?<=\s){re.escape(flag)}(?![\w-])(?:{_VALUE})?", line))
            if len(found) > 1:
                raise UncertainError(f"{flag} is given more than once")
            if found:
                start, end, new = _new_words(word, found[0])
                first, last = (offset + len(line[:at].encode()) for at in (start, end))
                change = f"write {new.strip()} behind {flag} at {site.location.path}:{site.location.line}"
                return Candidate((text.edit(first, last, new),), change)
    raise UncertainError("the command gets its host from somewhere else than a flag")


def _new_words(word: HostWord, found: re.Match[str]) -> tuple[int, int, str]:
    """What to write between two offsets of the line: a value in place of the old one, or behind a bare flag."""
    host = found["host"]
    if host is None or (found["between"] != "=" and (word.attached or host.startswith("-") or not host)):
        end = found.end() if host is None else found.start("between")
        if not word.bare or word.form != "host":
            raise UncertainError(f"{found[0].strip()} is given without a host")
        return end, end, f"{'=' if word.attached else ' '}{IPV4}"
    in_address = _HOST_AND_PORT.match(host)
    if in_address is not None:
        start = found.start("host") + in_address.start("host")
        return start, start + len(in_address["host"]), "[::1]" if in_address["host"] == "[::]" else IPV4
    new = loopback_of(host) if host else ""
    if host == "true":
        new = IPV4
    if not new:
        raise UncertainError(f"{host!r} is no address that means every interface")
    return *found.span("host"), new


def _appended(site: ToolSite, command: Command, text: Text, offset: int, line: str) -> Candidate:
    """A flag at the end of the command."""
    word = next((word for word in command.hosts if word.flags and word.form == "host"), None)
    if word is None:
        raise UncertainError("the program takes no flag for its host")
    if re.search(r"\s--(?=\s|$)", line):
        raise UncertainError("what stands behind -- is for another program")
    flag = max(word.flags, key=len)
    at = offset + len(line.encode())
    written = f" {flag}{'=' if word.attached else ' '}{IPV4}"
    change = f"write{written} behind {site.call} at {site.location.path}:{site.location.line}"
    return Candidate((text.edit(at, at, written),), change)

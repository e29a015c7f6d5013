"""Listeners that wait for the redirect of a login in the user's own browser, and end after it.

What the documents say of the program's server is not said of them; RFC 8252 (7.3) asks for loopback.
"""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.model.site import Site
from portbind_lint.model.syntax import Node

if TYPE_CHECKING:
    from portbind_lint.model.facts import Module
    from portbind_lint.model.site import AnySite

_LOGIN = r"oauth|auth(ori[sz]ation)?|log_?in|sign_?in|token"
_NAME = regex(rf"(oauth|auth|log_?in)\w*[-_.]?(callback|redirect)|(callback|redirect)[-_.]?({_LOGIN})", re.IGNORECASE)
_ASKS_FOR_LOGIN = regex(r"oauth|authori[sz]ation[ _-]?code|auth_?code|access_token", re.IGNORECASE)
_IS_SENT_BACK = regex(r"callback|redirect", re.IGNORECASE)
# It ends, or asks for the code that a login hands over.
_ENDS = regex(r"\.close\s*\(|\bshutdown\b|\bget\s*\(\s*['\"]code['\"]|\bquery(\.|\[['\"])code\b")
_READS_AN_ADDRESS = regex(r"\bsearchParams\b|\bquery\b|\burl\.parse\b", re.IGNORECASE)
_PATH = regex(r"['\"`](/[\w./-]*)['\"`?]")
# A script that waits for nothing else closes its listener; a server that lasts closes it when it is told to end.
_CLOSES = regex(r"\.close\s*\(|\bexit\s*\(\s*0?\s*\)")
_WAITS_FOR_A_SIGNAL = regex(r"\bSIG(TERM|INT|HUP)\b")
_MOST_PATHS = 2
_LONGEST = 9_000
_MOST_LEVELS = 4


def awaits_redirect(site: AnySite) -> bool:
    """Whether the listener at `site` only receives the answer of a login: by its file's name, or the code around it."""
    if not isinstance(site, Site):
        return False
    if _NAME.search(posixpath.basename(site.location.path)):
        return True
    module, function = site.module, site.module.enclosing_function(site.node)
    if function is None:
        return _is_script_for_a_login(module)
    for _ in range(_MOST_LEVELS):
        if function is None or function.end - function.start > _LONGEST:
            return False
        if _receives(module.text(Node(function.start, function.end))):
            return True
        function = module.enclosing_function(function)
    return False


def _is_script_for_a_login(module: Module) -> bool:
    """Whether a whole script does nothing but wait for the answer of a login: it closes the listener by itself."""
    text = module.text(Node(0, _LONGEST + 1))
    closes = _CLOSES.search(text) is not None and _WAITS_FOR_A_SIGNAL.search(text) is None
    return len(text) <= _LONGEST and closes and _receives(text)


def _receives(text: str) -> bool:
    wanted = (_ASKS_FOR_LOGIN, _IS_SENT_BACK, _READS_AN_ADDRESS, _ENDS)
    return all(pattern.search(text) for pattern in wanted) and len(set(_PATH.findall(text)) - {"/"}) <= _MOST_PATHS

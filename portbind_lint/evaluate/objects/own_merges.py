"""Functions of the repository's own that put objects together: `deepMerge(defaults, settings)`, written out by hand.

They loop over the keys of one argument and set each on another one, or on a copy of it, which they return. To follow
such a loop key by key would lose what it is for, so it is recognised by its shape, from the text of the function.
"""

from __future__ import annotations

import re
from functools import lru_cache

from portbind_lint.evaluate.objects.merges import Merge
from portbind_lint.model.regex import regex
from portbind_lint.model.syntax import Name
from portbind_lint.model.value import FunctionCase, Thing

_LONGEST = 1_500
_PAIR = 2
_NAME = r"[\w$]{1,60}"
_KEYS = r"(?:Object|Reflect)\s*\.\s*(?:keys|entries|ownKeys|getOwnPropertyNames)\s*\(\s*"
_LOOP = regex(
    rf"for\s*\(\s*(?:const|let|var)\s+\[?\s*(?P<key>{_NAME})\s*(?:,\s*(?P<value>{_NAME})\s*\])?\s+(?:of|in)\s+"
    rf"(?:{_KEYS})?(?P<source>{_NAME})\b"
    rf"|{_KEYS}(?P<source2>{_NAME})\s*\)\s*\.\s*forEach\s*\(\s*(?:function\s*)?\(?\s*\(?\[?\s*(?P<key2>{_NAME})"
    rf"\s*(?:,\s*(?P<value2>{_NAME})\s*\])?"
)
_COPY = (
    r"(?:\{\s*\.\.\.\s*%s\s*,?\s*\}|Object\s*\.\s*assign\s*\(\s*\{\s*\}\s*,\s*%s\s*\)|structuredClone\s*\(\s*%s\s*\))"
)
_TYPE = r"(?:\s*:\s*[^=;]{1,80})?"


def merge_of(callee: Thing) -> Merge | None:
    """What `callee` does, if it is such a function with two parameters; the second one is copied over the first."""
    if not isinstance(callee, FunctionCase) or callee.bound or callee.node.end - callee.node.start > _LONGEST:
        return None
    names = [parameter.target.name for parameter in callee.node.parameters if isinstance(parameter.target, Name)]
    if len(names) != _PAIR or len(callee.node.parameters) != _PAIR:
        return None
    return shape_of(callee.module.text(callee.node), names[0], names[1])


@lru_cache(maxsize=256)
def shape_of(text: str, target: str, source: str) -> Merge | None:
    """What a function with this text does with its parameters `target` and `source`, if it is one that merges."""
    loop = next((found for found in _LOOP.finditer(text) if (found["source"] or found["source2"]) == source), None)
    if loop is None:
        return None
    key, value = loop["key"] or loop["key2"], loop["value"] or loop["value2"]
    result = _result(text, target)
    if result is None:
        return None
    here, there = rf"{re.escape(result)}\[\s*{re.escape(key)}\s*\]", rf"{re.escape(source)}\[\s*{re.escape(key)}\s*\]"
    values = [there, *((re.escape(value),) if value else ())]
    values += map(re.escape, re.findall(rf"(?:const|let|var)\s+({_NAME}){_TYPE}\s*=\s*{there}", text))
    plain = rf"(?:{'|'.join(values)})(?:\s+as\s+[^;\n]{{1,60}})?\s*(?:;|\n|\}}|$)"
    set_to = re.findall(rf"{here}\s*=(?!=)\s*([^\n;]*(?:;|\n|\}}|$))", text)
    again = rf"{_NAME}\s*(?:<[^>\n]{{1,60}}>\s*)?\(\s*(?:{here}|{_NAME})"
    if not any(re.match(plain, given) for given in set_to):
        return None
    if not all(re.match(rf"{plain}|{again}|\{{", given) for given in set_to):
        return None
    deep = any(re.match(again, given) for given in set_to)
    keeps = re.search(
        rf"{here}\s*={{2,3}}\s*(?:undefined|null|['\"]undefined)|!\s*\(?\s*{re.escape(key)}\s+in\s+{re.escape(result)}\b",
        text,
    )
    return Merge(later_wins=keeps is None, deep=deep)


def _result(text: str, target: str) -> str | None:
    """What is returned: the first parameter itself, or a copy of it; None for anything else."""
    if re.search(rf"\breturn\s+{re.escape(target)}\s*(?:as\s+[^;\n]{{1,60}})?[;\n}}]", text):
        return target
    copied = _COPY.replace("%s", re.escape(target))
    made = re.search(rf"(?:const|let|var)\s+({_NAME}){_TYPE}\s*=\s*{copied}", text)
    if made is None or not re.search(rf"\breturn\s+{re.escape(made[1])}\s*(?:as\s+[^;\n]{{1,60}})?[;\n}}]", text):
        return None
    return made[1]

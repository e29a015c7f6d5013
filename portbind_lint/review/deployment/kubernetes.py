"""Kubernetes manifests and Helm templates: container ports, services and ingresses."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, speaks_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_KIND = regex(
    r"^kind:\s*(Deployment|StatefulSet|DaemonSet|Pod|Service|Ingress|HTTPRoute|ReplicaSet|Job)\b", re.MULTILINE
)
# The folder of a Helm chart that holds its manifests.
_TEMPLATES = "templates"
_VERSION = regex(r"^apiVersion:\s*\S", re.MULTILINE)
_PORT = regex(r"\s*-?\s*(containerPort|targetPort)\s*:\s*[\"']?(\d{2,5})?")
_MENTION = regex(r"\s*-?\s*(image|name|app|command|args)\s*:\s*(\S.{0,300})")


def handles(path: str) -> bool:
    """Any YAML file: a manifest is known by what it says."""
    folder, name = posixpath.split(path.lower())
    return name.endswith((".yaml", ".yml")) and not folder.startswith((".github", ".circleci"))


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The container ports; read by lines, because a Helm template is no YAML yet."""
    if not (_KIND.search(text) and _VERSION.search(text)):
        return ()
    return tuple(_ports(path, text))


def _ports(path: str, text: str) -> Iterator[Deployed]:
    lines = text.split("\n")
    folder, chart = _place(path)
    mentions = (*chart, *(found[2] for line in lines if (found := _MENTION.match(line))))
    for number, line in enumerate(lines, 1):
        found = _PORT.match(line)
        if found:
            ports = (int(found[2]),) if found[2] else ()
            yield Deployed("kubernetes", at(path, number, text), folder, ports, mentions)


def _place(path: str) -> tuple[str, tuple[str, ...]]:
    """The folder that a manifest speaks for; of a Helm template what holds its chart, and the chart's name."""
    folder = posixpath.dirname(path)
    if posixpath.basename(folder) != _TEMPLATES:
        return speaks_for(path), ()
    chart = posixpath.dirname(folder)
    return speaks_for(chart), (posixpath.basename(chart),)

"""Docker Compose: the published ports of services; `127.0.0.1:3000:3000` publishes nothing."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, beside, speaks_for
from portbind_lint.review.tree import Branch, BrokenYamlError, read_tree

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = re.compile(r"(docker-)?compose([-_.][\w.-]+)?\.ya?ml|[\w.-]+[-_.]compose\.ya?ml|docker-stack\.ya?ml", re.IGNORECASE)
_LOOPBACK = ("127.", "localhost:", "[::1]")
# Images of other people's servers: a service of theirs is not this repository's.
_PORT = re.compile(r"(?:^|[:}])(\d{2,5}|\$\{[^}]{0,40}?(\d{2,5})\})(?:/\w+)?$")


def handles(path: str) -> bool:
    """`docker-compose.yml`, `compose.yaml`, `docker-compose.prod.yml`."""
    return bool(_NAME.fullmatch(posixpath.basename(path)))


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The ports that each service publishes or exposes."""
    try:
        documents = read_tree(text)
    except BrokenYamlError:
        return ()
    found: list[Deployed] = []
    for document in documents:
        services = document.get("services")
        for name, service in services.entries.items() if services else ():
            found.extend(_service(path, text, name, service))
    return tuple(found)


def _service(path: str, text: str, name: str, service: Branch) -> Iterator[Deployed]:
    build = service.get("build")
    context = service.get("build", "context") or build
    image = service.get("image")
    mentions = [name, image.text if image and image.text else ""]
    for key in ("command", "entrypoint", "working_dir", "volumes", "container_name"):
        branch = service.get(key)
        mentions.extend(branch.texts() if branch else ())
    if build:
        mentions.extend(build.texts())
        folder = beside(posixpath.dirname(path), context.text) if context and context.text else speaks_for(path)
    else:
        folder = speaks_for(path)
    if not build and image and not _own(image.text or "", service):
        return
    for key in ("ports", "expose"):
        ports = service.get(key)
        for item in ports.items if ports else ():
            spec = _published(item)
            if spec:
                yield Deployed("compose", at(path, item.line, text), folder, _inner(spec), tuple(mentions))


def _own(image: str, service: Branch) -> bool:
    """Whether an image may be the repository's own: official images have no owner and run no command of ours."""
    return "/" in image or service.get("command") is not None or "$" in image


def _published(item: Branch) -> str:
    """The port as written, empty where it is bound to loopback."""
    if item.text is not None:
        return "" if item.text.startswith(_LOOPBACK) else item.text
    host, target = item.get("host_ip"), item.get("target")
    if host and host.text and host.text.startswith(_LOOPBACK[0]):
        return ""
    return (target.text or "") if target else ""


def _inner(spec: str) -> tuple[int, ...]:
    found = _PORT.search(spec)
    return (int(found[2] or found[1]),) if found else ()

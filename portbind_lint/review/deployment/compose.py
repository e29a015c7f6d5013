"""Docker Compose: the published ports of services; `127.0.0.1:3000:3000` publishes nothing, the host's network all."""

from __future__ import annotations

import posixpath
import re
from typing import TYPE_CHECKING

from portbind_lint.evaluate.data.yaml_tree import Branch, read_tree
from portbind_lint.model.regex import regex
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.placing import at, beside, speaks_for

if TYPE_CHECKING:
    from collections.abc import Iterator

_NAME = regex(r"(docker-)?compose([-_.][\w.-]+)?\.ya?ml|[\w.-]+[-_.]compose\.ya?ml|docker-stack\.ya?ml", re.IGNORECASE)
_LOOPBACK = ("127.", "localhost:", "[::1]")
_PORT = regex(r"(?:^|[:}])(\d{2,5}|\$\{[^}]{0,40}?(\d{2,5})\})(?:/\w+)?$")
# A script or a server for development, or a stage of a Dockerfile that is named for it.
_DEVELOPS = regex(
    r"\b(npm|yarn|pnpm|bun|deno)( (run|task))? (start:|serve:)?dev\b|\b(astro|nuxt|next|wrangler|remix|gatsby) dev\w*\b"
    r"|\bvite(?!\s*(build|preview)|[-\w./])|\bng serve\b|(^|\s)(dev|development)(\s|$)",
    re.IGNORECASE,
)
# What programs rest upon, under the names that its images have.
_INFRASTRUCTURE = regex(
    r"(mysql|mariadb|postg(res|is|rest)|pgvector|timescale|mongo|redis|valkey|keydb|memcached|rabbitmq|kafka|zookeeper|nats\b"
    r"|elastic|opensearch|clickhouse|influxdb|minio|localstack|dynamodb|mailhog|mailpit|adminer|pgadmin|phpmyadmin|neo4j"
    r"|qdrant|mosquitto|etcd|cassandra|couchdb|mssql|sqlserver|meilisearch)",
    re.IGNORECASE,
)


def handles(path: str) -> bool:
    """`docker-compose.yml`, `compose.yaml`, `docker-compose.prod.yml`."""
    return bool(_NAME.fullmatch(posixpath.basename(path)))


def read(path: str, text: str) -> tuple[Deployed, ...]:
    """The ports that each service publishes or exposes."""
    services = [service for document in read_tree(text) if (service := document.get("services"))]
    return tuple(
        entry
        for branch in services
        for name, service in branch.entries.items()
        for entry in _service(path, text, name, service)
    )


def started(path: str, text: str) -> tuple[Deployed, ...] | None:
    """What the services are that the file starts, whether they publish ports or not; None where it has no services.

    Databases and the like are left out: they are nobody's program here.
    """
    services = [service for document in read_tree(text) if (service := document.get("services"))]
    entries = [(name, service) for branch in services for name, service in branch.entries.items()]
    if not entries:
        return None
    return tuple(
        Deployed("compose", at(path, 1, text), _folder(path, build), (), _mentions(name, service), build is None)
        for name, service in entries
        for build in [service.get("build")]
        if build is not None or _INFRASTRUCTURE.match(_image(service)) is None
    )


def _mentions(name: str, service: Branch) -> tuple[str, ...]:
    texts = _texts(service, "command", "entrypoint", "working_dir", "build")
    return (name, _image(service), *texts, *_mounted(service))


def _service(path: str, text: str, name: str, service: Branch) -> Iterator[Deployed]:
    build, command = service.get("build"), service.get("command")
    mentions = _mentions(name, service)
    # A service that is not built here and runs its image's own program is ours only if it bears our name.
    foreign = build is None and command is None
    # What is started with a development server serves whoever develops it, beside those that the file deploys it for.
    audiences = (False, True) if _DEVELOPS.search(" ".join(_texts(service, "command", "build"))) else (False,)
    for key in ("ports", "expose"):
        ports = service.get(key)
        for item in ports.items if ports else ():
            spec = _published(item)
            for serves in audiences if spec else ():
                place, folder = at(path, item.line, text), _folder(path, build)
                yield Deployed("compose", place, folder, _inner(spec), mentions, foreign, serves)

    network = service.get("network_mode") or service.get("net")
    if network is not None and network.text == "host":
        yield Deployed("compose", at(path, network.line, text), _folder(path, build), (), mentions, foreign)


def _mounted(service: Branch) -> Iterator[str]:
    """The folders of the repository that are mounted into the container: its program may lie there."""
    for text in _texts(service, "volumes"):
        source = text.partition(":")[0]
        if source.startswith("./"):
            yield source


def _folder(path: str, build: Branch | None) -> str:
    context = (build.get("context") or build).text if build else None
    return beside(posixpath.dirname(path), context) if context else speaks_for(path)


def _image(service: Branch) -> str:
    """The image's own name, without registry, owner and tag."""
    image = service.get("image")
    return image.text.rpartition("/")[2].partition(":")[0] if image and image.text else ""


def _texts(service: Branch, *keys: str) -> Iterator[str]:
    for key in keys:
        branch = service.get(key)
        yield from branch.texts() if branch else ()


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

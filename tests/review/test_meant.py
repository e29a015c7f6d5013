"""Which documents and deployment files mean one listener, by ports, where others have the ports that are written."""

import pytest

from portbind_lint.model.source import Location
from portbind_lint.review.claims import Claim
from portbind_lint.review.deployed import Deployed
from portbind_lint.review.meant import ANY, Listening
from portbind_lint.review.phrases.load import ClaimKind
from portbind_lint.review.ports import Ports, named_in

LAN = (ClaimKind.JUSTIFIES, "Open http://pi.local:3000 from the network.")
ALL = (ClaimKind.WILDCARD_DEFAULT, "It listens on all interfaces, port 3000.")
PROXY = (ClaimKind.GUIDANCE, "Put it behind a proxy.")
LOCAL = (ClaimKind.LOCAL_ONLY, "It runs on this machine only.")
SHOWN = (ClaimKind.LOCALHOST_URL, "curl http://localhost:3000")
HOSTED = (ClaimKind.JUSTIFIES, "Deploy it to a cloud.")


def listening(*numbers: int, settings: tuple[str, ...] = (), others: tuple[int, ...] = (3000, 4000)) -> Listening:
    return Listening(lambda: Ports(frozenset(numbers), frozenset(settings)), lambda port: port in others)


def claim(kind: ClaimKind, text: str) -> Claim:
    return Claim(kind, "p", 3, "", Location("README.md", 1, text=text))


@pytest.mark.parametrize(
    ("listener", "said", "more", "kept"),
    [
        # What names another's port, and never this one, is not about this one.
        (listening(9090), [LAN, ALL, PROXY, SHOWN, HOSTED], "", []),
        # But what is said against an exposure counts.
        (listening(9090), [LAN, LOCAL], "", [LOCAL]),
        # It names this one: in a claim, elsewhere, or by its setting.
        (listening(3000), [LAN, HOSTED], "", [LAN, HOSTED]),
        (listening(9090), [LAN, HOSTED], "Metrics are on 9090.", [LAN, HOSTED]),
        (listening(9090), [LAN, HOSTED], "Set `METRICS_PORT`.", []),
        (listening(9090, settings=("METRICS_PORT",)), [LAN, HOSTED], "Set `METRICS_PORT`.", [LAN, HOSTED]),
        (listening(9090, settings=("METRICS_PORT",)), [LAN], "METRICS_PORT=9999", [LAN]),
        (listening(9090, settings=("PORT",)), [LAN, HOSTED], "PORT=4000", []),
        (listening(9090, settings=("PORT",)), [LAN, HOSTED], "Set `PORT`, such as PORT=4000.\nPORT", [LAN, HOSTED]),
        # Of other settings nobody knows how they are written in a text.
        (listening(9090, settings=("listen",)), [LAN], "", [LAN]),
        (listening(9090, settings=("server.port",)), [LAN], "", [LAN]),
        (listening(9090, settings=("--port",)), [LAN], "", []),
        (listening(9090, settings=("--port",)), [LAN], "Give it a `--port`.", [LAN]),
        # Nothing tells them apart.
        (listening(9090), [HOSTED], "", [HOSTED]),
        (listening(), [LAN, HOSTED], "", [LAN, HOSTED]),
        (listening(9090, others=()), [LAN, HOSTED], "", [LAN, HOSTED]),
        (ANY, [LAN, HOSTED], "", [LAN, HOSTED]),
        # Nobody can name a port that the system chooses.
        (listening(0, others=()), [LAN, HOSTED], "", []),
        (listening(0, settings=("PORT",), others=()), [LAN, HOSTED], "", [LAN, HOSTED]),
    ],
)
def test_documents(
    listener: Listening, said: list[tuple[ClaimKind, str]], more: str, kept: list[tuple[ClaimKind, str]]
) -> None:
    text = "\n".join([*(each for _, each in said), more])
    found = listener.meant_by([claim(*each) for each in said], lambda: named_in(text))
    assert [(each.kind, each.location.text) for each in found] == kept


@pytest.mark.parametrize(
    ("listener", "ports", "text", "deployed"),
    [
        (listening(9090), (3000,), "", False),
        (listening(9090), (3000, 9090), "", True),
        (listening(9090), (5000,), "", False),
        (listening(9090, settings=("PORT",)), (5000,), "", True),
        (listening(), (3000,), "", True),
        (listening(9090, settings=("PORT",)), (3000,), "", False),
        (listening(9090, settings=("PORT",)), (3000,), "ENV PORT=3000", True),
        (listening(0, others=()), (5000,), "", False),
    ],
)
def test_deployment_files(listener: Listening, ports: tuple[int, ...], text: str, deployed: bool) -> None:
    entry = Deployed("dockerfile", Location("Dockerfile", 1), "", ports)
    assert listener.is_deployed_by(entry, lambda: named_in(text)) is deployed
    assert listener.is_published_by([entry]) is not listener.ports.numbers.isdisjoint(ports)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portbind_lint.model.site import AddressClass
from portbind_lint.resolve.spelling import host_class, host_of


@pytest.mark.parametrize(
    "host",
    ["0.0.0.0", "::", "[::]", "", "0", "0x0", "0.0", "00", "::0", "0:0:0:0:0:0:0:0", "::ffff:0.0.0.0", "*", "0.0.0.0 ",
     "::%eth0", "+"],
)  # fmt: skip
def test_every_interface(host: str) -> None:
    assert host_class(host) is AddressClass.WILDCARD


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "127.1", "127.5.5.5", "0x7f.1", "017700000001", "2130706433", "::1", "[::1]", "::ffff:127.0.0.1",
     "localhost", "LOCALHOST", "app.localhost", "ip6-localhost"],
)  # fmt: skip
def test_this_machine(host: str) -> None:
    assert host_class(host) is AddressClass.LOOPBACK


@pytest.mark.parametrize(
    "host", ["192.168.0.10", "example.org", "fe80::1", "1.2.3.4.5", "999.1", "08", "1.2.3.400", "undefined", "0.1"]
)
def test_one_address(host: str) -> None:
    assert host_class(host) is AddressClass.SPECIFIC


@pytest.mark.parametrize(
    ("text", "form", "host"),
    [
        ("0.0.0.0:50051", "host:port", "0.0.0.0"),
        ("[::]:50051", "host:port", "[::]"),
        ("[::1", "host:port", "[::1"),
        ("localhost", "host:port", "localhost"),
        ("::1", "host:port", "::1"),
        ("50051", "host:port", ""),
        (":8000", "host:port", ""),
        ("unix:/run/app.sock", "host:port", None),
        ("dns:///localhost:50051", "host:port", "localhost"),
        ("ipv4:127.0.0.1:50051", "host:port", "127.0.0.1"),
        ("tcp://*:5555", "url", "*"),
        ("ipc:///tmp/app", "url", None),
        ("http://user@127.0.0.1:80/path", "url", "127.0.0.1"),
        ("0.0.0.0", "host", "0.0.0.0"),
    ],
)
def test_host_in_a_longer_text(text: str, form: str, host: str | None) -> None:
    assert host_of(text, form) == host


@given(st.text(max_size=60), st.sampled_from(["host", "host:port", "url"]))
def test_any_text_has_a_class(text: str, form: str) -> None:
    host = host_of(text, form)
    assert host is None or host_class(host) in AddressClass

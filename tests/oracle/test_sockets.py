from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.sockets import Listener, address_of, inet_listeners, listeners, unix_listeners

HEADER = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
TCP = "   0: 0100007F:0BB8 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 1 1\n"
ESTABLISHED = "   1: 0100007F:0BB8 0100007F:A001 01 00000000:00000000 00:00000000 00000000     0        0 2 1\n"
TCP6 = f"   0: {'0' * 32}:0BB8 {'0' * 32}:0000 0A 00000000:00000000 00:00000000 00000000     0        0 3 1\n"
UDP = "   0: 00000000:14E9 00000000:0000 07 00000000:00000000 00:00000000 00000000     0        0 4 2\n"
UNIX = (
    "Num       RefCount Protocol Flags    Type St Inode Path\n"
    "0000000000000000: 00000002 00000000 00010000 0001 01 5 /run/app.sock\n"
    "0000000000000000: 00000003 00000000 00000000 0001 03 6 /run/connected.sock\n"
    "0000000000000000: 00000002 00000000 00010000 0001 01 7\n"
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("0100007F", "127.0.0.1"),
        ("00000000", "0.0.0.0"),
        ("0" * 32, "::"),
        ("00000000000000000000000001000000", "::1"),
        ("0000000000000000FFFF00000100007F", "::ffff:127.0.0.1"),
    ],
)
def test_an_address_is_read_in_host_order(text: str, address: str) -> None:
    assert address_of(text) == address


@pytest.mark.parametrize(
    ("listener", "kind"),
    [
        (Listener("tcp", "::", 80), "wildcard"),
        (Listener("tcp", "::ffff:0.0.0.0", 80), "wildcard"),
        (Listener("udp", "127.5.5.5", 80), "loopback"),
        (Listener("tcp", "::ffff:127.0.0.1", 80), "loopback"),
        (Listener("tcp", "192.0.2.1", 80), "specific"),
        (Listener("unix", "/run/app.sock", 0), "pipe"),
    ],
)
def test_the_kind_of_a_socket(listener: Listener, kind: str) -> None:
    assert listener.kind == kind


def test_only_what_waits_for_somebody_counts(tmp_path: Path) -> None:
    net = tmp_path / "self" / "net"
    net.mkdir(parents=True)
    for name, text in (("tcp", HEADER + TCP + ESTABLISHED), ("tcp6", HEADER + TCP6), ("udp", HEADER + UDP)):
        (net / name).write_text(text)
    (net / "unix").write_text(UNIX)
    assert {str(found) for found in listeners(tmp_path)} == {
        "tcp 127.0.0.1",
        "tcp ::",
        "udp 0.0.0.0",
        "unix /run/app.sock",
    }
    assert inet_listeners("tcp", HEADER) == set()
    assert unix_listeners("") == set()

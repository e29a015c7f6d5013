"""Runs one program in namespaces of its own and says what it listens on.

`run` starts this file under `unshare`, with a network that has nothing but a loopback interface and with process
numbers of its own: nothing outside can reach what the program opens, its ports are free whatever else runs, every
socket there is the program's or its children's, and all of them end with it.
"""

from __future__ import annotations

import fcntl
import json
import os
import socket
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.oracle.sockets import Listener, listeners

_NAMESPACES = ("unshare", "--map-root-user", "--net", "--pid", "--fork", "--kill-child", "--mount-proc")
_SIOCSIFFLAGS, _IFF_UP_RUNNING = 0x8914, 0x41
_STEP, _SETTLE, _GRACE = 0.05, 0.4, 30.0
_TAIL = 2000


@dataclass(frozen=True, slots=True)
class Seen:
    """What a program listened on, its exit code if it ended by itself, and the end of what it printed."""

    listeners: tuple[Listener, ...]
    code: int | None
    output: str


def available() -> bool:
    """Whether this machine lets us make namespaces."""
    try:
        return subprocess.run((*_NAMESPACES, "true"), capture_output=True, check=False, timeout=10).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def run(command: list[str], folder: Path, environment: dict[str, str], *, enough: int, seconds: float) -> Seen:
    """What `command` listens on when it is run in `folder`.

    It is watched until it has opened `enough` ports and no more come, until it ends, or for `seconds`. With `enough`
    0 the whole time passes unless it ends.
    """
    request = json.dumps({"command": command, "enough": enough, "seconds": seconds})
    done = subprocess.run(
        (*_NAMESPACES, sys.executable, "-m", "tests.oracle.sandbox"),
        input=request, capture_output=True, text=True, check=False, timeout=seconds + _GRACE, cwd=folder,
        env={**environment, "PYTHONPATH": str(Path(__file__).parents[2])},
    )  # fmt: skip
    if done.returncode:
        raise RuntimeError(f"the sandbox failed: {done.stderr[-_TAIL:]}")
    answer = json.loads(done.stdout)
    return Seen(tuple(Listener(*item) for item in answer["listeners"]), answer["code"], answer["output"])


def _loopback_up() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        fcntl.ioctl(control, _SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", _IFF_UP_RUNNING))


def watched(command: list[str], enough: int, seconds: float) -> Seen:
    """Starts `command` and watches this namespace."""
    with tempfile.TemporaryFile() as output:
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=output, stderr=subprocess.STDOUT, env=dict(os.environ)
        )
        seen: set[Listener] = set()
        ever: set[Listener] = set()
        start = changed = time.monotonic()
        while time.monotonic() - start < seconds and child.poll() is None:
            now = listeners()
            ever |= now
            if now != seen:
                seen, changed = now, time.monotonic()
            ports = {(item.protocol, item.port, item.address if not item.port else "") for item in seen}
            if enough and len(ports) >= enough and time.monotonic() - changed > _SETTLE:
                break
            time.sleep(_STEP)
        code = child.poll()
        child.kill()
        output.seek(0)
        text = output.read().decode(errors="replace")
    # Some libraries try a port on other addresses first; only of a program that has ended all counts that was open.
    return Seen(tuple(sorted(seen if code is None else ever)), code, text[-_TAIL:])


def main() -> None:
    """Inside of the namespaces: the request from standard input, the answer to standard output."""
    request = json.loads(sys.stdin.read())
    _loopback_up()
    # Socket files of one run are not there in another, and anybody may write them.
    subprocess.run(("mount", "-t", "tmpfs", "tmpfs", "/run"), check=True, timeout=10)
    seen = watched(request["command"], request["enough"], request["seconds"])
    found = [(item.protocol, item.address, item.port) for item in seen.listeners]
    sys.stdout.write(json.dumps({"listeners": found, "code": seen.code, "output": seen.output}))


if __name__ == "__main__":
    main()

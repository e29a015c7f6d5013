"""# A debugger listens on all interfaces.

## What it does

Finds Node's inspector opened on every network interface: `inspector.open(port, '0.0.0.0')`, a child process that is
started with `--inspect=0.0.0.0`, and the like. Documentation and security controls do not change the verdict.

## Why it matters

Whoever reaches the inspector runs any code in the process. The protocol has no password, so every machine on the
same network, and every web page that finds a way around the `Host` check, becomes the owner of the process with its
files, its secrets and its user's rights.

## Example

```ts
// src/debug.ts
import inspector from 'node:inspector';

export function enableDebugger() {
  inspector.open(9229, '0.0.0.0');
}

enableDebugger();
```

## Instead

```ts
// src/debug.ts
import inspector from 'node:inspector';

export function enableDebugger() {
  inspector.open(9229, '127.0.0.1');
}

enableDebugger();
```

## What to do

Leave the inspector on 127.0.0.1, its default, and reach it from another machine through an SSH tunnel
(`ssh -L 9229:127.0.0.1:9229 host`). In a container, publish the port to the host's loopback only
(`127.0.0.1:9229:9229`).

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [CWE-489: Active Debug Code](https://cwe.mitre.org/data/definitions/489.html)
- [CWE-306: Missing Authentication for Critical Function](https://cwe.mitre.org/data/definitions/306.html)
- [Node.js, debugging: security implications of the inspector](https://nodejs.org/en/learn/getting-started/debugging#security-implications)
"""

from __future__ import annotations

from portbind_lint.judge.condition import exposed, is_debugger
from portbind_lint.judge.message import binds
from portbind_lint.judge.remedy import bind_loopback
from portbind_lint.judge.rule import Rule
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    return exposed(site) and is_debugger(site)


def _headline(site: ReviewedSite) -> str:
    return f"{binds(site)}, and whoever reaches a debugger runs any code in the process."


def _remedy(site: ReviewedSite) -> str:
    return f"Keep the debugger local: {bind_loopback(site)}; reach it from elsewhere through an SSH tunnel."


RULE = Rule(
    position=2,
    when="a debugger, exposed",
    verdict=Verdict.HIGH,
    severity=9.3,
    matches=_matches,
    headline=_headline,
    remedy=_remedy,
)

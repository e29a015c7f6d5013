"""# The address cannot be known from the code.

## What it does

Lists, with `--persona audit` only, the listeners whose address depends on something that the repository does not
contain: a required parameter of an exported function that nothing calls, a setting without a default, a value that is
computed in a way that is not followed.

## Why it matters

An auditor has to look at these by hand, because the tool neither says that they are exposed nor that they are not.
In everyday runs they would be noise: the caller decides, and the caller is in another repository.

## Example

```ts
// src/start.ts
import http from 'node:http';

export function start(port: number, host: string) {
  http.createServer().listen(port, host);
}
```

## Instead

```ts
// src/start.ts
import http from 'node:http';

export function start(port: number, host = '127.0.0.1') {
  http.createServer().listen(port, host);
}
```

## What to do

Give the parameter or setting a loopback default, so that whoever wants the network has to ask for it. If that is not
possible, follow the callers by hand and note the result in the audit.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [Node.js, net: server.listen(), what an omitted host means](https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback)
"""

from __future__ import annotations

from portbind_lint.judge.condition import is_class
from portbind_lint.judge.message import flat, name
from portbind_lint.judge.rule import Rule
from portbind_lint.model.site import AddressClass
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    return is_class(site, AddressClass.UNKNOWN)


def _headline(site: ReviewedSite) -> str:
    reason = f": {flat(site.address.reason)}" if site.address.reason else ""
    return f"{name(site)} binds an address that cannot be known from the code{reason}."


def _remedy(site: ReviewedSite) -> str:
    return f"Give the host of {name(site)} a default of 127.0.0.1, or follow its callers by hand."


RULE = Rule(
    position=4,
    when="an address that cannot be known",
    verdict=Verdict.NONE,
    severity=0.0,
    matches=_matches,
    headline=_headline,
    remedy=_remedy,
    personas=("audit",),
)

"""# Only a deployment file explains why all interfaces are bound.

## What it does

Finds listeners on all interfaces that a shipped deployment file needs (a Dockerfile with `EXPOSE`, a compose file,
Kubernetes, a Procfile and the like) while no prose says who is meant to reach the server.

## Why it matters

Inside a container all interfaces are the right choice, but the same line runs on laptops and virtual machines too,
where it opens the server to their network. A port number in a deployment file does not say whether callers must be
trusted.

## Example

```ts
// src/index.ts
import http from 'node:http';

http.createServer((request, response) => response.end('ok')).listen(8080, '0.0.0.0');
```

```dockerfile
# Dockerfile
FROM node:22
COPY . .
EXPOSE 8080
CMD ["node", "src/index.ts"]
```

## Instead

```ts
// src/index.ts
import http from 'node:http';

http.createServer((request, response) => response.end('ok')).listen(8080, process.env.HOST ?? '127.0.0.1');
```

```dockerfile
# Dockerfile
FROM node:22
ENV HOST=0.0.0.0
COPY . .
EXPOSE 8080
CMD ["node", "src/index.ts"]
```

## What to do

Bind 127.0.0.1 by default and set the address in the deployment file; and write down who connects, over which
transport, with which credentials, and what must stand in front of the server.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [Node.js, net: server.listen(), what an omitted host means](https://nodejs.org/api/net.html#serverlistenport-host-backlog-callback)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
- [OWASP, network segmentation](https://owasp.org/www-community/controls/Network_Segmentation)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, exposed
from portbind_lint.judge.message import binds, cited
from portbind_lint.judge.remedy import bind_in_deployment
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    return exposed(site) and documented(site, DocumentationStatus.DEPLOY_CONFIG)


def _headline(site: ReviewedSite) -> str:
    needed = f"a deployment file needs it{cited(site.review.documentation.evidence)}"
    return f"{binds(site)}; {needed}, but no document says who may reach it."


RULE = Rule(
    position=10,
    when="exposed, only deployment files give a reason",
    verdict=Verdict.MEDIUM,
    severity=5.0,
    matches=_matches,
    headline=_headline,
    remedy=bind_in_deployment,
)

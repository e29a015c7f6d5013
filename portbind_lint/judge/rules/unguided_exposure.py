"""# Meant for the network and guarded, but deployers are not told how to expose it.

## What it does

Finds listeners on all interfaces that the documentation justifies and that require authentication, while nothing
tells a deployer how to expose them safely: TLS or a reverse proxy, a firewall, where the credentials come from, how to
bind one address only.

## Why it matters

A password over plain HTTP on an open port is read by everybody on the way. Whoever deploys the server decides about
TLS, proxies and firewalls, and decides it from what the documentation says.

## Example

```ts
// src/index.ts
import express from 'express';

if (!process.env.API_TOKEN) throw new Error('set API_TOKEN');
const app = express();
app.use((request, response, next) => {
  if (request.headers.authorization !== `Bearer ${process.env.API_TOKEN}`) {
    response.status(401).end();
    return;
  }
  next();
});
app.listen(3000, '0.0.0.0');
```

```markdown
<!-- README.md -->
# Tools

The Streamable HTTP transport lets clients on other machines connect to `http://<server>:3000/mcp`.
```

## Instead

```ts
// src/index.ts
import express from 'express';

if (!process.env.API_TOKEN) throw new Error('set API_TOKEN');
const app = express();
app.use((request, response, next) => {
  if (request.headers.authorization !== `Bearer ${process.env.API_TOKEN}`) {
    response.status(401).end();
    return;
  }
  next();
});
app.listen(3000, '0.0.0.0');
```

```markdown
<!-- README.md -->
# Tools

The Streamable HTTP transport lets clients on other machines connect to `http://<server>:3000/mcp`.

## Deploying safely

Run the server behind a reverse proxy that terminates TLS, and let the firewall accept only the proxy on port 3000.
```

## What to do

Add a section on safe deployment to the README: put TLS or a reverse proxy in front, name the port to firewall, say
how to create and rotate the credentials, and how to bind 127.0.0.1 when one machine is enough.

## References

- [CWE-1327: Binding to an Unrestricted IP Address](https://cwe.mitre.org/data/definitions/1327.html)
- [Model Context Protocol, transports, security warning](https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#security-warning)
- [OWASP, network segmentation](https://owasp.org/www-community/controls/Network_Segmentation)
"""

from __future__ import annotations

from portbind_lint.judge.condition import documented, exposed, guided, requires_auth
from portbind_lint.judge.message import binds, cited
from portbind_lint.judge.remedy import guide
from portbind_lint.judge.rule import Rule
from portbind_lint.model.evidence import DocumentationStatus
from portbind_lint.model.verdict import ReviewedSite, Verdict


def _matches(site: ReviewedSite) -> bool:
    meant = exposed(site) and documented(site, DocumentationStatus.JUSTIFIED)
    return meant and requires_auth(site) and not guided(site)


def _headline(site: ReviewedSite) -> str:
    meant = f"which is documented{cited(site.review.documentation.evidence)}"
    return f"{binds(site)}, {meant} and guarded by authentication, but nothing tells deployers how to expose it safely."


RULE = Rule(
    position=12,
    when="exposed, justified, authentication required, no guidance",
    verdict=Verdict.MEDIUM,
    severity=4.5,
    matches=_matches,
    headline=_headline,
    remedy=guide,
)

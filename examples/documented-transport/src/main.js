import { requireBearerAuth } from '@modelcontextprotocol/sdk/server/auth/middleware/bearerAuth.js';
import { createMcpExpressApp } from '@modelcontextprotocol/sdk/server/express.js';

import { handleMcp } from './mcp.js';
import { verifier } from './verifier.js';

const port = 4100;
const host = '0.0.0.0';

// `host` and `allowedHosts` only select which Host headers are accepted; `listen` decides what is bound.
const app = createMcpExpressApp({ host, allowedHosts: [process.env.PUBLIC_HOST ?? 'localhost'] });

app.use('/mcp', requireBearerAuth({ verifier }));
app.post('/mcp', handleMcp);

// Web-based clients connect from other machines.
app.listen(port, host, () => {
  console.log(`MCP server available at http://${host}:${port}/mcp`);
  console.log('Authentication: bearer token required');
});

import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import express from 'express';

import { createHerbarium } from './server.js';
import { createTokenGuard } from './token.js';

export function startHttp(port: number, host: string): void {
  const app = express();
  app.use(express.json());
  app.use(createTokenGuard());

  app.post('/mcp', async (request, response) => {
    const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
    response.on('close', () => void transport.close());
    await createHerbarium().connect(transport);
    await transport.handleRequest(request, response, request.body);
  });

  app.listen(port, host, () => {
    console.log(`herbarium-mcp is available at http://${host}:${port}/mcp`);
  });
}

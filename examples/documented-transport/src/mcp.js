import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import { z } from 'zod';

function createStarMap() {
  const server = new McpServer({ name: 'star-map', version: '0.6.1' });
  server.tool('altitude', { declination: z.number(), latitude: z.number() }, ({ declination, latitude }) => ({
    content: [{ type: 'text', text: `${90 - Math.abs(latitude - declination)} degrees at most` }],
  }));
  return server;
}

export async function handleMcp(request, response) {
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await createStarMap().connect(transport);
  await transport.handleRequest(request, response, request.body);
}

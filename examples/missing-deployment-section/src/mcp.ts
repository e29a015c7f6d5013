import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Request, Response } from 'express';

export async function handleMcp(request: Request, response: Response): Promise<void> {
  const server = new McpServer({ name: 'glossary', version: '1.1.0' });
  server.resource('terms', 'glossary://terms', (uri) => ({
    contents: [{ uri: uri.href, text: 'bill of lading: the receipt for goods on a ship' }],
  }));
  const transport = new StreamableHTTPServerTransport({ sessionIdGenerator: undefined });
  await server.connect(transport);
  await transport.handleRequest(request, response, request.body);
}

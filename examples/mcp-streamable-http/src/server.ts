import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { z } from 'zod';

const plants = new Map([
  ['arnica', 'Arnica montana, collected 1911'],
  ['gentian', 'Gentiana lutea, collected 1934'],
]);

export function createHerbarium(): McpServer {
  const server = new McpServer({ name: 'herbarium', version: '1.3.0' });
  server.tool('find_plant', { name: z.string() }, ({ name }) => ({
    content: [{ type: 'text', text: plants.get(name) ?? 'not in the collection' }],
  }));
  return server;
}

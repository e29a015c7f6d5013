import { createServer } from 'node:http';

import { config } from './config.js';
import { handle } from './handle.js';

const server = createServer(handle);

server.listen({ port: config.port, host: config.host }, () => {
  console.log(JSON.stringify({ message: 'listening', ...config }));
});

process.once('SIGTERM', () => server.close());

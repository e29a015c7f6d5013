import express from 'express';

import { authenticateToken } from './authenticate.js';
import { handleMcp } from './mcp.js';

const port = Number(process.env.PORT ?? 3600);
const app = express();

// A middleware must be mounted: one that is handed to `listen` is never called.
app.use(authenticateToken);
app.post('/mcp', express.json(), handleMcp);

app.listen(port, '0.0.0.0', () => {
  console.log('Distributed MCP service started');
});

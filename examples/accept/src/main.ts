import { serve } from '@hono/node-server';

import { createApp } from './app.js';
import { readOptions } from './options.js';

const { token, hostname, port } = readOptions(process.env);
const app = createApp(token);

serve({ fetch: app.fetch, hostname, port });

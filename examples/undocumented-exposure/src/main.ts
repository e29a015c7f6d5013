import { loadParts } from './parts.js';
import { createCatalog } from './catalog.js';
import { settings } from './settings.js';

const catalog = createCatalog(await loadParts('parts.csv'));
await catalog.listen({ host: settings.host, port: settings.port });

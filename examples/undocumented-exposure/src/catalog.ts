import Fastify, { type FastifyInstance } from 'fastify';

import type { Part } from './parts.js';

export function createCatalog(parts: Part[]): FastifyInstance {
  const app = Fastify();

  app.get<{ Params: { number: string } }>('/parts/:number', async (request, reply) => {
    const part = parts.find(({ number }) => number === request.params.number);
    return part ?? reply.code(404).send();
  });

  app.get<{ Querystring: { name: string } }>('/parts', async (request) =>
    parts.filter(({ name }) => name.includes(request.query.name)),
  );

  return app;
}

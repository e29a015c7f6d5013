import Fastify from 'fastify';

const app = Fastify({ logger: true });

app.post('/jobs', async (request, reply) => {
  request.log.info('job received');
  return reply.code(202).send();
});

export async function startJobs(): Promise<void> {
  // Fastify 4 and later listen on localhost when no host is given.
  await app.listen({ port: 7300 });
}

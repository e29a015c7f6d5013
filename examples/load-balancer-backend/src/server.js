const Hapi = require('@hapi/hapi');
const Jwt = require('@hapi/jwt');

const { routes } = require('./routes');

exports.createServer = async ({ address, port, secret }) => {
  const server = Hapi.server({ host: address, port });

  await server.register(Jwt);
  server.auth.strategy('login', 'jwt', {
    keys: secret,
    verify: { aud: 'ticket-office', iss: 'login', sub: false },
    validate: ({ decoded }) => ({ isValid: true, credentials: decoded.payload }),
  });
  server.auth.default('login');

  server.route(routes);
  return server;
};

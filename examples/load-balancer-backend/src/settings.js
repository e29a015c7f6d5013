const { LISTEN_ADDRESS = '0.0.0.0', LISTEN_PORT = '9000', JWT_SECRET } = process.env;

if (!JWT_SECRET) {
  throw new Error('JWT_SECRET is missing');
}

module.exports = { address: LISTEN_ADDRESS, port: Number(LISTEN_PORT), secret: JWT_SECRET };

const { createServer } = require('./server');
const settings = require('./settings');

async function main() {
  const server = await createServer(settings);
  await server.start();
  console.log(`ticket-office: ${server.info.uri}`);
}

main().catch((error) => {
  console.error(error);
  process.exit(1);
});

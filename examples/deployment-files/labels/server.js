const polka = require('polka');

const { PORT = 7001, HOST = '0.0.0.0' } = process.env;

polka()
  .get('/labels/:locker', (request, response) => {
    response.end(`<svg xmlns="http://www.w3.org/2000/svg"><text y="20">${Number(request.params.locker)}</text></svg>`);
  })
  .listen({ port: PORT, host: HOST });

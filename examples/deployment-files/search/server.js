const restify = require('restify');

const berths = ['North Quay 1', 'North Quay 2', 'Fish Dock'];

const server = restify.createServer();
server.get('/berths/:name', (request, response, next) => {
  response.send(berths.filter((berth) => berth.includes(request.params.name)));
  next();
});
server.listen(7000);

import http from 'node:http';

const VPN_ADDRESS = '10.8.0.17';

export function startMetrics(): http.Server {
  const server = http.createServer((_request, response) => {
    response.end('desk_bridge_up 1\n');
  });
  return server.listen(9464, VPN_ADDRESS);
}

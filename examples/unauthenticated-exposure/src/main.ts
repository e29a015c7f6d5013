import * as grpc from '@grpc/grpc-js';

import { getRate } from './rates.js';
import { service } from './service.js';

const PORT = process.env.GRPC_PORT ?? '50051';

const server = new grpc.Server();
server.addService(service, { get: getRate });
server.bindAsync(`0.0.0.0:${PORT}`, grpc.ServerCredentials.createInsecure(), (error, port) => {
  if (error) throw error;
  console.log(`rates are served on ${port}`);
});

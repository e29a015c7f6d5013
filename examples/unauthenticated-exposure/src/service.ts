import * as grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const definition = grpc.loadPackageDefinition(loadSync('proto/rates.proto'));

export const service = (definition.rates as any).Rates.service as grpc.ServiceDefinition;

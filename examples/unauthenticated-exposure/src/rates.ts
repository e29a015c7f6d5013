import type { sendUnaryData, ServerUnaryCall } from '@grpc/grpc-js';

interface Pair {
  from: string;
  to: string;
}

const inEuro: Record<string, number> = { EUR: 1, GBP: 1.19, SEK: 0.087 };

export function getRate(call: ServerUnaryCall<Pair, { value: number }>, done: sendUnaryData<{ value: number }>): void {
  const { from, to } = call.request;
  done(null, { value: (inEuro[from] ?? NaN) / (inEuro[to] ?? NaN) });
}

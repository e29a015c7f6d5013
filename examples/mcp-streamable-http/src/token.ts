import { randomBytes, timingSafeEqual } from 'node:crypto';

import type { RequestHandler } from 'express';

/** The token that clients must send: the configured one, or a new one that is printed. */
function chooseToken(): string {
  if (process.env.HERBARIUM_TOKEN) {
    return process.env.HERBARIUM_TOKEN;
  }
  const token = randomBytes(32).toString('hex');
  console.log(`token for this run: ${token}`);
  return token;
}

export function createTokenGuard(): RequestHandler {
  const wanted = Buffer.from(chooseToken());
  return (request, response, next) => {
    const given = Buffer.from(request.get('authorization')?.replace(/^Bearer /, '') ?? '');
    if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
      response.status(401).json({ error: 'a bearer token is needed' });
      return;
    }
    next();
  };
}

import { randomBytes, timingSafeEqual } from 'node:crypto';

import type { NextFunction, Request, Response } from 'express';

const token = process.env.HERBARIUM_TOKEN ?? randomBytes(32).toString('hex');

if (!process.env.HERBARIUM_TOKEN) {
  console.log(`token for this run: ${token}`);
}

export function requireToken(request: Request, response: Response, next: NextFunction): void {
  const given = Buffer.from(request.get('authorization')?.replace(/^Bearer /, '') ?? '');
  const wanted = Buffer.from(token);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
    response.status(401).json({ error: 'a bearer token is needed' });
    return;
  }
  next();
}

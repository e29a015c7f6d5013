import type { NextFunction, Request, Response } from 'express';
import jwt from 'jsonwebtoken';

const key = process.env.DIRECTORY_PUBLIC_KEY;

if (!key) {
  throw new Error('DIRECTORY_PUBLIC_KEY is not set');
}

export function authenticateToken(request: Request, response: Response, next: NextFunction): void {
  const token = request.headers.authorization?.split(' ')[1];
  if (!token) {
    response.sendStatus(401);
    return;
  }
  jwt.verify(token, key as string, { algorithms: ['RS256'] }, (error) => {
    if (error) {
      response.sendStatus(403);
      return;
    }
    next();
  });
}

import { createHash, timingSafeEqual } from 'node:crypto';

const digest = (text) => createHash('sha256').update(text).digest();

/** Lets a request pass that carries one of the tokens as `Authorization: Bearer`. */
export function requireToken(tokens) {
  const known = tokens.map(digest);
  return async (ctx, next) => {
    const given = digest(ctx.get('Authorization').replace(/^Bearer /, ''));
    if (!known.some((token) => timingSafeEqual(token, given))) {
      ctx.throw(401, 'unknown token');
    }
    await next();
  };
}

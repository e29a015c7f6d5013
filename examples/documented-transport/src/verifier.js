import { createRemoteJWKSet, jwtVerify } from 'jose';

const keys = createRemoteJWKSet(new URL('https://login.observatory.example/keys'));

export const verifier = {
  async verifyAccessToken(token) {
    const { payload } = await jwtVerify(token, keys, { audience: 'star-map' });
    return { token, clientId: payload.client_id, scopes: payload.scope.split(' '), expiresAt: payload.exp };
  },
};

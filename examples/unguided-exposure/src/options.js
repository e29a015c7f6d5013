const tokens = (process.env.METER_TOKENS ?? '').split(',').filter(Boolean);

if (tokens.length === 0) {
  throw new Error('METER_TOKENS is not set');
}

export const options = {
  tokens,
  listen: {
    port: Number(process.env.PORT ?? 8080),
    host: '::',
  },
};

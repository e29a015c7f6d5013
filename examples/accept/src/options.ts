export interface Options {
  token: string;
  hostname: string;
  port: number;
}

export function readOptions(env: NodeJS.ProcessEnv): Options {
  const token = env.SYNC_TOKEN;
  if (!token) {
    throw new Error('SYNC_TOKEN is not set');
  }
  return { token, hostname: env.SYNC_HOST ?? '0.0.0.0', port: Number(env.SYNC_PORT ?? 8787) };
}

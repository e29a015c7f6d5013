const ALL_INTERFACES = '0.0.0.0';

export const settings = {
  host: process.env.CATALOG_HOST ?? ALL_INTERFACES,
  port: Number(process.env.CATALOG_PORT ?? 8300),
};

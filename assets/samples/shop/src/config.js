/** Reads the service's settings from the environment. Port 0 lets the system choose a free one. */
export function readConfig(env = process.env) {
  return {
    host: '127.0.0.1',
    port: Number(env.PORT ?? 0),
    seed: 20250301,
  };
}

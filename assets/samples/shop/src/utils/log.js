/** Makes a log for one part of the service. Everything goes to standard error; answers stay apart. */
export function createLog(part) {
  const write = (level, message) => console.error(`${level.padEnd(5)} ${part}: ${message}`);
  return {
    warn: (message) => write('warn', message),
    error: (message) => write('error', message),
  };
}

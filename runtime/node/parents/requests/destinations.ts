import { hostname } from 'node:os';
import { SafeMap } from '../../record/safe-map.ts';

/** Stands for this machine in a list of hosts. */
export const THIS_MACHINE = 'local';

/** A program may ask any number of hosts. */
const MOST_KNOWN = 1000;

/**
 * Whether a request to a host is to say which span has sent it. `hosts`: names, `*.name` for all below one, `*` for every
 * host, and `local` for this machine.
 */
export function createDestinations(hosts: readonly string[]): (host: string) => boolean {
  const patterns = hosts.map((pattern) => pattern.toLowerCase());
  const known = new SafeMap<string, boolean>();
  const own = hostname().toLowerCase();
  const matches = (pattern: string, host: string): boolean => {
    if (pattern === THIS_MACHINE) return isLoopback(host) || host === own;
    return (
      pattern === '*' || pattern === host || (pattern.startsWith('*.') && host.endsWith(pattern.slice(1)))
    );
  };
  return (name) => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const host = name.replace(/^\[(.*)\]$/, '$1').toLowerCase();
    const answer = patterns.some((pattern) => matches(pattern, host));
    if (known.size < MOST_KNOWN) known.set(name, answer);
    return answer;
  };
}

/** Names and addresses that lead nowhere else: RFC 6761, 6890 and 4291. */
const isLoopback = (host: string): boolean =>
  /^(?:(?:.+\.)?localhost|(?:::ffff:)?127(?:\.\d+){3}|0\.0\.0\.0|::1?)$/.test(host);

/** The host of `scheme://user@host:port/path`; '' where the text is none. */
export function hostOf(url: string): string {
  return /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#@]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1] ?? '';
}

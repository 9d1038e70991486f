import type { ServerResponse } from 'node:http';
import { securityHeaders } from '../page-security.ts';

/** A whole answer of one line, for a person who looks at it. */
export function sendText(response: ServerResponse, status: number, text: string): void {
  setHeaders(response, securityHeaders());
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' });
  response.end(`${text}\n`);
}

export function setHeaders(response: ServerResponse, headers: Record<string, string>): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

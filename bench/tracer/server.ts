import { type ChildProcess, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { launch } from './launch.ts';
import type { BenchProject } from './project.ts';
import { type SpoolTotals, spoolSize } from './spool-size.ts';
import type { Variant } from './variants.ts';
import type { ServiceWorkload } from './workloads.ts';

/** What a service has answered at a stretch. */
export interface Slice {
  readonly requests: number;
  /** CPU time that its process took for that, all threads together, ns. */
  readonly cpuNs: number;
  /** Requests with those that came before, which are not measured. */
  readonly inAll: number;
}

/**
 * How much a service is asked: for so many ms, or so many requests. `leadMs`: before that, not measured, so that it finds its code and
 * memory again, which others have put out of the caches.
 */
export type Amount = { readonly ms: number; readonly leadMs?: number } | { readonly requests: number };

/** The process that asks all services of a table. */
export class Sender {
  private readonly child: ChildProcess;

  constructor() {
    const env = { ...process.env };
    delete env.NODE_OPTIONS;
    this.child = fork(join(import.meta.dirname, 'programs/send.cjs'), [], { env, execArgv: [] });
  }

  /** One at a time. */
  async ask(port: number, amount: Amount): Promise<Slice> {
    const gone = new AbortController();
    const exited = once(this.child, 'exit', { signal: gone.signal }).then(() => {
      throw new Error('Who asks the services has ended');
    });
    try {
      const answer = once(this.child, 'message', { signal: gone.signal });
      this.child.send({ port, ...amount });
      const [slice] = (await Promise.race([answer, exited])) as [Slice];
      return slice;
    } finally {
      exited.catch(() => {});
      gone.abort();
    }
  }

  end(): void {
    if (this.child.connected) this.child.disconnect();
  }
}

/** What is left of a service that has ended. */
export interface Remains {
  /** Requests that it has answered in all. */
  readonly requests: number;
  readonly spool?: SpoolTotals;
  /** Calls in all, as the floor that counts them has it. */
  readonly counted?: number;
}

/** A service of one variant, in a process of its own that lives until `end`. */
export class Server {
  readonly variant: Variant;
  private readonly child: ChildProcess;
  private readonly port: number;
  private readonly scratch: string;
  private readonly spool: string;
  private readonly callsFile: string;
  private readonly errors: string[];
  private requests = 0;

  private constructor(
    variant: Variant,
    child: ChildProcess,
    port: number,
    errors: string[],
    places: { readonly scratch: string; readonly spool: string; readonly callsFile: string },
  ) {
    this.variant = variant;
    this.child = child;
    this.port = port;
    this.errors = errors;
    this.scratch = places.scratch;
    this.spool = places.spool;
    this.callsFile = places.callsFile;
  }

  static async start(workload: ServiceWorkload, project: BenchProject, variant: Variant): Promise<Server> {
    const scratch = project.scratch();
    const { args, env, spool, callsFile } = launch(workload, project, variant, scratch);
    const child = spawn(process.execPath, args, { env, cwd: project.dir, stdio: 'pipe' });
    const errors: string[] = [];
    child.stderr.setEncoding('utf8').on('data', (text: string) => errors.push(text));
    const lines = createInterface({ input: child.stdout });
    // Tracers print as well.
    for await (const line of lines) {
      if (!line.startsWith('{"port"')) continue;
      const { port } = JSON.parse(line) as { readonly port: number };
      child.stdout.resume();
      return new Server(variant, child, port, errors, { scratch, spool, callsFile });
    }
    throw new Error(`${workload.name}, ${variant.label}: no service has begun: ${errors.join('')}`);
  }

  /** Has it asked by `sender`. */
  async ask(sender: Sender, amount: Amount): Promise<Slice> {
    const slice = await sender.ask(this.port, amount);
    this.requests += slice.inAll;
    return slice;
  }

  /** Ends the process as one ends that has nothing left to do, and takes its files away. */
  async end(): Promise<Remains> {
    const exited = once(this.child, 'exit');
    this.child.stdin?.end();
    const [code] = (await exited) as [number | null];
    if (code !== 0) throw new Error(`${this.variant.label}: exit code ${code}: ${this.errors.join('')}`);
    const { requests, variant } = this;
    const remains: Remains = {
      requests,
      ...(variant.kind === 'trace' ? { spool: spoolSize(this.spool) } : {}),
      ...(variant.kind === 'count' ? { counted: Number(readFileSync(this.callsFile, 'utf8')) } : {}),
    };
    rmSync(this.scratch, { recursive: true, force: true });
    return remains;
  }

  /** Ends the process at once, if it has not ended. */
  kill(): void {
    if (this.child.exitCode === null) this.child.kill('SIGKILL');
  }
}

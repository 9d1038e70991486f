import type { ChildProcess } from 'node:child_process';

/** Collects what a child writes, both streams together. */
export class ChildOutput {
  readonly #child: ChildProcess;
  #text = '';
  #changed: (() => void)[] = [];

  constructor(child: ChildProcess) {
    this.#child = child;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => {
        this.#text += chunk;
        this.#tell();
      });
    }
    child.once('close', () => this.#tell());
  }

  get text(): string {
    return this.#text;
  }

  /** The first match in what was written so far or will be. Rejects when the child ends without it. */
  async find(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const found = pattern.exec(this.#text);
      if (found) return found;
      const { exitCode, signalCode } = this.#child;
      if (exitCode !== null || signalCode !== null) {
        throw new Error(`ended (${exitCode ?? signalCode}) without writing ${pattern}:\n${this.#text}`);
      }
      await new Promise<void>((resolve) => this.#changed.push(resolve));
    }
  }

  #tell(): void {
    for (const resolve of this.#changed.splice(0)) resolve();
  }
}

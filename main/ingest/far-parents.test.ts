import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHANNEL, CHANNEL_PID_BITS } from '#format';
import { runTraced } from '../../runtime/node/testing/run-traced.ts';
import { ask } from '../query/testing/ask.ts';
import { ingestNow, type TestPlace } from '../store/testing/recording.ts';
import { testProcess } from '../store/testing/spool-builder.ts';
import { type Arrival, FarParents, type SpanPlace } from './far-parents.ts';
import { TraceContexts } from './trace-contexts.ts';

const high = (kind: number, pid: number) => kind * 2 ** CHANNEL_PID_BITS + pid;
const PORT = high(CHANNEL.PORT, 100);
const place = (thread: number, ordinal: number): SpanPlace => ({ thread, ordinal, root: ordinal });

function gather() {
  const found: string[] = [];
  const name = ({ thread, ordinal }: SpanPlace) => `${thread}.${ordinal}`;
  const far = new FarParents((child, parent) => found.push(`${name(parent)} > ${name(child)}`));
  const received = (sequence: number, fallback?: SpanPlace): Arrival =>
    far.received(PORT, 1, sequence, testProcess(), fallback);
  return { far, found, received };
}

describe('a message between threads', () => {
  it('gives its parent to what it causes, whichever side is read first', () => {
    const { far, found, received } = gather();
    far.sent(PORT, 1, 0, place(0, 5), 0);
    far.began(received(0), place(1, 0));
    expect(found).toEqual(['0.5 > 1.0']);
    const late = received(1);
    far.began(late, place(1, 1));
    far.began(late, place(1, 2));
    far.sent(PORT, 1, 1, place(0, 6), 0);
    far.began(late, place(1, 3));
    expect(found.slice(1)).toEqual(['0.6 > 1.1', '0.6 > 1.2', '0.6 > 1.3']);
  });

  it('is on behalf of whoever has caused the one that sends it, if nothing there is traced', () => {
    const { far, found, received } = gather();
    const relayed = received(0);
    far.sent(PORT, 2, 0, relayed, 0);
    const end = far.received(PORT, 2, 0, testProcess(), undefined);
    far.began(end, place(2, 0));
    far.sent(PORT, 1, 0, place(0, 9), 0);
    expect(found).toEqual(['0.9 > 2.0']);
  });

  it('of nobody leaves what it causes to the span that listens, and says so at the end', () => {
    const { far, found, received } = gather();
    far.began(received(0, place(1, 7)), place(1, 8));
    far.began(received(1), place(1, 9));
    far.sent(PORT, 1, 2, place(0, 1), 0);
    expect(found).toEqual([]);
    far.finish();
    expect(found).toEqual(['1.7 > 1.8']);
  });

  it('finds the starter of a process through a shell, or by the call that waited for it', () => {
    const { far, found } = gather();
    const child = (pid: number, ppid: number, ancestors: number[], atNs: number) =>
      far.received(
        high(CHANNEL.PROCESS, pid),
        0,
        0,
        testProcess({ pid, ppid, ancestors, originUnixNs: String(atNs) }),
        undefined,
      );
    far.joined(testProcess({ pid: 10 }));
    far.sent(high(CHANNEL.PROCESS, 20), 0, 0, place(0, 1), 0);
    far.began(child(21, 20, [10], 100), place(1, 0));
    far.sent(high(CHANNEL.SYNC_PROCESS, 10), 0, 0, place(0, 2), 200);
    far.sent(high(CHANNEL.SYNC_PROCESS, 10), 0, 1, place(0, 3), 400);
    far.began(child(22, 30, [10], 300), place(2, 0));
    far.began(child(23, 31, [11, 10], 500), place(3, 0));
    far.finish();
    expect(found).toEqual(['0.1 > 1.0', '0.2 > 2.0', '0.3 > 3.0']);
  });
});

describe('a trace context', () => {
  const context = Int32Array.of(1, 2, 3, 4, 5, 6);

  it('is one more message: whichever side is read first, and however many go on with it', () => {
    const { far, found } = gather();
    const contexts = new TraceContexts(far);
    contexts.carried('a', place(0, 1));
    far.began(contexts.continued('a', context, testProcess()), place(1, 0));
    const late = contexts.continued('b', context, testProcess());
    far.began(late, place(1, 1));
    far.began(contexts.continued('b', context, testProcess()), place(2, 1));
    contexts.carried('b', place(0, 2));
    far.began(late, place(1, 2));
    expect(found).toEqual(['0.1 > 1.0', '0.2 > 1.1', '0.2 > 2.1', '0.2 > 1.2']);
  });

  it('is on behalf of whoever has caused the call that sends it', () => {
    const { far, found, received } = gather();
    const contexts = new TraceContexts(far);
    contexts.carried('a', received(0));
    far.began(contexts.continued('a', context, testProcess()), place(2, 0));
    far.sent(PORT, 1, 0, place(0, 9), 0);
    const relayed = contexts.continued('b', context, testProcess());
    contexts.carried('c', relayed);
    far.began(contexts.continued('c', context, testProcess()), place(3, 0));
    contexts.carried('b', place(1, 4));
    expect(found).toEqual(['0.9 > 2.0', '1.4 > 3.0']);
  });

  it('that comes from outside leaves a root a root', () => {
    const { far, found } = gather();
    far.began(new TraceContexts(far).continued('a', context, testProcess()), place(1, 0));
    far.finish();
    expect(found).toEqual([]);
    expect(far.save().waiting.size).toBe(0);
  });
});

describe('a recording of several threads and processes', () => {
  it('has one trace across them: parents, ancestors, children and the id', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'callscape-far-'));
    const worker = `const { parentPort } = require('node:worker_threads'); const { fork } = require('node:child_process');
      function got() { fork('./child.cjs'); parentPort.close(); } parentPort.once('message', got);`;
    const main = `const { Worker } = require('node:worker_threads'); function ask() { new Worker('./worker.cjs').postMessage(1); }
      function main() { ask(); } main();`;
    writeFileSync(join(cwd, 'main.cjs'), main);
    writeFileSync(join(cwd, 'worker.cjs'), worker);
    writeFileSync(join(cwd, 'child.cjs'), 'function deepest() {} function child() { deepest(); } child();');
    let file = '';
    const recorded = (spoolDir: string) => {
      file = ingestNow({ spoolDir, file: join(cwd, 'run.callscape') } satisfies TestPlace);
    };
    await runTraced({ cwd, args: ['main.cjs'], recorded });
    const functions = ask(file, 'functions', {});
    const only = (name: string) => {
      const { rows } = ask(file, 'spans', {
        function: functions.name.indexOf(name),
        order: 'start',
        offset: 0,
        limit: 10,
      });
      expect(rows).toHaveLength(1);
      return ask(file, 'span', { id: rows[0]?.id ?? '' });
    };
    const names = (list: readonly { readonly function: number }[]) =>
      list.map((one) => functions.name[one.function]);
    const [root, deepest] = [only('main'), only('deepest')];
    expect(names(deepest.ancestors)).toEqual(['main', 'ask', 'got', 'child']);
    expect(deepest.traceId).toBe(root.traceId);
    expect(only('child').parent).toBe(only('got').id);
    expect(only('got').parent).toBe(only('ask').id);
    expect(names(only('ask').children)).toEqual(['got']);
    expect(only('ask').childCount).toBe(1);
    expect(root.parent).toBeNull();
    const trace = ask(file, 'trace', { span: deepest.id, from: 'root', depth: 10, offset: 0, limit: 100 });
    expect(Array.from(trace.function, (f) => functions.name[f])).toEqual([
      'main',
      'ask',
      'got',
      'child',
      'deepest',
    ]);
  });

  it('has requests in it: the server goes on with the trace of who asks', async () => {
    const cwd = mkdtempSync(join(tmpdir(), 'callscape-far-'));
    const server = `function answer(q, r) { r.end('x', () => { server.close(); process.disconnect(); }); }
      const server = require('node:http').createServer(answer).listen(0, () => process.send(server.address().port));`;
    const main = `const { fork } = require('node:child_process'); function ask(port) { require('node:http').get({ port, agent: false }, (r) => r.resume()); }
      fork('./server.cjs').once('message', ask);`;
    writeFileSync(join(cwd, 'main.cjs'), main);
    writeFileSync(join(cwd, 'server.cjs'), server);
    const file = join(cwd, 'run.callscape');
    const recorded = (spoolDir: string) => {
      ingestNow({ spoolDir, file } satisfies TestPlace);
    };
    await runTraced({ cwd, args: ['main.cjs'], recorded });
    const { name } = ask(file, 'functions', {});
    const span = (wanted: string) => {
      const request = { function: name.indexOf(wanted), order: 'start', offset: 0, limit: 1 } as const;
      return ask(file, 'span', { id: ask(file, 'spans', request).rows[0]?.id ?? '' });
    };
    expect(span('answer').parent).toBe(span('ask').id);
    expect(span('answer').traceId).toBe(span('ask').traceId);
  });
});

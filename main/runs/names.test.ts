import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { runId } from '#contract';
import { commandLine, defaultRunName, newRunId } from './names.ts';

describe('names of runs', () => {
  it('are made from the command and the local time', () => {
    const at = new Date(2026, 0, 31, 9, 5).getTime();
    expect(defaultRunName('node  app.js', at)).toBe('node app.js · 09:05');
    expect(defaultRunName(`node ${'x'.repeat(200)}`, at)).toHaveLength(68);
  });

  it('have ids that the contract accepts and that differ', () => {
    const ids = new Set(Array.from({ length: 1000 }, newRunId));
    expect(ids.size).toBe(1000);
    for (const id of ids) {
      expect(id).toMatch(/^r[0-9a-z]{12}$/);
      expect(v.is(runId, id)).toBe(true);
    }
  });

  it('show a command as a shell would take it', () => {
    expect(commandLine(['node', 'my app.js', "it's", '--x=1'])).toBe(
      String.raw`node 'my app.js' 'it'\''s' --x=1`,
    );
    expect(commandLine(['a | b'])).toBe('a | b');
  });
});

import { expect, it } from 'vitest';
import type { Run } from '#contract';
import { outcomeOf } from './outcome.ts';

it('what is kept of the output of a run that failed holds no secret', async () => {
  const output = 'starting\ncannot reach postgres://app:hunter2@db.local/shop\n';
  const { diagnosis } = await outcomeOf(
    {
      exit: { code: 1, signal: null },
      run: { command: 'node app.js', level: 2 } as Run,
      stopped: false,
      output: Buffer.from(output),
      env: {},
      cwd: '/app',
    },
    { spans: 10, skipped: [] },
  );
  expect(JSON.stringify(diagnosis)).toContain('cannot reach postgres:<redacted>db.local/shop');
  expect(JSON.stringify(diagnosis)).not.toContain('hunter2');
});

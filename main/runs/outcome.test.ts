import { expect, it } from 'vitest';
import type { Run } from '#contract';
import { outcomeOf } from './outcome.ts';

it('what is kept of the output of a run that failed holds no secret', async () => {
  const output = [
    '/app/db.js:3',
    '    throw new Error(url);',
    '    ^',
    '',
    'Error: cannot reach postgres://app:hunter2@db.local/shop',
    '    at connect (/app/db.js:3:11)',
    '',
    'Node.js v24.21.0',
  ].join('\n');
  const { diagnosis } = await outcomeOf(
    {
      exit: { code: 1, signal: null },
      run: { command: 'node app.js', level: 2 } as Run,
      stopped: false,
      output: Buffer.from(output),
      env: {},
      cwd: '/app',
    },
    10,
  );
  expect(JSON.stringify(diagnosis)).toContain('cannot reach postgres:<redacted>db.local/shop');
  expect(JSON.stringify(diagnosis)).not.toContain('hunter2');
});

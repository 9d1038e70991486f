import { describe, expect, it } from 'vitest';
import type { FixedFinding, FixProposals } from '#contract';
import { proposalsText } from './fix-text.ts';

const finding = (id: string, message: string): FixedFinding => ({
  id,
  rule: 'dead-code',
  severity: 'low',
  file: 'a.js',
  line: 3,
  message,
});

const proposals: FixProposals = {
  fixes: [
    {
      id: 'f',
      finding: finding('1', 'f is used nowhere'),
      title: 'Remove f',
      optional: false,
      files: [{ path: 'a.js', before: 'a();\nf();\n', after: 'a();\n' }],
      uncommitted: ['a.js'],
    },
  ],
  refused: [
    { finding: finding('2', 'g is used nowhere'), reason: 'It is public.', needs: null, doubtful: false },
    { finding: finding('3', 'h is used nowhere'), reason: 'See the evidence.', needs: null, doubtful: true },
  ],
  git: true,
  proof: { tests: null, command: null },
};

describe('what fix tells', () => {
  it('has the diff of what can be done, what git has not, and why the rest is left', () => {
    expect(proposalsText(proposals, { all: false, unasked: 0 })).toBe(
      [
        'a.js:3  dead-code  f is used nowhere',
        '  Remove f',
        '  (changes that are not committed: a.js)',
        '--- a/a.js',
        '+++ b/a.js',
        '@@ -1,2 +1,1 @@',
        ' a();',
        '-f();',
        '',
        'a.js:3  dead-code  g is used nowhere',
        '  not fixed: It is public.',
        '',
        '1 of 2 findings can be fixed; --apply does it.',
        '1 less certain finding is left out; --all shows it.',
        '',
      ].join('\n'),
    );
  });

  it('has what is less certain as well where it is asked for all', () => {
    const text = proposalsText(proposals, { all: true, unasked: 2 });
    expect(text).toContain('h is used nowhere\n  not fixed: See the evidence.');
    expect(text).toContain('1 of 3 findings');
    expect(text).not.toContain('left out');
    expect(text).toContain('2 more are right only if you mean them; --intended shows them.');
  });
});

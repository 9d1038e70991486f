import { describe, expect, it } from 'vitest';
import { shellInvocation } from './shell.ts';

const lineFor = (line: string, shell?: string) => shellInvocation(line, { SHELL: shell }, 'linux').args[1];

describe('a shell line', () => {
  it('lets a shell that would wait become the program instead', () => {
    expect(lineFor('node app.js')).toBe('exec node app.js');
    expect(lineFor(`node -e "a(1); b()" 'x | y' > out.txt`)).toBe(
      `exec node -e "a(1); b()" 'x | y' > out.txt`,
    );
    expect(lineFor('./my\\ app --port=1 $HOME')).toBe('exec ./my\\ app --port=1 $HOME');
  });

  it('is left alone when the shell has more to do than one program', () => {
    for (const line of [
      'node a.js | cat',
      'node a.js && node b.js',
      'node a.js; echo done',
      'node a.js &',
      'PORT=1 node a.js',
      'cd src && node a.js',
      'exit 3',
      'if true; then node a.js; fi',
      '(node a.js)',
      'echo "`date`"',
      'node "unfinished',
    ]) {
      expect(lineFor(line)).toBe(line);
    }
  });

  it('is left alone for a shell that becomes the last program by itself', () => {
    expect(lineFor('node app.js', '/bin/bash')).toBe('node app.js');
  });
});

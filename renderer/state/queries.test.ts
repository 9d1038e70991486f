import { beforeEach, describe, expect, it } from 'vitest';
import { noQueries } from './queries.ts';
import { useApp } from './store.ts';

describe('what recordings are asked for', () => {
  beforeEach(() => useApp.setState({ queries: noQueries }));

  it.each([
    ['searches', 'rememberSearch'],
    ['statements', 'rememberStatement'],
  ] as const)('keeps the last %s, each once and the newest first', (kind, remember) => {
    const keep = useApp.getState()[remember];
    for (let at = 0; at < 30; at++) keep(`number ${at}`);
    keep('number 20');
    const kept = useApp.getState().queries[kind];
    expect(kept).toHaveLength(20);
    expect(kept.slice(0, 3)).toEqual(['number 20', 'number 29', 'number 28']);
  });

  it('keeps statements by name', () => {
    const { saveQuery, forgetQuery } = useApp.getState();
    saveQuery({ name: 'slow', sql: 'SELECT 1' });
    saveQuery({ name: 'all', sql: 'SELECT 2' });
    saveQuery({ name: 'slow', sql: 'SELECT 3' });
    expect(useApp.getState().queries.saved).toEqual([
      { name: 'all', sql: 'SELECT 2' },
      { name: 'slow', sql: 'SELECT 3' },
    ]);
    forgetQuery('all');
    expect(useApp.getState().queries.saved.map(({ name }) => name)).toEqual(['slow']);
  });
});

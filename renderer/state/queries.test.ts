import { beforeEach, describe, expect, it } from 'vitest';
import { noQueries } from './queries.ts';
import { useApp } from './store.ts';

describe('what recordings are asked for', () => {
  beforeEach(() => useApp.setState({ queries: noQueries }));

  it('keeps the last searches, each once and the newest first', () => {
    const { rememberSearch } = useApp.getState();
    for (let at = 0; at < 30; at++) rememberSearch(`name:f${at}`);
    rememberSearch('name:f20');
    const { searches } = useApp.getState().queries;
    expect(searches).toHaveLength(20);
    expect(searches.slice(0, 3)).toEqual(['name:f20', 'name:f29', 'name:f28']);
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

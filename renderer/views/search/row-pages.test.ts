import { describe, expect, it } from 'vitest';
import type { SearchPage, SearchRow } from '#contract';
import { RowPages } from './row-pages.ts';

const rowsOf = (offset: number, limit: number): readonly SearchRow[] =>
  Array.from({ length: limit }, (_, at) => ({ id: String(offset + at) }) as SearchRow);

function pagesOf(total: number) {
  const asked: number[] = [];
  let answered = Promise.resolve();
  const pages = new RowPages((offset, limit) => {
    asked.push(offset);
    const page: SearchPage = {
      revision: 1,
      total,
      offset,
      rows: rowsOf(offset, Math.min(limit, total - offset)),
    };
    const answer = Promise.resolve(page);
    answered = answer.then(() => undefined);
    return answer;
  });
  return { pages, asked, settled: () => answered.then(() => undefined) };
}

describe('the pages of a search', () => {
  it('are asked for as they are looked at, each once', async () => {
    const { pages, asked, settled } = pagesOf(1000);
    expect(pages.total).toBeNull();
    expect(pages.row(3)).toBeUndefined();
    await settled();
    expect(pages.total).toBe(1000);
    expect(pages.row(3)?.id).toBe('3');
    expect(pages.row(450)).toBeUndefined();
    expect(pages.row(451)).toBeUndefined();
    await settled();
    expect(pages.row(450)?.id).toBe('450');
    expect(asked).toEqual([0, 400]);
  });

  it('tell their listeners of every answer, and say why one did not come', async () => {
    const failing = new RowPages(() => Promise.reject(new Error('no such field')));
    let told = 0;
    failing.subscribe(() => told++);
    await expect.poll(() => failing.error?.message).toBe('no such field');
    expect(told).toBe(1);
    failing.dispose();
  });

  it('forget the oldest when there are many', async () => {
    const { pages, settled } = pagesOf(100_000);
    for (let rank = 0; rank < 60 * 200; rank += 200) {
      pages.row(rank);
      await settled();
    }
    expect(pages.row(59 * 200)?.id).toBe(String(59 * 200));
    expect(pages.row(0)).toBeUndefined();
  });
});

import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrate, openWritable } from '../store/index.ts';
import { temporaryFolder } from '../testing/folder.ts';
import { journalSchema, openJournal } from './journal.ts';

it('a journal of the first version is read on, and its fixes stand for themselves', () => {
  const file = join(temporaryFolder(), 'fixes.sqlite');
  const old = openWritable(file);
  migrate(old, file, { ...journalSchema, migrations: journalSchema.migrations.slice(0, 1) });
  old.exec(
    "INSERT INTO fixes (id, title, state, owner, applied_at, steps, undo_steps) VALUES ('one', 'Remove it', 'applied', 'o', 5, '[]', '[]')",
  );
  old.close();
  const journal = openJournal(file);
  onTestFinished(() => journal.dispose());
  expect(journal.entries()).toEqual([
    {
      id: 'one',
      title: 'Remove it',
      batch: 'one',
      finding: null,
      state: 'applied',
      appliedAt: 5,
      undoneAt: null,
      steps: [],
      undoSteps: [],
      proof: null,
      commit: null,
    },
  ]);
});

import type { Run } from '#contract';
import { isContractError } from '#contract';
import { openCatalogue } from '../index.ts';

/** A workbench that adds, renames, pins, holds and removes runs as fast as it can: `FILE NAME ROUNDS`. */
const [file = '', name = '', rounds = '0'] = process.argv.slice(2);
const catalogue = openCatalogue(file);

const runOf = (id: string): Run => ({
  ...{ id, name: id, dir: '/project', command: 'node app.js', cwd: '', level: 1, state: 'done', pid: 1 },
  ...{ startedAt: Date.now(), endedAt: null, exitCode: 0, signal: null, pinned: false, diagnosis: null },
  ...{ file: `${file}.${id}`, bytes: 0, spans: 0, functions: 0, errors: 0 },
});

let taken = 0;
for (let i = 0; i < Number(rounds); i++) {
  const id = `${name}-${i}`;
  catalogue.add(runOf(id));
  const hold = catalogue.hold(id);
  catalogue.update(id, { spans: i });
  catalogue.pin(id, true);
  // Both workbenches want this name, again and again.
  try {
    catalogue.rename(id, `wanted ${i}`);
  } catch (error) {
    if (!isContractError(error, 'refused')) throw error;
    taken++;
  }
  hold.dispose();
  if (i % 3 === 0) catalogue.remove(id);
}
catalogue.dispose();
process.stdout.write(String(taken));

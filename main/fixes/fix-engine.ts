import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { ContractError, type Disposable, type FixedFinding, type ProjectDir, type Proof } from '#contract';
import { type JournalEntry, openJournal } from './journal.ts';
import type { Plan } from './plan.ts';
import { removeTraces, reversed, type Step, standingOf, takeStep } from './steps.ts';
import { planUndo } from './undo-plan.ts';

/** What became of a fix that a crash interrupted. */
export interface Recovered {
  readonly id: string;
  readonly title: string;
  /** Files that somebody changed meanwhile; they were left as they are. */
  readonly left: readonly string[];
}

/** Where a fix comes from. */
export interface FixOrigin {
  readonly finding: FixedFinding;
  /** Fixes that are applied together share it. */
  readonly batch: string;
}

/** Applies plans to the files of one project and can put everything back. One change at a time. */
export interface FixEngine extends Disposable {
  /** Oldest first. */
  history(): readonly JournalEntry[];
  /** A content that a step begins with or leads to. */
  content(hash: string): Uint8Array;
  /** Keeps what running the app showed of fixes that were applied together. */
  proved(batch: string, proof: Proof): void;
  committed(id: string, commit: string): void;
  /** Every file is written or none. Rejects with `refused` when a file is not what the plan was made for. */
  apply(title: string, plan: Plan, about?: FixOrigin): Promise<JournalEntry>;
  /** `not-found` for an unknown fix, `refused` when it is not applied or cannot be undone any more. */
  undo(id: string): Promise<JournalEntry>;
  /** Undoes all that is applied, the last first; stops at the first that cannot be. */
  undoAll(): Promise<readonly JournalEntry[]>;
  /** Takes a fix out of the history that was tried and undone. `refused` for one that is not undone. */
  forget(id: string): void;
  /** Brings fixes that a crash interrupted to an end: half applied ones back to before, half undone ones to the end. */
  recover(): Promise<readonly Recovered[]>;
}

/** @param file absolute path of the project's journal */
export function openFixEngine(dir: ProjectDir, file: string): FixEngine {
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const journal = openJournal(file);
  let last: Promise<unknown> = Promise.resolve();

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = last.then(work);
    last = next.catch(() => {});
    return next;
  }

  async function takeAll(steps: readonly Step[], id: string): Promise<void> {
    for (const step of steps) await takeStep(dir, step, id, async (hash) => journal.content(hash));
  }

  /** Takes the steps that can be taken. Returns the paths that somebody else changed. */
  async function takePossible(steps: readonly Step[], id: string): Promise<string[]> {
    const left: string[] = [];
    for (const step of steps) {
      await removeTraces(dir, step, id);
      if ((await standingOf(dir, step)) === 'other') left.push(step.path);
      else await takeAll([step], id);
    }
    return left;
  }

  const entryOf = (id: string): JournalEntry => {
    const entry = journal.get(id);
    if (entry !== undefined) return entry;
    throw new ContractError('not-found', `There is no fix ${id} in the history of this project.`);
  };

  async function apply(
    title: string,
    { steps, contents }: Plan,
    about: FixOrigin | undefined,
  ): Promise<JournalEntry> {
    const id = randomUUID();
    // Nothing is begun that cannot be finished.
    for (const step of steps) {
      if ((await standingOf(dir, step)) !== 'from')
        throw new ContractError(
          'refused',
          `${step.path} was changed since the fix was made. Analyse it again.`,
        );
    }
    const { batch = id, finding = null } = about ?? {};
    journal.begin({ id, title, batch, finding, steps }, contents.values());
    try {
      await takeAll(steps, id);
    } catch (error) {
      await takePossible(reversed(steps), id);
      journal.forget(id);
      throw error;
    }
    journal.settle(id, 'applied');
    return entryOf(id);
  }

  async function undo(id: string): Promise<JournalEntry> {
    const entry = entryOf(id);
    if (entry.state !== 'applied')
      throw new ContractError('refused', `"${entry.title}" is not applied, so there is nothing to undo.`);
    const plan = await planUndo(dir, entry, journal.content);
    journal.beginUndo(id, plan.steps, plan.contents);
    try {
      await takeAll(plan.steps, id);
    } catch (error) {
      await takePossible(reversed(plan.steps), id);
      journal.settle(id, 'applied');
      throw error;
    }
    journal.settle(id, 'undone');
    return entryOf(id);
  }

  async function recover(): Promise<Recovered[]> {
    const recovered: Recovered[] = [];
    for (const { id, title, state, steps, undoSteps } of journal.takeOverAbandoned()) {
      const left = await takePossible(state === 'undoing' ? undoSteps : reversed(steps), id);
      journal.settle(id, 'undone');
      recovered.push({ id, title, left });
    }
    return recovered;
  }

  return {
    history: () => journal.entries(),
    content: (hash) => journal.content(hash),
    proved: (batch, proof) => journal.proved(batch, proof),
    committed: (id, commit) => journal.committed(id, commit),
    apply: (title, plan, about) => inTurn(() => apply(title, plan, about)),
    undo: (id) => inTurn(() => undo(id)),
    undoAll: () =>
      inTurn(async () => {
        const applied = journal.entries().filter(({ state }) => state === 'applied');
        const undone: JournalEntry[] = [];
        for (const { id } of applied.reverse()) undone.push(await undo(id));
        return undone;
      }),
    forget(id) {
      if (entryOf(id).state !== 'undone')
        throw new ContractError('refused', 'Only a fix that was undone can be forgotten.');
      journal.forget(id);
    },
    recover: () => inTurn(recover),
    dispose: () => journal.dispose(),
  };
}

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  ContractError,
  type Disposable,
  type Fixes,
  type FixProgress,
  type FixProposals,
  type FixRecord,
  type Project,
  type ProjectDir,
  type ProofRequest,
  type Recordings,
  type Run,
  type RunId,
} from '#contract';
import { createKeyedEmitter } from '../keyed-emitter.ts';
import { applyFixes } from './apply.ts';
import { fixedFinding } from './apply-series.ts';
import { type FixEngine, openFixEngine, type Recovered } from './fix-engine.ts';
import { formatWithOwn } from './formatters.ts';
import { openGit } from './git.ts';
import type { JournalEntry } from './journal.ts';
import { lockFor } from './package-manager.ts';
import { planChanges, planSeries } from './plan.ts';
import { testCommand } from './proof/project-tests.ts';
import type { ProofServices } from './proof/prove.ts';
import type { Target } from './proof/target-run.ts';
import { type Candidate, type Knowledge, proposeFixes } from './propose.ts';
import { recordOf } from './record.ts';
import { recordedCalls } from './recorded-calls.ts';
import { latestVersion } from './registry.ts';

export interface FixesOptions extends ProofServices {
  readonly recordings: Recordings;
  /** Absolute path of the journal of a project. */
  readonly journalOf: (dir: ProjectDir) => string;
  readonly detect: (dir: ProjectDir) => Promise<Project>;
  /** One name for a folder, whatever link it was reached by. */
  readonly canonical: (dir: ProjectDir) => Promise<ProjectDir>;
  /** Absolute path of the Node that runs a project's own TypeScript compiler. */
  readonly node: string;
}

/** The fixes service, and what the hosts tell of it. */
export interface FixesEngine extends Fixes, Disposable {
  /** What became of fixes that a crash interrupted, once for each project. */
  recovered(dir: ProjectDir): Promise<readonly Recovered[]>;
}

/** What was proposed last for a project. */
interface Offer {
  readonly candidates: readonly Candidate[];
  readonly tests: Target | null;
  readonly app: Target | null;
}

export function createFixes(options: FixesOptions): FixesEngine {
  const { journalOf, detect, canonical, runs, findings, recordings, node } = options;
  const progress = createKeyedEmitter<FixProgress>();
  const changed = createKeyedEmitter<FixRecord>();
  const engines = new Map<ProjectDir, { engine: FixEngine; recovered: Promise<readonly Recovered[]> }>();
  const offers = new Map<ProjectDir, Offer>();

  /** The engine of a project, with what a crash left half done brought to an end. */
  async function open(dir: ProjectDir): Promise<FixEngine> {
    let known = engines.get(dir);
    if (known === undefined) {
      const engine = openFixEngine(dir, journalOf(dir));
      known = { engine, recovered: engine.recover() };
      engines.set(dir, known);
    }
    await known.recovered;
    return known.engine;
  }

  function chosenOf(dir: ProjectDir, ids: readonly string[]): { offer: Offer; chosen: Candidate[] } {
    const offer = offers.get(dir);
    const wanted = new Set(ids);
    const chosen = offer?.candidates.filter(({ id }) => wanted.has(id)) ?? [];
    if (offer !== undefined && chosen.length === wanted.size) return { offer, chosen };
    throw new ContractError(
      'not-found',
      'The source has changed since these fixes were proposed. Look at them again.',
    );
  }

  function tell(dir: ProjectDir, engine: FixEngine, entries: readonly JournalEntry[]): FixRecord[] {
    const records = entries.map((entry) => recordOf(entry, engine.content));
    for (const record of records) changed.emit(dir, record);
    return records;
  }

  async function propose(
    dir: ProjectDir,
    run: RunId | null,
    may: { readonly ask: boolean; readonly run: boolean },
    signal?: AbortSignal,
  ): Promise<FixProposals> {
    const analysis = await findings.analyse({ dir, run }, signal);
    const known: Knowledge = {
      calls: recordedCalls(recordings, run, signal),
      latestVersion: async (name) => (may.ask ? latestVersion(dir, name, signal) : null),
      lockFor: async (manager, manifest) => (may.ask ? lockFor(dir, manager, manifest, signal) : null),
      format: (file, peek) => formatWithOwn(dir, file, { node, mayRun: may.run, signal }, peek),
    };
    const { candidates, refused } = await proposeFixes(dir, analysis.findings, known, signal);
    const [git, project, repeatable] = await Promise.all([openGit(dir), detect(dir), targetOf(dir, run)]);
    const tests = testCommand(project, await readFile(join(dir, 'package.json'), 'utf8').catch(() => null));
    const offer: Offer = {
      candidates,
      tests: tests === null ? null : { command: tests, cwd: '.', level: 0 },
      app: repeatable,
    };
    offers.set(dir, offer);
    const paths = [...new Set(candidates.flatMap(({ files }) => files.map(({ path }) => path)))];
    const dirty = (await git?.uncommitted(paths)) ?? new Set<string>();
    return {
      fixes: candidates.map(({ id, finding, title, optional, files }) => ({
        id,
        finding: fixedFinding(finding),
        title,
        optional,
        files,
        uncommitted: files.map(({ path }) => path).filter((path) => dirty.has(path)),
      })),
      refused: refused
        .map(({ finding, reason, needs }) => ({
          finding: fixedFinding(finding),
          reason,
          needs,
          doubtful: finding.confidence === 'low',
        }))
        .sort((a, b) => Number(a.doubtful) - Number(b.doubtful)),
      git: git !== null,
      proof: { tests, command: repeatable?.command ?? null },
    };
  }

  /** What a run did, to be done again; `null` for one that a person had to stop, or that never started. */
  async function targetOf(dir: ProjectDir, id: RunId | null): Promise<Target | null> {
    if (id === null) return null;
    const run: Run = await runs.get({ dir, run: id });
    if (run.state !== 'done' || run.signal !== null) return null;
    return { command: run.command, cwd: run.cwd, level: run.level };
  }

  const targetsOf = (offer: Offer, { tests, command }: ProofRequest) => ({
    tests: chosenTarget(tests, offer.tests, 0),
    app: chosenTarget(command, offer.app, 2),
  });

  return {
    propose: async ({ dir, run, mayAsk = false, mayRun = false }, signal) =>
      propose(await canonical(dir), run, { ask: mayAsk, run: mayRun }, signal),
    async preview({ dir, fixes }) {
      const place = await canonical(dir);
      const series = await planSeries(place, chosenOf(place, fixes).chosen);
      const kept = series.filter((one) => 'plan' in one);
      const { previews } = await planChanges(
        place,
        kept.flatMap(({ changes }) => changes),
      );
      return {
        files: previews,
        left: series.flatMap((one) => ('refused' in one ? [{ id: one.id, reason: one.refused }] : [])),
      };
    },
    async apply({ dir: given, fixes, proof, commit }, signal) {
      const dir = await canonical(given);
      const { offer, chosen } = chosenOf(dir, fixes);
      const engine = await open(dir);
      const git = commit ? await openGit(dir) : null;
      if (commit && git === null)
        throw new ContractError(
          'refused',
          'The project is in no Git work tree, so nothing can be committed.',
        );
      const outcome = await applyFixes(
        {
          dir,
          engine,
          chosen,
          proof: proof && targetsOf(offer, proof),
          git,
          services: { runs, findings },
          node,
          say: (now) => progress.emit(dir, now),
        },
        signal,
      );
      return { ...outcome, applied: tell(dir, engine, outcome.applied) };
    },
    async undo({ dir, id }) {
      const place = await canonical(dir);
      const engine = await open(place);
      const [record] = tell(place, engine, [await engine.undo(id)]);
      return record as FixRecord;
    },
    async undoAll({ dir }) {
      const place = await canonical(dir);
      const engine = await open(place);
      return tell(place, engine, await engine.undoAll());
    },
    async history({ dir }) {
      const engine = await open(await canonical(dir));
      return engine
        .history()
        .map((entry) => recordOf(entry, engine.content))
        .reverse();
    },
    async recovered(dir) {
      const place = await canonical(dir);
      await open(place);
      return (await engines.get(place)?.recovered) ?? [];
    },
    onProgress: ({ dir }, listener) => progress.on(dir, listener),
    onChanged: ({ dir }, listener) => changed.on(dir, listener),
    dispose() {
      for (const { engine } of engines.values()) engine.dispose();
      engines.clear();
    },
  };
}

/** Left out: what was found. `null`: nothing is run. */
function chosenTarget(
  wanted: string | null | undefined,
  found: Target | null,
  level: Target['level'],
): Target | null {
  if (wanted === undefined || wanted === found?.command) return found;
  return wanted === null ? null : { command: wanted, cwd: '.', level };
}

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import {
  type ComparedFunction,
  type Comparison,
  type ComparisonSource,
  ContractError,
  isContractError,
  type ProjectDir,
  type Services,
  type Verdict,
} from '#contract';
import { numberOf, parse, positionals, projectOf } from '../../command/index.ts';
import type { Command } from '../command.ts';
import { table } from '../table.ts';
import { withEngine } from '../with-engine.ts';

const help = `Usage: callscape compare BASE NEW [--project DIR] [--max-regression PCT]

Compares two runs function by function. Exits with 1 when a function of NEW regressed (slower in average and median than in
BASE by more than the limit, and by more than the clocks can err) or fails more often; new errors count too. Else with 0.
docs/exchange.md has the rules.

  BASE, NEW              an id, a name, "latest", or the file of an exported baseline
  --max-regression PCT   how much slower a function may be; 10 by default
`;

/** Changes shown; there may be thousands, and the worst stand first. */
const shown = 40;

export const command: Command = {
  help,
  async run(args) {
    const { values, positionals: given } = parse(args, {
      'max-regression': { type: 'string', default: '10' },
    });
    const { BASE, NEW } = positionals(given, 'BASE', 'NEW');
    const maxRegressionPct = numberOf('max-regression', values['max-regression'], 0, 1e6);
    const dir = projectOf(values);
    const comparison = await withEngine(async (engine) => {
      await engine.recovered(dir);
      const base = await sourceOf(engine.services, dir, BASE);
      const next = await sourceOf(engine.services, dir, NEW);
      return engine.services.exchange.compare({ dir, base, next, maxRegressionPct });
    });
    process.stdout.write(describe(comparison, maxRegressionPct));
    return comparison.functions.some(isWorse) ? 1 : 0;
  },
};

/** A run before a file of the same name: what is listed by `callscape runs` is what people mean. */
async function sourceOf(services: Services, dir: ProjectDir, reference: string): Promise<ComparisonSource> {
  const file = resolve(reference);
  try {
    return { kind: 'run', run: (await services.runs.get({ dir, run: reference })).id };
  } catch (error) {
    if (!isContractError(error, 'not-found')) throw error;
    if (existsSync(file)) return { kind: 'file', file };
    if (reference === 'latest') throw error;
    throw new ContractError('not-found', `There is no run "${reference}" in ${dir}, and no file ${file}.`);
  }
}

const worse: readonly Verdict[] = ['regressed', 'errors'];
const isWorse = ({ verdict }: ComparedFunction): boolean => worse.includes(verdict);

function describe({ base, next, functions, warnings }: Comparison, limit: number): string {
  const changes = functions.filter(({ verdict }) => verdict !== 'unchanged');
  const left = changes.length - shown;
  const bad = functions.filter(isWorse).length;
  return [
    `base  ${base.name}  ${counts(base)}\nnew   ${next.name}  ${counts(next)}\n\n`,
    changes.length === 0 ? '' : table(columns, changes.slice(0, shown).map(row)),
    left > 0 ? `... and ${left} more changes\n` : '',
    ...warnings.map((warning) => `note: ${warning}\n`),
    bad === 0
      ? `no regression: nothing is more than ${limit}% slower or fails more often\n`
      : `${bad} ${bad === 1 ? 'regression' : 'regressions'}: more than ${limit}% slower, or failing more often\n`,
  ].join('');
}

const counts = ({ calls, errors }: Comparison['base']): string =>
  `${calls.toLocaleString('en')} calls, ${errors.toLocaleString('en')} errors`;

const columns = [
  { title: 'VERDICT' },
  { title: 'AVG BASE', align: 'right' },
  { title: 'AVG NEW', align: 'right' },
  { title: 'CHANGE', align: 'right' },
  { title: 'CALLS', align: 'right' },
  { title: 'ERRORS', align: 'right' },
  { title: 'FUNCTION' },
] as const;

const row = ({ identity, base, next, verdict, avgChangePct }: ComparedFunction): string[] => [
  verdict,
  milliseconds(base?.avgMs),
  milliseconds(next?.avgMs),
  avgChangePct === null ? '' : `${avgChangePct > 0 ? '+' : ''}${avgChangePct.toFixed(1)}%`,
  `${base?.calls ?? 0} > ${next?.calls ?? 0}`,
  `${base?.errors ?? 0} > ${next?.errors ?? 0}`,
  `${identity.name}  ${identity.file}:${identity.line}`,
];

const milliseconds = (ms: number | null | undefined): string =>
  ms === null || ms === undefined ? '' : `${ms.toFixed(3)} ms`;

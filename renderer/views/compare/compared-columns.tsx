import type { ComparedFunction, FunctionFigures } from '#contract';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import { count, duration, noFigure, percent } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import type { IndexColumn, SortKey } from '#renderer/widgets/table/index.ts';
import styles from './Compare.module.css';
import { changeBytes, changeMs, changePct, verdictTitles } from './change.ts';

const known = (ms: number | null | undefined) => (ms === null || ms === undefined ? Number.NaN : ms);
const milliseconds = (ms: number | null | undefined) => <Num figure={duration(known(ms) * 1e6)} />;
const number = (n: number | undefined) => (
  <Num figure={n === undefined ? noFigure : { value: count(n), unit: '' }} />
);

interface Figure {
  readonly id: string;
  readonly title: string;
  readonly tip: string;
  readonly of: (compared: ComparedFunction) => number | null | undefined;
  readonly show: (value: number | null | undefined) => React.ReactNode;
}

const figures: readonly Figure[] = [
  {
    id: 'change',
    title: 'Avg \u0394',
    tip: 'Relative change of the average time',
    of: (f) => f.avgChangePct,
    show: (pct) => <Num figure={changePct(pct ?? null)} />,
  },
  {
    id: 'chance',
    title: 'Chance',
    tip: 'That a run without any change differs as much, by repeated runs of the base; above 1% it is noise',
    of: (f) => f.spread?.chance,
    show: (chance) => <Num figure={chance === null || chance === undefined ? noFigure : percent(chance)} />,
  },
  {
    id: 'self',
    title: 'Self \u0394',
    tip: 'Change of the time in the function itself: what is slower only through the functions it calls has none',
    of: (f) => (f.next?.selfMs ?? 0) - (f.base?.selfMs ?? 0),
    show: (ms) => <Num figure={changeMs(ms ?? 0)} />,
  },
  {
    id: 'total',
    title: 'Total \u0394',
    tip: 'Change of the total time',
    of: (f) => f.totalChangeMs,
    show: (ms) => <Num figure={changeMs(ms ?? 0)} />,
  },
  {
    id: 'avgBase',
    title: 'Avg base',
    tip: 'Mean duration of a call in the base',
    of: (f) => f.base?.avgMs,
    show: milliseconds,
  },
  {
    id: 'avgNext',
    title: 'Avg run',
    tip: 'Mean duration of a call in the run',
    of: (f) => f.next?.avgMs,
    show: milliseconds,
  },
  {
    id: 'p95Base',
    title: 'p95 base',
    tip: '95% of the calls were faster, in the base',
    of: (f) => f.base?.p95Ms,
    show: milliseconds,
  },
  {
    id: 'p95Next',
    title: 'p95 run',
    tip: '95% of the calls were faster, in the run',
    of: (f) => f.next?.p95Ms,
    show: milliseconds,
  },
  {
    id: 'callsBase',
    title: 'Calls base',
    tip: 'Calls in the base',
    of: (f) => f.base?.calls,
    show: (n) => number(n ?? undefined),
  },
  {
    id: 'callsNext',
    title: 'Calls run',
    tip: 'Calls in the run',
    of: (f) => f.next?.calls,
    show: (n) => number(n ?? undefined),
  },
  {
    id: 'errorsBase',
    title: 'Errors base',
    tip: 'Failed calls in the base',
    of: (f) => f.base?.errors,
    show: (n) => number(n ?? undefined),
  },
  {
    id: 'errorsNext',
    title: 'Errors run',
    tip: 'Failed calls in the run',
    of: (f) => f.next?.errors,
    show: (n) => number(n ?? undefined),
  },
];

/** What a function that only one run has allocated in the other is nothing; what is not known stays so. */
const heldBy = (side: FunctionFigures | null, column: 'memorySelfBytes' | 'memoryTotalBytes') =>
  side === null ? 0 : (side[column] ?? Number.NaN);

/** Of two runs with a profile of memory. */
const memory: readonly Figure[] = [
  {
    id: 'memorySelf',
    title: 'Mem self \u0394',
    tip: 'Change of what the function itself allocated, without what it called',
    of: (f) => heldBy(f.next, 'memorySelfBytes') - heldBy(f.base, 'memorySelfBytes'),
    show: (n) => <Num figure={changeBytes(n ?? Number.NaN)} />,
  },
  {
    id: 'memoryTotal',
    title: 'Mem total \u0394',
    tip: 'Change of what was allocated in the function and in what it called',
    of: (f) => heldBy(f.next, 'memoryTotalBytes') - heldBy(f.base, 'memoryTotalBytes'),
    show: (n) => <Num figure={changeBytes(n ?? Number.NaN)} />,
  },
];
const changes = figures.findIndex(({ id }) => id === 'total') + 1;

/** `withMemory`: both sides have a profile of it. */
export function comparedColumns(
  functions: readonly ComparedFunction[],
  theme: ThemeName,
  withMemory: boolean,
): readonly IndexColumn[] {
  const shown = withMemory ? figures.toSpliced(changes, 0, ...memory) : figures;
  return [
    {
      id: 'verdict',
      title: 'Verdict',
      size: 92,
      cell: (row) => {
        const verdict = functions[row]?.verdict;
        const worse = verdict === 'regressed' || verdict === 'errors';
        return verdict && <span className={worse ? styles.worse : ''}>{verdictTitles[verdict]}</span>;
      },
    },
    {
      id: 'function',
      title: 'Function',
      size: 300,
      grows: true,
      cell: (row) => {
        const identity = functions[row]?.identity;
        return (
          identity && (
            <span className={styles.name} data-tip={`${identity.file}:${identity.line}`}>
              <i style={{ background: moduleColor(identity.file, theme) }} />
              {identity.name}
              <span className={styles.muted}>{identity.file}</span>
            </span>
          )
        );
      },
    },
    ...shown.map(
      ({ id, title, tip, of, show }): IndexColumn => ({
        id,
        title,
        tip,
        size: id.startsWith('memory') ? 100 : 84,
        numeric: true,
        cell: (row) => {
          const compared = functions[row];
          return compared && show(of(compared));
        },
      }),
    ),
  ];
}

/** `verdict` keeps the engine's order: regressions first, then new errors, then by size of the change. */
export function comparedKey(functions: readonly ComparedFunction[], column: string): SortKey {
  if (column === 'verdict') return Float64Array.from(functions.keys());
  if (column === 'function') return functions.map(({ identity }) => identity.name);
  const figure = [...figures, ...memory].find(({ id }) => id === column);
  return Float64Array.from(functions, (compared) => known(figure?.of(compared)));
}

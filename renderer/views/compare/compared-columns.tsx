import type { ComparedFunction } from '#contract';
import { moduleColor, type ThemeName } from '#renderer/app/palette.ts';
import { count, duration, noFigure, percent } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import type { IndexColumn, SortKey } from '#renderer/widgets/table/index.ts';
import styles from './Compare.module.css';
import { changeMs, changePct, verdictTitles } from './change.ts';

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

export function comparedColumns(
  functions: readonly ComparedFunction[],
  theme: ThemeName,
): readonly IndexColumn[] {
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
    ...figures.map(
      ({ id, title, tip, of, show }): IndexColumn => ({
        id,
        title,
        tip,
        size: 84,
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
  const figure = figures.find(({ id }) => id === column);
  return Float64Array.from(functions, (compared) => known(figure?.of(compared)));
}

import type { Run, RunId } from '#contract';
import { type ComparisonChoice, choiceFromId, choiceId, useApp } from '#renderer/state/index.ts';
import { Button, IconButton } from '#renderer/widgets/Button.tsx';
import { Select, TextInput } from '#renderer/widgets/Field.tsx';
import styles from './Compare.module.css';
import { ImportBaseline } from './ImportBaseline.tsx';

interface CompareBarProps {
  readonly runs: readonly Run[];
  readonly base: ComparisonChoice | null;
  readonly next: ComparisonChoice | null;
  /** Further runs of the base that there are, and whether their spread counts. */
  readonly repeats: number;
  readonly withNoise: boolean;
  readonly onNoise: (on: boolean) => void;
  readonly onChoose: (sides: {
    readonly base?: ComparisonChoice | null;
    readonly next?: ComparisonChoice | null;
  }) => void;
}

/** What is compared with what, and what counts as slower. */
export function CompareBar({ runs, base, next, repeats, withNoise, onNoise, onChoose }: CompareBarProps) {
  const pct = useApp(({ layout }) => layout.maxRegressionPct);
  const changeLayout = useApp((state) => state.changeLayout);
  return (
    <div className={styles.bar}>
      <Side title="Base" choice={base} runs={runs} onChoose={(choice) => onChoose({ base: choice })} />
      <ImportBaseline onImport={(choice) => onChoose({ base: choice })} />
      <IconButton icon="compare" label="Swap the two" onClick={() => onChoose({ base: next, next: base })} />
      <Side title="Run" choice={next} runs={runs} onChoose={(choice) => onChoose({ next: choice })} />
      <span className={styles.gap} />
      {base?.kind === 'run' && next?.kind === 'run' && (
        <Button
          small
          icon="flamegraph"
          tip="The run laid over the base: what takes more time there, and what less"
          onClick={() => openDifference(base.run, next.run)}
        >
          Flame graph
        </Button>
      )}
      <Button
        small
        aria-pressed={withNoise && repeats > 1}
        disabled={repeats < 2}
        tip={
          repeats < 2
            ? 'Three runs of the same command and level show how much it varies by itself; run it again'
            : `A change that ${repeats + 1} runs of the base show by themselves is not judged`
        }
        onClick={() => onNoise(!withNoise)}
      >
        {repeats < 2 ? 'Noise not known' : `Noise of ${repeats + 1} runs`}
      </Button>
      <span className={styles.side}>
        <span>Slower by more than</span>
        <TextInput
          label="Slower by more than, in percent"
          type="number"
          min={0}
          step={1}
          className={styles.threshold}
          value={pct}
          onChange={(event) => {
            const typed = event.target.valueAsNumber;
            if (typed >= 0) changeLayout({ maxRegressionPct: typed });
          }}
        />
        <span>%</span>
      </span>
    </div>
  );
}

/** The flame graph of a run with another one laid below it; its address has the same form as the view gives it. */
function openDifference(base: RunId, run: RunId): void {
  const { location, openRun, setOwn } = useApp.getState();
  if (location.run !== run) openRun(run);
  setOwn('flamegraph', `base:${base}`, 'open');
}

interface SideProps {
  readonly title: string;
  readonly choice: ComparisonChoice | null;
  readonly runs: readonly Run[];
  readonly onChoose: (choice: ComparisonChoice | null) => void;
}

function Side({ title, choice, runs, onChoose }: SideProps) {
  const name = choice?.kind === 'file' ? fileName(choice.file) : null;
  return (
    <span className={styles.side}>
      <span>{title}</span>
      <Select
        label={title}
        value={choiceId(choice)}
        onChange={(event) => onChoose(choiceFromId(event.target.value))}
      >
        {!choice && <option value="">Choose a run</option>}
        {name !== null && <option value={choiceId(choice)}>{name}</option>}
        {runs.map((run) => (
          <option key={run.id} value={choiceId({ kind: 'run', run: run.id })}>
            {run.name}
          </option>
        ))}
      </Select>
    </span>
  );
}

/** Without the folders above it, which in a browser nobody has chosen. */
const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path;

import type { StackFrame, StepState, VariableKey, VariableState } from '#contract';
import type { KeysInView } from '#renderer/app/keys/use-keys.ts';
import { ValueTree } from '#renderer/app/values/ValueTree.tsx';
import { IconButton } from '#renderer/widgets/Button.tsx';
import { count } from '#renderer/widgets/format.ts';
import { isChanged, variableId } from './changed.ts';
import type { Move } from './moves.ts';
import styles from './Replay.module.css';
import type { ReplayAction } from './replay-keys.ts';

interface VariablesProps {
  readonly state: StepState | undefined;
  readonly frame: StackFrame | undefined;
  readonly before: ReadonlyMap<string, number> | null;
  readonly keys: KeysInView<ReplayAction>;
  /** The variable whose writes the keys follow. */
  readonly marked: VariableKey | null;
  readonly onMark: (variable: VariableKey) => void;
  readonly onMove: (move: Move) => void;
}

/** What the variables of a call and of its module hold, those lit up that changed since the last stop. */
export function Variables({ state, frame, before, keys, marked, onMark, onMove }: VariablesProps) {
  if (!state) return null;
  const named = (list: readonly VariableState[]) =>
    list.map((variable) => ({
      id: variableId(variable.variable),
      name: variable.variable.name,
      value: variable.value,
      isNew: isChanged(variable, state.step, before),
      aside: (
        <>
          {(['previous', 'next'] as const).map((direction) => (
            <IconButton
              key={direction}
              small
              icon={direction === 'next' ? 'arrowDown' : 'arrowUp'}
              label={`${direction === 'next' ? 'Next' : 'Previous'} write of ${variable.variable.name}`}
              shortcut={keys.text(`${direction}-write`)}
              onClick={() => {
                onMark(variable.variable);
                onMove({ kind: 'write', direction, variable: variable.variable });
              }}
            />
          ))}
        </>
      ),
    }));
  const own = frame?.variables ?? [];
  return (
    <section className={styles.pane} aria-label="Variables">
      <h2 className={styles.heading}>
        Variables <span>{marked !== null && `${keys.text('next-write') ?? 'Marked'}: ${marked.name}`}</span>
      </h2>
      <div className={styles.scroll}>
        {own.length === 0 && state.module.length === 0 ? (
          <p className={styles.none}>Nothing has been set here yet.</p>
        ) : (
          <ValueTree label="Variables of the call" values={named(own)} />
        )}
        {state.module.length > 0 && (
          <>
            <h3 className={styles.subheading}>Module, {count(state.module.length)}</h3>
            <ValueTree label="Variables of the module" values={named(state.module)} />
          </>
        )}
      </div>
    </section>
  );
}

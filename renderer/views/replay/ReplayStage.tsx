import { useEffect, useRef, useState } from 'react';
import type { RunId, VariableKey } from '#contract';
import { useKeysOf, useViewActions } from '#renderer/app/keys/use-keys.ts';
import { type StepThread, useFunctions } from '#renderer/data/index.ts';
import { type StepPlace, useApp } from '#renderer/state/index.ts';
import { QueryLine } from '#renderer/widgets/QueryLine.tsx';
import { Splitter } from '#renderer/widgets/Splitter.tsx';
import { CallStack } from './CallStack.tsx';
import type { Move } from './moves.ts';
import styles from './Replay.module.css';
import { ReplayBar } from './ReplayBar.tsx';
import { ReplaySource } from './ReplaySource.tsx';
import { type ReplayAction, replayKeys } from './replay-keys.ts';
import { StepSlider } from './StepSlider.tsx';
import { useReplay } from './use-replay.ts';
import { Variables } from './Variables.tsx';

interface ReplayStageProps {
  readonly run: RunId;
  readonly threads: readonly StepThread[];
  readonly place: StepPlace;
}

/** One thread being replayed: where it stands in the source, the open calls, and their variables. */
export function ReplayStage({ run, threads, place }: ReplayStageProps) {
  const root = useRef<HTMLDivElement>(null);
  const total = threads.find(({ thread }) => thread === place.thread)?.total ?? 0;
  const replay = useReplay(run, { ...place, step: Math.min(place.step, total) }, total);
  const functions = useFunctions(run).value;
  const setStep = useApp((state) => state.setStep);
  const [sideWidth, setSideWidth] = useState(320);
  // Another call than the innermost one is looked at only until the next move.
  const [looked, setLooked] = useState({ step: place.step, frame: 0 });
  const [marked, setMarked] = useState<VariableKey | null>(null);
  const caret = useRef<number | null>(null);
  const state = replay.state.value;
  const frameAt = looked.step === place.step ? looked.frame : 0;
  const frame = state?.frames[frameAt];
  const file = frame && functions ? (functions.files[functions.file[frame.function] ?? -1] ?? null) : null;

  const moveOf = (action: ReplayAction): Move | null => {
    switch (action) {
      case 'to-cursor':
      case 'back-to-cursor': {
        const direction = action === 'to-cursor' ? 'next' : 'previous';
        const line = caret.current;
        return file === null || line === null ? null : { kind: 'line', direction, file, line };
      }
      case 'next-write':
      case 'previous-write': {
        const direction = action === 'next-write' ? 'next' : 'previous';
        const shown = [...(frame?.variables ?? []), ...(state?.module ?? [])];
        const here = shown.find(({ variable }) => variable.name === marked?.name);
        const variable = here?.variable ?? marked ?? shown[0]?.variable;
        return variable ? { kind: 'write', direction, variable } : null;
      }
      default:
        return { kind: action };
    }
  };
  const act = (action: ReplayAction) => {
    const move = moveOf(action);
    if (move) replay.go(move);
  };
  const keys = useKeysOf('replay', replayKeys);
  useViewActions(root, keys, (action) => {
    act(action);
    return true;
  });
  // Whoever came here by a button of the inspector wants to go on with the keys.
  useEffect(() => {
    if (document.activeElement?.closest('aside')) root.current?.focus({ preventScroll: true });
  }, [place.thread, place.step]);
  return (
    <div ref={root} tabIndex={-1} className={styles.view}>
      <ReplayBar
        {...{ threads, replay, total, keys }}
        canRunToCursor={file !== null}
        onThread={(thread) => setStep({ thread, step: 0 })}
        onAct={act}
      />
      <StepSlider {...{ total, replay, keys }} />
      <QueryLine failure="The variables of this step cannot be read." query={replay.state} />
      {replay.reason !== null && (
        <p className={styles.reason} role="status">
          {replay.reason}
        </p>
      )}
      <div className={styles.body}>
        <ReplaySource
          file={file}
          line={frame && frame.line > 0 ? frame.line : null}
          isEnd={state !== undefined && state.step >= state.total}
          variables={frame?.variables ?? []}
          onCaret={(line) => {
            caret.current = line;
          }}
        />
        <Splitter
          label="Resize the variables"
          orientation="vertical"
          size={sideWidth}
          min={200}
          max={640}
          onResize={setSideWidth}
        />
        <div className={styles.side} style={{ width: sideWidth }}>
          <Variables
            state={state}
            frame={frame}
            before={replay.before}
            keys={keys}
            marked={marked}
            onMark={setMarked}
            onMove={replay.go}
          />
          <CallStack
            state={state}
            table={functions}
            at={frameAt}
            onLook={(at) => setLooked({ step: place.step, frame: at })}
          />
        </div>
      </div>
    </div>
  );
}

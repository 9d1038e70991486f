import { useCallback, useEffect, useRef, useState } from 'react';
import { isContractError, type RunId, type StepState } from '#contract';
import { useServices, useStepState } from '#renderer/data/index.ts';
import { type StepPlace, useApp } from '#renderer/state/index.ts';
import { settings } from './changed.ts';
import { type Move, target } from './moves.ts';

/** The replay of one thread of a run. */
export interface Replay {
  readonly place: StepPlace;
  readonly state: ReturnType<typeof useStepState>;
  /** When the variables in sight had been set at the place that was shown before; `null`: there was none. */
  readonly before: ReadonlyMap<string, number> | null;
  /** A move is being looked for. */
  readonly busy: boolean;
  /** Why the last move led nowhere. */
  readonly reason: string | null;
  go(move: Move): void;
  /** To a step, by the slider. */
  jump(step: number): void;
  cancel(): void;
}

/** Moves that wait for the one that is being looked for: keys that are held down must not lead on after they are let go. */
const mostWaiting = 3;

export function useReplay(run: RunId, place: StepPlace, total: number): Replay {
  const services = useServices();
  const state = useStepState(run, place);
  const [busy, setBusy] = useState(false);
  const [reason, setReason] = useState<string | null>(null);
  const before = useBefore(state.value);
  // Each move begins where the one before it has led to, which need not be on screen yet.
  const waiting = useRef<Move[]>([]);
  const running = useRef<AbortController | null>(null);
  // A run that goes on has more steps by the time a waiting move begins.
  const latestTotal = useRef(total);
  latestTotal.current = total;
  const cancel = useCallback(() => {
    waiting.current = [];
    running.current?.abort();
    running.current = null;
    setBusy(false);
  }, []);
  useEffect(() => cancel, [cancel]);

  const setStep = (step: number) => {
    const { location, setStep } = useApp.getState();
    if (location.step?.step !== step || location.step.thread !== place.thread)
      setStep({ thread: place.thread, step });
  };
  const here = () => {
    const { step } = useApp.getState().location;
    return step?.thread === place.thread ? step : place;
  };
  const work = async () => {
    const abort = new AbortController();
    running.current = abort;
    setBusy(true);
    for (let move = waiting.current.shift(); move; move = waiting.current.shift()) {
      try {
        const found = await target(services, run, here(), latestTotal.current, move, abort.signal);
        if (abort.signal.aborted) return;
        setReason(typeof found === 'number' ? null : found.reason);
        if (typeof found === 'number') setStep(found);
      } catch (error) {
        if (isContractError(error, 'cancelled') || abort.signal.aborted) return;
        setReason((error as Error).message);
      }
    }
    running.current = null;
    setBusy(false);
  };
  const go = (move: Move) => {
    if (waiting.current.length >= mostWaiting) return;
    waiting.current.push(move);
    if (!running.current) void work();
  };
  const jump = (step: number) => {
    cancel();
    setReason(null);
    setStep(Math.max(0, Math.min(total, step)));
  };
  return { place, state, before, busy, reason, go, jump, cancel };
}

/** Of the state that was shown before this one. */
function useBefore(state: StepState | undefined): ReadonlyMap<string, number> | null {
  const [shown, setShown] = useState<{ now: StepState; before: StepState | null } | null>(null);
  if (state && state !== shown?.now) {
    // A newer revision of the same step is no move.
    const moved = shown !== null && shown.now.step !== state.step;
    setShown({ now: state, before: moved ? shown.now : (shown?.before ?? null) });
  }
  return shown?.before ? settings(shown.before) : null;
}

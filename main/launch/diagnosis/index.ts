import { stripVTControlCharacters } from 'node:util';
import type { Diagnosis } from '#contract';
import type { TargetExit } from '../exit.ts';
import { endRules } from './ends.ts';
import { outputRules } from './outputs.ts';

/** What is known of a run that ended badly. */
export interface Evidence {
  readonly exit: TargetExit;
  readonly command: string;
  /** The last of what the target wrote, without colours; empty where it was not seen. */
  readonly output: string;
}

/** Answers when it recognises the case. */
export type DiagnosisRule = (evidence: Evidence) => Diagnosis | null;

/** Enough for an error and its stack; older output belongs to what went well. */
const maxOutputBytes = 32 * 1024;

/**
 * Why a run failed and what to do, the most telling rule first; `null` for one that ended well. Not to be asked about a
 * run that a person stopped.
 */
export function diagnose(exit: TargetExit, command: string, output: Uint8Array): Diagnosis | null {
  if (exit.code === 0) return null;
  const tail = new TextDecoder().decode(output.subarray(-maxOutputBytes));
  const evidence = { exit, command, output: stripVTControlCharacters(tail).replaceAll('\r\n', '\n') };
  for (const rule of [...outputRules, ...endRules]) {
    const diagnosis = rule(evidence);
    if (diagnosis !== null) return diagnosis;
  }
  return null;
}

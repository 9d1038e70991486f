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
  /** Whether its output passed through us at all. */
  readonly isSeen: boolean;
}

/** Answers when it recognises the case. */
export type DiagnosisRule = (evidence: Evidence) => Diagnosis | null;

/** Enough for an error and its stack; older output belongs to what went well. */
const maxOutputBytes = 32 * 1024;

/**
 * Why a run failed and what to do, the most telling rule first; `null` for one that ended well. Not to be asked about a
 * run that a person stopped. `output`: what the target wrote, `null` where it was not seen; without it an ordinary exit
 * code is left to speak for itself.
 */
export function diagnose(exit: TargetExit, command: string, output: Uint8Array | null): Diagnosis | null {
  if (exit.code === 0) return null;
  const tail = new TextDecoder().decode(output?.subarray(-maxOutputBytes));
  const text = stripVTControlCharacters(tail).replaceAll('\r\n', '\n');
  const evidence: Evidence = { exit, command, output: text, isSeen: output !== null };
  for (const rule of [...outputRules, ...endRules]) {
    const diagnosis = rule(evidence);
    if (diagnosis !== null) return diagnosis;
  }
  return null;
}

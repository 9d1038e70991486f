import type { ExerciseResult } from '#contract';
import styles from './Exercising.module.css';

/** The colour of a result. */
export const resultClass = (result: ExerciseResult): string | undefined => styles[result];

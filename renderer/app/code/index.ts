/** Source files with what a run knows of their lines. */
export { CodePane } from './CodePane.tsx';
export { codeLook } from './code-look.ts';
export { type CodeMarks, type LineFigure, noMarks } from './code-marks.ts';
export { useFoundLine } from './use-found-line.ts';

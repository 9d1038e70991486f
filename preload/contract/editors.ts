import * as v from 'valibot';
import { index, type ProjectDir, projectDir } from './ids.ts';

/** `auto`: `$VISUAL` or `$EDITOR`, else the first that is installed; `environment`: those alone. */
export const editorIds = ['auto', 'vscode', 'jetbrains', 'vim', 'other', 'environment'] as const;
export type EditorId = (typeof editorIds)[number];

export interface OpenInEditor {
  readonly dir: ProjectDir;
  /** Relative to the project. */
  readonly path: string;
  /** From 1; `null`: the beginning. */
  readonly line: number | null;
  readonly editor: EditorId;
}

/** What was started; whether it shows the file cannot be known. */
export interface OpenedEditor {
  readonly program: string;
}

export const openInEditorRequest = v.strictObject({
  dir: projectDir,
  path: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)),
  line: v.nullable(v.pipe(index, v.minValue(1))),
  editor: v.picklist(editorIds),
});

import { javascript } from '@codemirror/lang-javascript';
import { python } from '@codemirror/lang-python';
import type { Extension } from '@codemirror/state';
import type { SourceText } from '#contract';

/** How a source file is read for its colours. */
export function codeLanguage({ language, path }: Pick<SourceText, 'language' | 'path'>): Extension {
  switch (language) {
    case 'javascript':
      return javascript({ jsx: true });
    case 'typescript':
      return javascript({ typescript: true, jsx: path.endsWith('x') });
    case 'python':
      return python();
    case 'text':
      return [];
  }
}

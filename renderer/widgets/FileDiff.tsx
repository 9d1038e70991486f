import { unifiedMergeView } from '@codemirror/merge';
import { EditorState, type Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import styles from './FileDiff.module.css';

interface FileDiffProps {
  readonly path: string;
  /** `null`: the file is new. */
  readonly before: string | null;
  /** `null`: the file goes. */
  readonly after: string | null;
}

/** What a change does to one file: what goes, what comes, and a few lines around them. */
export function FileDiff({ path, before, after }: FileDiffProps) {
  const place = useRef<HTMLDivElement>(null);
  const heading = before === null ? 'new file' : after === null ? 'removed' : null;
  useEffect(() => {
    if (place.current === null) return;
    const view = new EditorView({
      parent: place.current,
      state: EditorState.create({ doc: after ?? '', extensions: extensions(path, before ?? '') }),
    });
    return () => view.destroy();
  }, [path, before, after]);
  return (
    <section className={styles.file} aria-label={`Change of ${path}`}>
      <h4>
        <bdi>{path}</bdi>
        {heading !== null && <span>{heading}</span>}
      </h4>
      <div ref={place} className={styles.text} />
    </section>
  );
}

const extensions = (path: string, before: string): Extension[] => [
  lineNumbers(),
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({ 'aria-label': `Text of ${path} after the change`, tabindex: '0' }),
  EditorView.theme(look),
  unifiedMergeView({
    original: before,
    mergeControls: false,
    gutter: true,
    syntaxHighlightDeletions: false,
    collapseUnchanged: { margin: 3, minSize: 6 },
  }),
];

/** The colours are those of the theme; CodeMirror has its own for everything that is not named here. */
const look = {
  '&': { backgroundColor: 'var(--bg-sunken)', color: 'var(--fg)', fontSize: 'var(--text-code)' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
  '.cm-gutters': { backgroundColor: 'var(--bg-sunken)', color: 'var(--fg-faint)', border: 'none' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '&.cm-merge-b .cm-changedLine, .cm-insertedLine, .cm-inlineChangedLine': {
    backgroundColor: 'var(--diff-added)',
  },
  '&.cm-merge-b .cm-changedText, .cm-insertedLine .cm-changedText': {
    background: 'var(--diff-added-strong)',
  },
  '.cm-deletedChunk': { backgroundColor: 'var(--diff-removed)', paddingLeft: '6px' },
  '.cm-deletedChunk .cm-deletedText, .cm-deletedText': { background: 'var(--diff-removed-strong)' },
  '.cm-deletedLine, .cm-deletedLine del': { textDecoration: 'none' },
  '.cm-changeGutter': { width: '3px', paddingLeft: '0' },
  '& .cm-gutters .cm-changedLineGutter': { background: 'var(--diff-added-mark)' },
  '& .cm-gutters .cm-deletedLineGutter': { background: 'var(--diff-removed-mark)' },
  '.cm-collapsedLines': {
    background: 'var(--bg-panel)',
    color: 'var(--fg-muted)',
    fontFamily: 'var(--font-ui)',
    padding: '2px 8px',
  },
  // Its marks are of a font that few machines have.
  '.cm-collapsedLines:before, .cm-collapsedLines:after': { content: 'none' },
};

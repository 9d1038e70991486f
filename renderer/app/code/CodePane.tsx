import { cursorDocEnd, cursorDocStart, standardKeymap } from '@codemirror/commands';
import { EditorState } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { useEffect, useRef } from 'react';
import type { SourceText } from '#contract';
import { codeFind, setFind } from './code-find.ts';
import { codeLanguage } from './code-language.ts';
import { codeLook } from './code-look.ts';
import { type CodeMarks, codeMarks, setMarks } from './code-marks.ts';

interface CodePaneProps {
  readonly source: SourceText;
  readonly marks: CodeMarks;
  /** Brought to the middle whenever it changes; lines from 1. */
  readonly reveal: number | null;
  /** Lit up wherever it stands. */
  readonly find: string;
  /** What a key does here, if anything. */
  readonly keyOf?: (press: KeyboardEvent) => 'follow' | 'figure' | null;
  /** A press on the figure of a line, or a key that `keyOf` knows; left out, there is no room for figures. */
  readonly onFigure?: (line: number) => void;
  /** The line of the caret, whenever it moves there. */
  readonly onCaret?: (line: number) => void;
  /** Ctrl and a press on a name, or a key that `keyOf` knows; `place` is where it stands in the pane, in CSS pixels. */
  readonly onFollow?: (name: string, line: number, place: { readonly x: number; readonly y: number }) => void;
}

/** A file of the project to read: its text with what is known of each line. Nothing can be typed into it. */
export function CodePane(props: CodePaneProps) {
  const { source, marks, reveal, find } = props;
  const frame = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    if (!frame.current) return;
    const made = new EditorView({ parent: frame.current, state: stateOf(source, latest) });
    // The figures are for everybody; the editor hides its gutters from screen readers.
    if (latest.current.onFigure) made.dom.querySelector('.cm-gutters')?.removeAttribute('aria-hidden');
    view.current = made;
    return () => made.destroy();
  }, [source]);
  useEffect(() => view.current?.dispatch({ effects: setMarks.of(marks) }), [source, marks]);
  useEffect(() => view.current?.dispatch({ effects: setFind.of(find) }), [source, find]);
  useEffect(() => {
    if (reveal === null || !view.current) return;
    const { doc } = view.current.state;
    const at = doc.line(Math.max(1, Math.min(doc.lines, reveal))).from;
    view.current.dispatch({
      selection: { anchor: at },
      effects: EditorView.scrollIntoView(at, { y: 'center' }),
    });
  }, [source, reveal]);
  return <div ref={frame} style={{ height: '100%', minHeight: 0, overflow: 'hidden' }} />;
}

/** A line that is brought to the middle moves the code, not the page that the pane may stand in. */
const scrollOnlyTheCode = EditorView.scrollHandler.of((view, { head }, { y }) => {
  if (y !== 'center') return false;
  const { top, height } = view.lineBlockAt(head);
  view.scrollDOM.scrollTop = top - (view.scrollDOM.clientHeight - height) / 2;
  return true;
});

function stateOf(source: SourceText, latest: { readonly current: CodePaneProps }): EditorState {
  const follow = (view: EditorView, at: number) => {
    const word = view.state.wordAt(at);
    if (!word || !latest.current.onFollow) return false;
    const [pane, below] = [view.dom.getBoundingClientRect(), view.coordsAtPos(word.from)];
    const place = { x: (below?.left ?? pane.left) - pane.left, y: (below?.bottom ?? pane.top) - pane.top };
    latest.current.onFollow(view.state.sliceDoc(word.from, word.to), view.state.doc.lineAt(at).number, place);
    return true;
  };
  const pressFigure = ({ state }: EditorView) => {
    latest.current.onFigure?.(state.doc.lineAt(state.selection.main.head).number);
    return latest.current.onFigure !== undefined;
  };
  return EditorState.create({
    doc: source.text,
    extensions: [
      EditorState.readOnly.of(true),
      EditorView.contentAttributes.of({
        'aria-label': `Source of ${source.path}`,
        'aria-readonly': 'true',
        tabindex: '0',
      }),
      latest.current.onFigure
        ? codeMarks('\u2192 0000\u00d7 000 ms', (line) => latest.current.onFigure?.(line))
        : codeMarks(null, () => {}),
      lineNumbers(),
      scrollOnlyTheCode,
      drawSelection(),
      highlightActiveLine(),
      codeFind,
      codeLanguage(source),
      codeLook,
      keymap.of([
        { key: 'Mod-Home', run: cursorDocStart },
        { key: 'Mod-End', run: cursorDocEnd },
        ...standardKeymap,
      ]),
      EditorView.domEventHandlers({
        keydown(event, view) {
          const action = latest.current.keyOf?.(event) ?? null;
          if (action === 'follow') return follow(view, view.state.selection.main.head);
          return action === 'figure' && pressFigure(view);
        },
        mousedown(event, view) {
          if (!event.ctrlKey && !event.metaKey) return false;
          const at = view.posAtCoords({ x: event.clientX, y: event.clientY });
          return at !== null && follow(view, at);
        },
      }),
      EditorView.updateListener.of((update) => {
        if (!update.selectionSet) return;
        latest.current.onCaret?.(update.state.doc.lineAt(update.state.selection.main.head).number);
      }),
    ],
  });
}

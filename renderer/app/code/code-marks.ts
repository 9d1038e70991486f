import { type Extension, RangeSetBuilder, StateEffect, StateField, type Text } from '@codemirror/state';
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutter,
  WidgetType,
} from '@codemirror/view';

/** What stands beside the lines of a file; lines from 1. */
export interface CodeMarks {
  /** The line that is about to run. */
  readonly current: number | null;
  readonly figures: ReadonlyMap<number, LineFigure>;
  /** Values, behind the text of the line. */
  readonly notes: ReadonlyMap<number, string>;
  /** Lines with an error. */
  readonly failed: ReadonlySet<number>;
}

/** A figure in the gutter; a press on it does what the pane's `onFigure` says. */
export interface LineFigure {
  readonly text: string;
  /** Said by a screen reader, and shown as a tooltip. */
  readonly tip: string;
  readonly failed: boolean;
  /** Share of the largest figure of the file, 0-1. */
  readonly heat: number;
}

export const noMarks: CodeMarks = { current: null, figures: new Map(), notes: new Map(), failed: new Set() };

export const setMarks = StateEffect.define<CodeMarks>();

const marksField = StateField.define<CodeMarks>({
  create: () => noMarks,
  update(marks, { effects }) {
    for (const effect of effects) if (effect.is(setMarks)) return effect.value;
    return marks;
  },
});

class Note extends WidgetType {
  readonly #text: string;
  constructor(text: string) {
    super();
    this.#text = text;
  }
  override eq(other: Note): boolean {
    return other.#text === this.#text;
  }
  override toDOM(): HTMLElement {
    const element = document.createElement('span');
    element.className = 'cm-note';
    element.textContent = this.#text;
    return element;
  }
}

class FigureMarker extends GutterMarker {
  readonly #figure: LineFigure;
  constructor(figure: LineFigure) {
    super();
    this.#figure = figure;
  }
  override eq(other: FigureMarker): boolean {
    const [a, b] = [this.#figure, other.#figure];
    return a.text === b.text && a.tip === b.tip && a.failed === b.failed && a.heat === b.heat;
  }
  override toDOM(): HTMLElement {
    const { text, tip, failed, heat } = this.#figure;
    const element = document.createElement('button');
    element.type = 'button';
    // The editor's own keys come first; the figures are read with the line's tooltip and in the inspector.
    element.tabIndex = -1;
    element.className = failed ? 'cm-figure cm-figure-failed' : 'cm-figure';
    element.style.setProperty('--heat', `${Math.round(heat * 100)}%`);
    element.setAttribute('aria-label', tip);
    element.dataset.tip = tip;
    // Drawn by the style sheet: the name says the same in words.
    element.dataset.figure = text;
    return element;
  }
}

const currentLine = Decoration.line({ class: 'cm-current' });
const failedLine = Decoration.line({ class: 'cm-failed' });

function decorations({ current, notes, failed }: CodeMarks, doc: Text): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const lines = new Set([...notes.keys(), ...failed, ...(current === null ? [] : [current])]);
  for (const number of [...lines].sort((a, b) => a - b)) {
    if (number < 1 || number > doc.lines) continue;
    const line = doc.line(number);
    if (number === current) builder.add(line.from, line.from, currentLine);
    if (failed.has(number)) builder.add(line.from, line.from, failedLine);
    const note = notes.get(number);
    if (note) builder.add(line.to, line.to, Decoration.widget({ widget: new Note(note), side: 1 }));
  }
  return builder.finish();
}

/**
 * Marks, and the gutter of their figures. `widest`: the longest figure there may be, so that the gutter does not jump; `null`: no
 * gutter.
 */
export function codeMarks(widest: string | null, onFigure: (line: number) => void): Extension {
  return [
    marksField,
    EditorView.decorations.compute([marksField, 'doc'], (state) =>
      decorations(state.field(marksField), state.doc),
    ),
    widest === null ? [] : figuresGutter(widest, onFigure),
    marksLook,
  ];
}

function figuresGutter(widest: string, onFigure: (line: number) => void): Extension {
  return gutter({
    class: 'cm-figures',
    renderEmptyElements: false,
    markers: (view) => {
      const builder = new RangeSetBuilder<GutterMarker>();
      const { figures } = view.state.field(marksField);
      const { from, to } = view.viewport;
      for (let at = view.state.doc.lineAt(from); ; at = view.state.doc.line(at.number + 1)) {
        const figure = figures.get(at.number);
        if (figure) builder.add(at.from, at.from, new FigureMarker(figure));
        if (at.to >= to || at.number === view.state.doc.lines) break;
      }
      return builder.finish();
    },
    lineMarkerChange: (update) => update.startState.field(marksField) !== update.state.field(marksField),
    initialSpacer: () => new FigureMarker({ text: widest, tip: '', failed: false, heat: 0 }),
    domEventHandlers: {
      click(view, line) {
        onFigure(view.state.doc.lineAt(line.from).number);
        return true;
      },
    },
  });
}

const marksLook = EditorView.theme({
  '.cm-figures .cm-gutterElement': { padding: '0 4px' },
  '.cm-figure': {
    width: '100%',
    height: '20px',
    padding: '0 6px',
    border: '0',
    borderRadius: '2px',
    background:
      'linear-gradient(to left, color-mix(in srgb, var(--accent) 22%, transparent) var(--heat), transparent var(--heat))',
    color: 'var(--fg-muted)',
    font: 'inherit',
    fontVariantNumeric: 'tabular-nums',
    textAlign: 'right',
    whiteSpace: 'nowrap',
  },
  '.cm-figure::before': { content: 'attr(data-figure)' },
  '.cm-figure:hover': { background: 'var(--bg-hover)', color: 'var(--fg)' },
  '.cm-figure-failed': { color: 'var(--error)' },
  '.cm-line.cm-current': { background: 'var(--bg-selected)', boxShadow: 'inset 3px 0 0 var(--accent)' },
  '.cm-line.cm-failed': { boxShadow: 'inset 3px 0 0 var(--error)' },
  '.cm-note': { paddingLeft: '24px', color: 'var(--fg-muted)', fontStyle: 'italic' },
  '.cm-found': { background: 'var(--find)' },
});

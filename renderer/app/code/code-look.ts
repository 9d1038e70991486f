import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import type { Extension } from '@codemirror/state';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

/** Code in the colours of the app; they are variables, so a change of theme needs nothing done here. */
const syntax = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier], color: 'var(--value-keyword)' },
  {
    tag: [tags.string, tags.special(tags.string), tags.regexp, tags.character],
    color: 'var(--value-string)',
  },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: 'var(--value-number)' },
  { tag: [tags.comment, tags.docComment, tags.meta], color: 'var(--fg-faint)', fontStyle: 'italic' },
  { tag: [tags.function(tags.definition(tags.variableName)), tags.className], color: 'var(--accent)' },
  { tag: [tags.typeName, tags.namespace], color: 'var(--value-number)' },
  { tag: tags.invalid, color: 'var(--error)' },
]);

const look = EditorView.theme({
  '&': { height: '100%', background: 'var(--bg)', color: 'var(--fg)', fontSize: 'var(--text-code)' },
  '&.cm-focused': { outline: '2px solid var(--focus)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '20px', tabSize: '4' },
  '.cm-content': { caretColor: 'var(--fg)', padding: '4px 0' },
  '.cm-line': { padding: '0 12px' },
  '.cm-cursor': { borderLeftColor: 'var(--fg)' },
  '.cm-gutters': { background: 'var(--bg-panel)', color: 'var(--fg-faint)', border: '0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 8px 0 4px', minWidth: '40px' },
  '.cm-activeLine': { background: 'color-mix(in srgb, var(--bg-hover) 55%, transparent)' },
  '.cm-activeLineGutter': { background: 'transparent', color: 'var(--fg)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'var(--bg-selected)',
  },
  '.cm-tooltip': {
    border: '1px solid var(--border-strong)',
    borderRadius: 'var(--radius)',
    background: 'var(--bg-raised)',
    boxShadow: 'var(--shadow)',
    fontSize: 'var(--text-small)',
  },
  '.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '220px' },
  '.cm-tooltip-autocomplete > ul > li[aria-selected]': {
    background: 'var(--bg-selected)',
    color: 'var(--fg)',
  },
  '.cm-completionDetail': { color: 'var(--fg-muted)', marginLeft: '12px', fontStyle: 'normal' },
  '.cm-completionMatchedText': { color: 'var(--accent)', textDecoration: 'none' },
  '.cm-placeholder': { color: 'var(--fg-faint)' },
  '.cm-matchingBracket': { background: 'var(--bg-active)', outline: '1px solid var(--border-strong)' },
});

export const codeLook: Extension = [look, syntaxHighlighting(syntax)];

import { type Extension, StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, MatchDecorator, ViewPlugin } from '@codemirror/view';

/** The text that is lit up, whatever its case; none for an empty one. */
export const setFind = StateEffect.define<string>();

const findField = StateField.define<string>({
  create: () => '',
  update(text, { effects }) {
    for (const effect of effects) if (effect.is(setFind)) return effect.value;
    return text;
  },
});

const found = Decoration.mark({ class: 'cm-found' });

function matcher(text: string): MatchDecorator | null {
  if (text === '') return null;
  const regexp = new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi');
  return new MatchDecorator({ regexp, decoration: found });
}

/** Lights up the matches on screen. */
export const codeFind: Extension = [
  findField,
  ViewPlugin.define(
    (view) => {
      let text = view.state.field(findField);
      let decorator = matcher(text);
      const plugin = {
        decorations: decorator?.createDeco(view) ?? Decoration.none,
        update(update: Parameters<MatchDecorator['updateDeco']>[0]) {
          const wanted = update.state.field(findField);
          if (wanted !== text) {
            text = wanted;
            decorator = matcher(text);
            plugin.decorations = decorator?.createDeco(update.view) ?? Decoration.none;
          } else if (decorator) plugin.decorations = decorator.updateDeco(update, plugin.decorations);
        },
      } satisfies { decorations: DecorationSet; update: unknown };
      return plugin;
    },
    { decorations: (plugin) => plugin.decorations },
  ),
];

import type { KeysInView } from '../../app/keys/use-keys.ts';
import type { MenuEntry } from '../../widgets/Menu.tsx';
import type { FlameAction, TransformAction } from './flame-keys.ts';
import type { Offer } from './transforms.ts';

interface MenuActions {
  readonly offers: readonly Offer[];
  /** Whose texts stand beside the entries. */
  readonly keys: Pick<KeysInView<FlameAction | TransformAction>, 'text'>;
  readonly onOffer: (offer: Offer) => void;
  readonly onZoom: () => void;
  /** `undefined`: the row is no function of the run. */
  readonly onSandwich: (() => void) | undefined;
  readonly onSource: (() => void) | undefined;
  readonly onCalls: (() => void) | undefined;
}

/** The menu of one row. */
export function flameMenu({ offers, keys, onOffer, ...actions }: MenuActions): readonly MenuEntry[] {
  const entries: MenuEntry[] = [
    { id: 'zoom', title: 'Zoom to it', shortcut: keys.text('zoom-to'), onSelect: actions.onZoom },
  ];
  if (actions.onSandwich) {
    entries.push({
      id: 'sandwich',
      title: 'Callers and callees',
      shortcut: keys.text('sandwich'),
      onSelect: actions.onSandwich,
    });
  }
  if (actions.onCalls) entries.push({ id: 'calls', title: 'Its calls', onSelect: actions.onCalls });
  if (actions.onSource) entries.push({ id: 'source', title: 'Its source', onSelect: actions.onSource });
  if (offers.length > 0) entries.push({ kind: 'line', id: 'transforms' });
  for (const offer of offers) {
    entries.push({
      id: offer.title,
      title: offer.title,
      detail: offer.detail,
      shortcut: keys.text(offer.action),
      onSelect: () => onOffer(offer),
    });
  }
  return entries;
}

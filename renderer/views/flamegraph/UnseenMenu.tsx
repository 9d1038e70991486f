import { useApp } from '../../state/index.ts';
import { count, plural } from '../../widgets/format.ts';
import { MenuButton } from '../../widgets/MenuButton.tsx';
import type { UnseenFunction } from './unseen.ts';

/** More of them are no list to choose from. */
const mostListed = 12;

/** The functions that a search found and that have no box here, with the reason; each leads to its page. */
export function UnseenMenu({ unseen }: { readonly unseen: readonly UnseenFunction[] }) {
  const { select, setOwn } = useApp.getState();
  const left = unseen.length - mostListed;
  return (
    <MenuButton
      small
      label="Found, and not drawn"
      tip={`${plural(unseen.length, 'found function')} not drawn: which, and why`}
      entries={[
        { kind: 'heading', id: 'heading', title: 'Found, and not drawn' },
        ...unseen.slice(0, mostListed).map(({ code, fn, name, place, calls, why }) => ({
          id: String(code),
          title: name,
          detail: `${place}: ${why}`,
          aside: `${count(calls)}×`,
          disabled: fn < 0,
          onSelect: () => {
            select({ kind: 'function', function: fn });
            setOwn('functions', `page:${fn}`, 'open');
          },
        })),
        ...(left > 0
          ? [
              {
                id: 'more',
                title: `${count(left)} more: say more of the name`,
                disabled: true,
                onSelect() {},
              },
            ]
          : []),
      ]}
    >
      {count(unseen.length)} not drawn
    </MenuButton>
  );
}

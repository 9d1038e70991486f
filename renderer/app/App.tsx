import { useApp } from '../state/index.ts';
import { Tooltips } from '../widgets/Tooltips.tsx';
import { AskAhead } from './AskAhead.tsx';
import { useCommandKeys } from './commands/use-commands.ts';
import { Overlays } from './dialogs/Overlays.tsx';
import { DropZone } from './shell/DropZone.tsx';
import { LinkCheck } from './shell/LinkCheck.tsx';
import { Notices } from './shell/Notices.tsx';
import { Shell } from './shell/Shell.tsx';
import { TidyNotice } from './shell/TidyNotice.tsx';
import { TourCard } from './tour/TourCard.tsx';

/** The whole window. */
export function App() {
  useCommandKeys();
  const overlay = useApp((state) => state.overlay);
  return (
    <>
      <LinkCheck>
        <Shell />
      </LinkCheck>
      {overlay && <Overlays overlay={overlay} />}
      <AskAhead />
      <TourCard />
      <DropZone />
      <TidyNotice />
      <Notices />
      <Tooltips />
    </>
  );
}

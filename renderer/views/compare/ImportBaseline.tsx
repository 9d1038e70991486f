import { useRef } from 'react';
import { attempt } from '#renderer/app/actions/report.ts';
import { keepBaseline, useWorkbench } from '#renderer/data/index.ts';
import type { ComparisonChoice } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';

/** Opens a baseline file: with the host's dialog, which gives a path, else with the browser's, which gives the text. */
export function ImportBaseline({ onImport }: { onImport: (choice: ComparisonChoice) => void }) {
  const { pickFile } = useWorkbench().abilities;
  const input = useRef<HTMLInputElement>(null);
  const pick = () => {
    if (!pickFile) return input.current?.click();
    void attempt('The file could not be chosen', async () => {
      const file = await pickFile('baseline');
      if (file !== null) onImport({ kind: 'file', file });
    });
  };
  const read = (file: File | undefined) => {
    if (!file) return;
    void attempt('The baseline could not be read', async () => {
      onImport({ kind: 'imported', name: keepBaseline(file.name, await file.text()) });
    });
  };
  return (
    <>
      <Button icon="import" tip="Compare with an exported baseline" onClick={pick}>
        Import baseline
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        aria-label="Baseline file"
        accept="application/json,.json"
        onChange={(event) => {
          read(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </>
  );
}

import { attempt } from '#renderer/app/actions/report.ts';
import { useWorkbench } from '#renderer/data/index.ts';
import type { ComparisonChoice } from '#renderer/state/index.ts';
import { Button } from '#renderer/widgets/Button.tsx';

/** Opens a baseline file to compare with. */
export function ImportBaseline({ onImport }: { onImport: (choice: ComparisonChoice) => void }) {
  const { pickFile } = useWorkbench().abilities;
  const pick = () =>
    void attempt('The baseline could not be opened', async () => {
      const file = await pickFile('baseline');
      if (file !== null) onImport({ kind: 'file', file });
    });
  return (
    <Button icon="import" tip="Compare with an exported baseline" onClick={pick}>
      Import baseline
    </Button>
  );
}

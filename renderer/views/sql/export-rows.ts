import type { RunId } from '#contract';
import { attempt, inform } from '#renderer/app/actions/report.ts';
import type { Workbench } from '#renderer/data/index.ts';
import { bytes, figureText, plural } from '#renderer/widgets/format.ts';

/** Lets the engine write what a statement gives to where the person chose; a browser downloads it. */
export async function exportRows(
  workbench: Workbench,
  run: RunId,
  sql: string,
  format: 'csv' | 'json',
): Promise<void> {
  const { pickSaveFile, deliver } = workbench.abilities;
  await attempt('The rows could not be exported', async () => {
    const file = await pickSaveFile(`rows.${format}`);
    if (file === null) return;
    const written = await workbench.services.exchange.exportSql({ run, sql, format, file });
    deliver?.(file);
    const size = figureText(bytes(written.bytes));
    const more = written.truncated ? '; there are more, which were left out' : '';
    inform('Exported', `${plural(written.rows, 'row')} (${size})${more}`);
  });
}

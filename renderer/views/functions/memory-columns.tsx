import type { FunctionTable } from '#contract';
import { memoryFigures, memoryTip } from '#renderer/app/memory-words.ts';
import { bytes } from '#renderer/widgets/format.ts';
import { Num } from '#renderer/widgets/Num.tsx';
import type { IndexColumn } from '#renderer/widgets/table/index.ts';
import { Barred, largestOf } from './Barred.tsx';

/** The columns of memory; none where the table has none. */
export function memoryColumns({ memory }: FunctionTable): readonly IndexColumn[] {
  if (!memory) return [];
  return memoryFigures.map(([id, title, meaning, column]) => {
    const most = largestOf(memory[column]);
    return {
      ...{ id, title, tip: memoryTip(meaning, memory.measure), size: 104, numeric: true },
      cell: (row) => {
        const held = memory[column][row] ?? Number.NaN;
        return (
          <Barred share={held / most}>
            <Num figure={bytes(held)} />
          </Barred>
        );
      },
    };
  });
}

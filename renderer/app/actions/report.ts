import { isContractError } from '#contract';
import { useApp } from '../../state/index.ts';

/** Runs an action of the person; its failure becomes a notice on screen. Answers whether it went well. */
export async function attempt(title: string, action: () => Promise<void>): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (error) {
    if (isContractError(error, 'cancelled')) return false;
    const detail = error instanceof Error ? error.message : String(error);
    useApp.getState().notify({ tone: 'error', title, detail });
    return false;
  }
}

export function inform(title: string, detail: string): void {
  useApp.getState().notify({ tone: 'info', title, detail });
}

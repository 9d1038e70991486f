import { ContractError, type HostAbilities } from '#contract';

type FileAbilities = Required<Pick<HostAbilities, 'pickFile' | 'pickSaveFile' | 'receiveFile' | 'deliver'>>;

const endings: Readonly<Record<'baseline' | 'recording', string>> = {
  baseline: 'application/json,.json',
  recording: '.callscape',
};

/**
 * Files in a browser: what the person picks is sent to the engine's machine, which answers with its path there; what the
 * engine wrote for them is downloaded.
 */
export function browserFiles(token: string): FileAbilities {
  /** Where a place for saving can be downloaded from, by its path. */
  const downloads = new Map<string, string>();

  async function send(where: '/files' | '/saves', name: string, body?: File) {
    const response = await fetch(`${where}?name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      ...(body === undefined ? {} : { body }),
    }).catch(() => {
      throw new ContractError(
        'closed',
        'The file did not reach Callscape. See whether it still runs, and try again.',
      );
    });
    if (!response.ok) throw new ContractError('refused', (await response.text()).trim());
    return (await response.json()) as { readonly file: string; readonly download: string };
  }

  return {
    async pickFile(kind) {
      const picked = await pick(endings[kind]);
      return picked === null ? null : (await send('/files', picked.name, picked)).file;
    },
    receiveFile: async (dropped) => ({
      file: (await send('/files', dropped.name, dropped as File)).file,
      folder: null,
    }),
    async pickSaveFile(suggestedName) {
      const { file, download } = await send('/saves', suggestedName);
      downloads.set(file, download);
      return file;
    },
    deliver(file) {
      const link = document.createElement('a');
      link.href = downloads.get(file) ?? '';
      downloads.delete(file);
      link.download = '';
      link.click();
    },
  };
}

/** The browser's own dialog; `null` when it was cancelled. */
function pick(accept: string): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise((resolve) => {
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.addEventListener('cancel', () => resolve(null));
    input.click();
  });
}

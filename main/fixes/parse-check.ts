import { parseSync } from 'oxc-parser';

const script = /\.[cm]?[jt]sx?$/;

/** Why a text is no valid source of its kind; `null` when it is, or when its kind has no syntax that is known here. */
export function parseProblem(path: string, text: string): string | null {
  if (script.test(path)) return parseSync(path, text).errors[0]?.message ?? null;
  if (/\.json$/.test(path) && !/(^|\/)[tj]sconfig[^/]*\.json$/.test(path)) return jsonProblem(text);
  return null;
}

function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

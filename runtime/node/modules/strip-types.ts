import Module from 'node:module';

const { stripTypeScriptTypes } = Module as { stripTypeScriptTypes?: (source: string) => string };

/** Types replaced by spaces, as Node itself does it; undefined where it cannot, and then says so itself. */
export function stripTypes(source: string): string | undefined {
  const { emitWarning } = process;
  try {
    // The function warns that it is experimental; the app did not call it.
    process.emitWarning = () => {};
    return stripTypeScriptTypes?.(source);
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

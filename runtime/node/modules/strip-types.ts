import Module from 'node:module';
import { basename } from 'node:path';

type Options = { readonly mode: 'transform'; readonly sourceMap: true };

const { stripTypeScriptTypes } = Module as {
  stripTypeScriptTypes?: (source: string, options?: Options) => string;
};

/** `--experimental-transform-types`: enums and the like become code, on other lines than they were. */
export const transformsTypes = (): boolean =>
  (process.features as { typescript?: unknown }).typescript === 'transform';

/** Types replaced by spaces, as Node itself does it; undefined where it cannot, and then says so itself. */
export const stripTypes = (source: string): string | undefined =>
  quietly(() => stripTypeScriptTypes?.(source));

/** The text as Node itself makes it where it transforms types, with its source map in it; undefined as above. */
export const transformTypes = (source: string, file: string): string | undefined =>
  quietly(() => {
    const text = stripTypeScriptTypes?.(source, { mode: 'transform', sourceMap: true });
    // The function does not know what the file is called.
    return text?.replace(MAP, (_, start: string, data: string) => {
      const map = JSON.parse(Buffer.from(data, 'base64').toString()) as object;
      return start + Buffer.from(JSON.stringify({ ...map, sources: [basename(file)] })).toString('base64');
    });
  });

const MAP = /(\/\/# sourceMappingURL=data:application\/json;base64,)([\w+/=]+)\s*$/;

/** The function warns that it is experimental; the app did not call it. */
function quietly(strip: () => string | undefined): string | undefined {
  const { emitWarning } = process;
  try {
    process.emitWarning = () => {};
    return strip();
  } catch {
    return undefined;
  } finally {
    process.emitWarning = emitWarning;
  }
}

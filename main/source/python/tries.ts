import type { PythonStatement } from '../python-lines.ts';

/** Handlers that go on without a module: those of `ImportError`, of what it is one of, and of everything. */
const handler =
  /^except(?:\s*\*)?(?:[\s(].*\b(?:ImportError|ModuleNotFoundError|Exception|BaseException)\b.*)?$/s;
const suppressing = /^with\b.*\bsuppress\s*\([^)]*\b(?:ImportError|ModuleNotFoundError|Exception)\b/s;

interface OpenTry {
  readonly indent: number;
  /** Of its head, or of that of its last handler: what stands behind a colon has the same indent. */
  line: number;
  /** A handler has begun: what follows is not tried any more. */
  handled: boolean;
  /** `with suppress(ImportError)`: no handler has to come. */
  readonly suppresses: boolean;
  readonly imports: number[];
}

/**
 * Finds the imports whose failure is caught around them: of a part that is built in another language, of what another Python has under another
 * name, of a package that need not be there.
 */
export function createTries() {
  const open: OpenTry[] = [];
  const caught = new Set<number>();
  return {
    /** Told of each statement before its imports are. */
    look({ text, indent, opensBlock, line }: PythonStatement): void {
      const goesOn = opensBlock && /^(?:except|else|finally)\b/.test(text);
      for (let last = open.at(-1); last !== undefined; last = open.at(-1)) {
        if (indent > last.indent || line === last.line || (goesOn && indent === last.indent)) break;
        open.pop();
      }
      const around = open.at(-1);
      if (goesOn && around?.indent === indent) {
        around.handled = true;
        around.line = line;
        if (handler.test(text)) for (const at of around.imports) caught.add(at);
        return;
      }
      const suppresses = opensBlock && suppressing.test(text);
      if (suppresses || (opensBlock && text === 'try'))
        open.push({ indent, line, handled: false, suppresses, imports: [] });
    },
    /** @param at index of an import of the statement that was looked at last */
    add(at: number): void {
      for (const one of open) {
        if (one.suppresses) caught.add(at);
        else if (!one.handled) one.imports.push(at);
      }
    },
    /** Indexes of those that are caught, once all statements have been told. */
    caught: caught as ReadonlySet<number>,
  };
}

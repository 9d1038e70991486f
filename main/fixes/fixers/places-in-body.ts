/** A line of somebody's code, without the space around it. */
export interface Place {
  readonly line: number;
  readonly text: string;
}

const loops =
  /\b(?:for|while)\s*\(|\bfor await\b|\.(?:forEach|map|filter|flatMap|reduce|some|every|find|findIndex|sort)\(/;
const pythonLoops = /^(?:async )?for\b|^while\b|\bfor\b.+\bin\b/;
const comment = /^(?:\/\/|\/?\*|#)/;
const head = /^(?:(?:async|export|default|static)\s+)*(?:function|class|def)\b/;
/** Stands before a parenthesis and calls nothing. */
const keyword = /^(?:if|for|while|switch|catch|return|await|and|or|not|in|elif)$/;

/** The loop of a text that stands deepest in others, the first of several. `from`: the line that the text begins with. */
export function innermostLoop(text: string, from: number, isPython: boolean): Place | null {
  const around: number[] = [];
  let found: Place | null = null;
  let deepest = 0;
  for (const { line, text: code, indent } of codeOf(text, from)) {
    while (around.length > 0 && (around.at(-1) as number) >= indent) around.pop();
    if (!(isPython ? pythonLoops : loops).test(code)) continue;
    around.push(indent);
    if (around.length <= deepest) continue;
    deepest = around.length;
    found = { line, text: code };
  }
  return found;
}

/** The first line that calls something: `name`, where it is given. */
export function firstCall(text: string, from: number, name?: string): Place | null {
  const last = name?.split('.').at(-1);
  const calls = (code: string): boolean =>
    [...code.matchAll(/([\w$]+)\s*\(/g)].some(
      ([, callee = '']) => !keyword.test(callee) && (last === undefined || callee === last),
    );
  for (const { line, text: code } of codeOf(text, from)) {
    if (line !== from && !head.test(code) && calls(code)) return { line, text: code };
  }
  return null;
}

function* codeOf(text: string, from: number): Generator<Place & { readonly indent: number }> {
  for (const [i, whole] of text.split('\n').entries()) {
    const code = whole.trim();
    if (code !== '' && !comment.test(code))
      yield { line: from + i, text: code, indent: whole.length - whole.trimStart().length };
  }
}

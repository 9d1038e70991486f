export interface SqlToken {
  readonly kind: 'word' | 'text' | 'number' | 'sign';
  /** Words in lower case and without their quotes; texts without quotes. */
  readonly text: string;
  readonly quoted: boolean;
  readonly from: number;
  readonly to: number;
  /** Parentheses around it. */
  readonly depth: number;
}

const TOKEN =
  /\s+|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|[\p{L}_$][\p{L}\p{N}_$]*|<=|>=|<>|!=|==|\|\||[\s\S]/gu;

/** Takes SQL apart as far as it must be understood here; SQLite itself judges it afterwards. */
export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  let depth = 0;
  for (const match of sql.matchAll(TOKEN)) {
    const [raw] = match;
    const from = match.index;
    if (/^(?:\s|--|\/\*)/.test(raw)) continue;
    if (raw === ')') depth--;
    const place = { from, to: from + raw.length, depth };
    const first = raw[0] as string;
    if (first === "'") {
      tokens.push({ kind: 'text', text: raw.slice(1, -1).replaceAll("''", "'"), quoted: true, ...place });
    } else if (raw.length > 1 && (first === '"' || first === '`' || first === '[')) {
      tokens.push({ kind: 'word', text: raw.slice(1, -1).toLowerCase(), quoted: true, ...place });
    } else if (/^\d/.test(raw)) tokens.push({ kind: 'number', text: raw, quoted: false, ...place });
    else if (/^[\p{L}_$]/u.test(raw)) {
      tokens.push({ kind: 'word', text: raw.toLowerCase(), quoted: false, ...place });
    } else tokens.push({ kind: 'sign', text: raw, quoted: false, ...place });
    if (raw === '(') depth++;
  }
  return tokens;
}

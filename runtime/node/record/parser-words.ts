/** Words that parsers name their tokens by. A text of these alone is no secret, though it may stand under `token`. */
const WORDS = new Set(
  `a abstract accessor and annotation any argument array arrow as assert assign assignment async at atom await backtick begin
  bigint binary bit block bool boolean bracket brace break by call caret case catch character class close colon comma comment
  compare const constant continue curly dash debugger declaration decorator dedent default delete delimiter directive do dot dollar
  double doctype element else empty end entity enum eof eol equal equality equals error escape eval exclamation export expression extends
  field file final finally float for from func function generic get global greater hash heading html hyphen id ident identifier if
  implements import in indent infix input instanceof int integer interface invalid is item jsx keyword label lambda left less let line link
  list literal logical lookahead loop lparen macro mark member method minus module name namespace new newline next none not null number
  numeric object of open operator or package paragraph param parameter paren parenthesis pattern percent pipe plus pop postfix prefix
  primary private property protected public punctuation punctuator push question quasi quote range raw readonly regex regexp relational rest
  return right root rparen rule satisfies scope selector self semi semicolon sequence set shift single slash space spread square star start
  statement static str string struct style sub super switch symbol tab tag tail template term text then this throw tilde to token trailing true
  false try tuple type typeof unary undefined unexpected union unknown until update url use using value var variable void when while
  whitespace with word xor yield`.split(/\s+/),
);
const PIECES = /[A-Z]?[a-z]+|[A-Z]+(?![a-z])/g;

/** Whether the text is an operator, a bracket or the like, or made of words that parsers use; and holds no digit. */
export function isParserText(text: string): boolean {
  if (text.length > 48 || /\d/.test(text)) return false;
  const words = text.match(PIECES);
  // Letters of other alphabets are in none of the pieces.
  if (text.replace(PIECES, '').search(/[\p{L}\p{N}]/u) >= 0) return false;
  return words?.every((word) => WORDS.has(word.toLowerCase())) ?? text.length <= 4;
}

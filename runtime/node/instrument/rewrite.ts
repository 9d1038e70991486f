import type { GateText } from '../gate-text.ts';
import { holder, placesOf } from '../parse/places.ts';
import {
  child,
  children,
  eachChildWith,
  isAnonymousDefinition,
  isFunction,
  labelledForAwait,
  type Node,
} from './ast.ts';
import { BINDINGS } from './bindings.ts';
import { capturedParams, isVariable } from './captured-params.ts';
import { hasCleanUp } from './clean-up.ts';
import type { Edit } from './edits.ts';
import type { FoundFunction } from './find.ts';
import { createHandoverEdits } from './handover-edits.ts';
import type { Handovers } from './handovers.ts';
import type { Variable } from './scopes.ts';
import { createSiteEdits, hasOwnSites, type SiteKind } from './site-edits.ts';
import { siteName } from './site-names.ts';
import { createStepEdits, targetsOf } from './step-edits.ts';
import { createVariablePlaces, type PlaceBody, type VariableTables } from './variable-places.ts';

export interface RewriteOptions {
  readonly source: string;
  /** Of every inserted name; does not occur in the source. */
  readonly prefix: string;
  readonly params: boolean;
  /** Whether `this` stands before the parameters. */
  readonly self: boolean;
  readonly returns: boolean;
  readonly gate: GateText;
  /** Whether `catch` clauses outside traced functions tell what they caught. */
  readonly noteOutside: boolean;
  /** The functions of the file that are traced, by node, with their index among them and their level. */
  readonly traced: ReadonlyMap<Node, FoundFunction>;
  readonly leavesOut: (call: Node) => boolean;
  readonly lineOf: (offset: number) => number;
  /** What identifiers mean; empty where no function has level 4. */
  readonly variables: ReadonlyMap<Node, Variable>;
  readonly tables: VariableTables;
  /** Gives a place that is recorded like a function its index behind the functions. */
  readonly addSite: (node: Node, kind: SiteKind, name: string, within: FoundFunction) => number;
}

/** A place among the open calls that no call is above of. */
const NOWHERE = 2 ** 30 - 1;

/** The function whose body is being walked; undefined at the top or in an untraced one. */
interface Body extends PlaceBody {
  readonly node: Node;
  readonly found: FoundFunction;
  readonly deep: boolean;
  hasSites: boolean;
  readonly steps: number;
  namesSpan: boolean;
  /** May be suspended: async or generator. */
  readonly pauses: boolean;
  readonly asyncGenerator: boolean;
  /** Async, and nothing of it runs behind a `return`: that ends the span, and needs no `finally`. */
  readonly endsAtReturn: boolean;
  readonly syncGenerator: boolean;
  readonly handovers: Handovers;
}

/**
 * The insertions that make a program record its calls. All stand on lines that exist, and none replaces anything, so
 * that the original text can be had back. A body becomes
 *
 *     { let r=E(id),v=N;try{ .. return v=value .. ;v=void 0}finally{r&&X(v)} }
 *
 * where `r` says whether this call is recorded (2: with its values), and the completion variable tells X a throw from a
 * normal end without a catch, which would move the place that an uncaught error is reported at. Async bodies have a
 * catch as well where errors are captured: a rejection reports no place; whether they are recorded is in their mark.
 */
export function rewrite(program: Node, options: RewriteOptions): Edit[] {
  const { source, prefix, traced } = options;
  const edits: Edit[] = [];
  const insert = (position: number, text: string) => edits.push([position, text]);
  const call = Object.fromEntries(
    Object.entries(BINDINGS).map(([name, letter]) => [name, prefix + letter]),
  ) as Record<keyof typeof BINDINGS, string>;
  const value = `${prefix}v`;
  const mark = `${prefix}m`;
  const paused = `${prefix}s`;
  const error = `${prefix}e`;
  const before = `${prefix}f`;
  const span = `${prefix}q`;
  const detail = `${prefix}r`;
  const links = createHandoverEdits({ program, call, span, context: `${prefix}c`, mark, traced });
  const pauseEnd = (body: Body): string => {
    const leave = links.leave(body);
    return `,${mark},${leave ? `(${leave},${paused}=1)` : `${paused}=1`}`;
  };
  /** Level 3: the body's place among the open calls, and the marks of its awaits. */
  const own = `${prefix}d`;
  const awaits = `${prefix}w`;
  const captures = `${detail}>1`;
  const remember = ({ deep }: Body): string =>
    deep ? `,${own}=${captures}?${call.openCalls}():${NOWHERE}` : '';
  const hasAwaits = (body: Body): boolean => body.deep && body.pauses && !body.syncGenerator;
  const wakes = (body: Body): string =>
    hasAwaits(body) ? `${call.awaitWakes}(${mark},${awaits})` : `${call.resume}(${mark})`;
  const resumeIfPaused = (body: Body): string => `${paused}&&(${paused}=${wakes(body)}${remember(body)});`;
  /** What a part of the body that ends by an exception leaves open. */
  const failSites = (body: Body): string =>
    body.deep ? `${captures}&&${call.sitesFail}(${own}${hasAwaits(body) ? `,${awaits}` : ''});` : '';
  const sites = createSiteEdits<Body>({
    insert,
    call,
    detail,
    own,
    walk,
    walkChildren: (node, body) => eachChildWith(node, body, walk),
    leavesOut: options.leavesOut,
    idOf: (node, kind, name, body) => `@@${options.addSite(node, kind, name, body.found)}@@`,
  });
  let moduleIndex = -1;
  const places = createVariablePlaces({
    prefix,
    lineOf: options.lineOf,
    tables: options.tables,
    moduleIndex(within) {
      if (moduleIndex < 0) moduleIndex = options.addSite(program, 'module', '<module>', within);
      return moduleIndex;
    },
  });
  const steps = createStepEdits<Body>({
    insert,
    call,
    detail,
    walk,
    walkChildren: (node, body) => eachChildWith(node, body, walk),
    isPrinted: sites.isPrinted,
    lineOf: options.lineOf,
    variables: options.variables,
    placeOf: places.placeOf,
    memberPlace: places.memberPlace,
    walkIterable(iterable, body) {
      if (body.deep) return sites.walkIterable(iterable, body);
      walk(iterable, body);
      return '';
    },
    walkPattern(node, body) {
      if (!body.deep || !sites.take(node, body)) eachChildWith(node, body, walk);
    },
  });

  function walkStatements(statements: readonly Node[], from: number, body: Body | undefined): void {
    if (body && body.steps > 0) steps.walkList(statements, from, body);
    else for (const statement of statements) walk(statement, body);
  }

  /** Whether anything may have to be inserted within the node; around it there may be in any case. */
  const isTelling = holder(placesOf(program).telling);

  function walk(node: Node, body: Body | undefined): void {
    const before = body ? links.before(node, body) : '';
    const isStatement = node.type === 'ExpressionStatement';
    if (before) insert(node.start, isStatement ? before : `(${before}`);
    if (isTelling(node) || body?.deep || (body && body.steps > 0)) walkNode(node, body);
    if (before && !isStatement) insert(node.end, ')');
  }

  function walkNode(node: Node, body: Body | undefined): void {
    if (isFunction(node) || node.type === 'StaticBlock') {
      sites.afresh(() => walkFunction(node, body));
      return;
    }
    if (body && !isForAwait(node, body)) {
      if (body.steps > 0 && steps.take(node, body)) return;
      if (body.deep && sites.take(node, body)) return;
    }
    switch (node.type) {
      case 'PropertyDefinition':
        // An initialiser is a function of its own, though it looks like a part of this one.
        for (const key of ['decorators', 'key']) if (child(node, key)) walk(node[key] as Node, body);
        if (child(node, 'value')) walk(node.value as Node, undefined);
        return;
      case 'ReturnStatement':
        if (body) {
          walkReturn(node, body);
          return;
        }
        break;
      case 'AwaitExpression':
        if (body?.pauses) {
          walkPause(node, node.argument as Node, body);
          return;
        }
        break;
      case 'YieldExpression':
        if (body?.pauses) {
          walkPause(node, child(node, 'argument'), body);
          return;
        }
        break;
      case 'ForOfStatement':
        if (node.await && body?.pauses) {
          walkForAwait(node, body);
          return;
        }
        break;
      case 'LabeledStatement':
        if (body?.pauses && labelledForAwait(node)) {
          insert(node.start, '{');
          walkForAwait(labelledForAwait(node) as Node, body, true);
          insert(node.end, `${resumeIfPaused(body)}}`);
          return;
        }
        break;
      case 'TryStatement': {
        walkTry(node, body);
        return;
      }
    }
    eachChildWith(node, body, walk);
  }

  const isForAwait = (node: Node, body: Body): boolean =>
    node.type === 'ForOfStatement' && node.await === true && body.pauses;

  function walkFunction(node: Node, outer: Body | undefined): void {
    const found = traced.get(node);
    // Default values and patterns run before the body and belong to no span of this function.
    for (const param of children(node, 'params')) walk(param, undefined);
    if (!found) {
      if (node.type === 'StaticBlock') for (const inner of children(node, 'body')) walk(inner, undefined);
      else walk(node.body as Node, undefined);
      return;
    }
    const isAsync = node.async === true;
    const isGenerator = node.generator === true;
    const body: Body = {
      node,
      found,
      steps: found.level >= 4 ? found.level : 0,
      namesSpan: false,
      deep: found.level >= 3 && hasOwnSites(node),
      hasSites: false,
      pauses: isAsync || isGenerator,
      asyncGenerator: isAsync && isGenerator,
      endsAtReturn: isAsync && !isGenerator && found.level < 3 && !hasCleanUp(node.body as Node),
      syncGenerator: isGenerator && !isAsync,
      handovers: links.find(node),
    };
    // A callback's mark is taken as the callback is made; the name is the one outside the callback's own body.
    const marksOuter = outer?.handovers.inline.has(node) === true;
    if (marksOuter) insert(node.start, `(${links.marks},`);
    places.begin(body);
    walkBody(node, body);
    places.end(body);
    if (marksOuter) insert(node.end, ')');
  }

  function walkBody(node: Node, body: Body): void {
    const prologueAt = (position: number, before: string, after: string) => {
      const index = edits.push([position, '']) - 1;
      return () => {
        edits[index] = [position, before + prologue(node, body) + after];
      };
    };
    if (node.type === 'StaticBlock') {
      const begin = prologueAt(source.indexOf('{', node.start) + 1, '', '');
      walkStatements(children(node, 'body'), source.indexOf('{', node.start) + 1, body);
      begin();
      insert(node.end - 1, `;${epilogue(body)}`);
      return;
    }
    const block = node.body as Node;
    if (block.type !== 'BlockStatement') {
      const wrap = isAnonymousDefinition(block);
      const begin = prologueAt(
        block.start,
        '{',
        body.endsAtReturn
          ? `return ${call.endedAsync}(`
          : `${body.steps > 0 ? `${steps.lineCall(block)};` : ''}return(${value})=${wrap ? '(0,' : ''}`,
      );
      walk(block, body);
      begin();
      const end = body.endsAtReturn ? `,${atReturn(body)}` : wrap ? ')' : '';
      insert(block.end, `${end};${epilogue(body, false)}}`);
      return;
    }
    const statements = children(block, 'body');
    const directive = statements.filter((statement) => typeof statement.directive === 'string').at(-1);
    const begin = prologueAt(directive ? directive.end : block.start + 1, directive ? ';' : '', '');
    const others = statements.filter((statement) => typeof statement.directive !== 'string');
    walkStatements(others, directive ? directive.end : block.start + 1, body);
    begin();
    insert(block.end - 1, `;${epilogue(body)}`);
  }

  /** Declares the variable that says whether the call is recorded: 0, or what the recorder's `enter` gives. `values`: told to it. */
  function entered(name: string, enter: string, id: string, isSmall: boolean, values = ''): string {
    if (options.gate === 'called') return `let ${name}=${enter}(${id}${values});`;
    const cell = `${call.gate}[1+${id}]`;
    const most = options.gate === 'guarded' ? `${call.gate}[0]` : '1';
    // A statement, and `|0`, because the compiler then knows that the variable is a small number. Marks take 32 bits.
    return `let ${name}=0;if(${cell}>${most})${cell}--;else ${name}=${enter}(${id}${values})${isSmall ? '|0' : ''};`;
  }

  function prologue(node: Node, body: Body): string {
    const { found } = body;
    const id = `@@${found.index}@@`;
    const wide = found.level >= 2;
    const params = wide && options.params ? capturedParams(node, found.meta.kind, options.self) : [];
    // Told at the entry, which is cheaper, where that makes no object for a call that is not recorded.
    const told = !body.pauses && params.length <= 2 && params.every(isVariable) ? params : [];
    const enter = [wide ? call.enterWide : call.enter, call.enterWith1, call.enterWith2][
      told.length
    ] as string;
    const start = body.pauses
      ? `${entered(mark, call.enterAsync, id, false)}let ${wide ? `${detail}=${mark}&&${call.detailOf}(${id},${mark}),` : ''}${body.endsAtReturn ? '' : `${value}=${call.incomplete},`}${paused}=0${remember(body)}${hasAwaits(body) ? `,${awaits}=${mark}&&[]` : ''};`
      : `${entered(detail, enter, id, true, told.map((value) => `,${value}`).join(''))}let ${value}=${call.incomplete}${remember(body)};`;
    const variables = links.variables(body);
    const named = body.namesSpan
      ? `const ${places.spanName(body)}=${body.pauses ? mark : `${detail}>1?${call.markSpan}(0):0`};`
      : '';
    const held =
      body.steps > 0
        ? steps.holdAll(
            children(node, 'params').flatMap((param) => targetsOf(param)),
            body,
          )
        : '';
    return `${links.link(node, found)}${start}${variables.outer}try{${variables.inner}${named}${told.length > 0 ? '' : captureParams(params, id)}${held === '' ? '' : `${held};`}`;
  }

  function captureParams(params: readonly string[], id: string): string {
    if (params.length === 0) return '';
    const values = params.join();
    const captured = `${captures}&&`;
    if (params.length === 1) return `${captured}${call.args1}(${id},${values});`;
    if (params.length === 2) return `${captured}${call.args2}(${id},${values});`;
    return `${captured}${call.args}(${id},[${values}]);`;
  }

  /** Behind the value that a body returns which ends by it. */
  function atReturn(body: Body): string {
    const { found } = body;
    const leave = links.leave(body);
    const left = leave ? `(${leave},${mark})` : mark;
    return found.level >= 2 && options.returns ? `${left},@@${found.index}@@,${detail})` : `${left})`;
  }

  function epilogue(body: Body, falls = true): string {
    const { found } = body;
    const wide = found.level >= 2;
    const withReturn =
      wide && options.returns && found.meta.kind !== 'constructor' && found.meta.kind !== 'static-block';
    const exit = `${call.exit}(${value},${body.pauses ? 1 : detail})`;
    // In parentheses the variable is no name that the engine gives to a function it has just seen.
    const complete = falls ? `(${value})=void 0` : '';
    const leaves = links.leave(body);
    const leave = `${leaves ? `${leaves};` : ''}${body.hasSites ? `${captures}&&${call.sitesEnd}(${own},${value});` : ''}`;
    if (!body.pauses) {
      const ended = withReturn
        ? `${detail}&&${call.returned}(${value},@@${found.index}@@,${detail})`
        : wide
          ? `${detail}&&(${detail}>1&&${value}===${call.incomplete}?${call.thrownLater}(${detail}):${exit})`
          : `${detail}&&${exit}`;
      return `${complete}}finally{${leave}${ended}}`;
    }
    if (body.endsAtReturn) {
      const falling = falls ? `${call.endedAsync}(void 0,${atReturn(body)}` : '';
      const failed = `${mark}&&(${call.failedAsync}(${error},${wide ? `${detail}>1` : false}),${call.left}(${mark}))`;
      return `${falling}}catch(${error}){${resumeIfPaused(body)}${leave}${failed};throw ${error}}`;
    }
    const done = withReturn ? `${call.returned}(${value},@@${found.index}@@,${detail})` : exit;
    const settle = `${call.settled}(${mark})`;
    if (body.syncGenerator) {
      // Still paused here: the consumer ended it with return() at a yield.
      return `${complete}}finally{${leave}${mark}&&(${paused}?(${call.resume}(${mark}),${call.exit}(0,1)):${done},${settle},${call.left}(${mark}))}`;
    }
    // Nobody asks for the error, and a handler has every wait keep more.
    if (!wide && !body.asyncGenerator)
      return `${complete}}finally{${leave}${mark}&&(${paused}&&${call.resume}(${mark}),${exit},${call.left}(${mark}))}`;
    const caught = `catch(${error}){${resumeIfPaused(body)}${failSites(body)}${value}=${call.recorded};${mark}&&${call.failedAsync}(${error},${wide ? `${detail}>1` : false});throw ${error}}`;
    const ended = `${paused}&&${call.resume}(${mark}),${value}===${call.incomplete}?${call.exit}(0,1):${done}`;
    return `${complete}}${caught}finally{${leave}${mark}&&(${value}===${call.recorded}||(${ended})${body.asyncGenerator ? `,${settle}` : ''},${call.left}(${mark}))}`;
  }

  function walkReturn(node: Node, body: Body): void {
    const argument = child(node, 'argument');
    if (body.endsAtReturn) {
      const isSequence = argument?.type === 'SequenceExpression';
      insert(argument?.start ?? node.start + 6, ` ${call.endedAsync}(${isSequence ? '(' : ''}`);
      if (argument) walk(argument, body);
      insert(
        argument?.end ?? node.start + 6,
        `${argument ? (isSequence ? ')' : '') : 'void 0'},${atReturn(body)}`,
      );
      return;
    }
    if (!argument) {
      insert(node.start + 6, `(${value})=void 0`);
      return;
    }
    const wrap = isAnonymousDefinition(argument) || argument.type === 'SequenceExpression';
    // An async generator awaits what it returns, with no place to resume at but its end.
    const pause = body.asyncGenerator ? `${call.suspend}(` : '';
    const spread = argument.type === 'SequenceExpression' ? '(' : '(0,';
    const space = argument.start === node.start + 6 ? ' ' : '';
    insert(argument.start, `${space}${pause}(${value})=${wrap ? spread : ''}`);
    walk(argument, body);
    insert(argument.end, `${wrap ? ')' : ''}${pause ? `${pauseEnd(body)})` : ''}`);
  }

  /** `await x` becomes `W(await U(x,m,s=1),m,s=0)`: suspended once x is there, resumed with the result. */
  function walkPause(node: Node, argument: Node | undefined, body: Body): void {
    if (node.type === 'AwaitExpression' && body.deep) {
      walkAwait(node, argument as Node, body);
      return;
    }
    // An optional call is no place that the engine names in its messages, just as an await.
    insert(node.start, `${call.resumed}?.(`);
    if (argument) {
      insert(argument.start, ` ${node.delegate ? call.handOver : call.suspend}(`);
      walk(argument, body);
      insert(argument.end, `${pauseEnd(body)})`);
    } else insert(node.start + 5, ` ${call.suspend}(void 0${pauseEnd(body)})`);
    insert(node.end, `,${mark},${paused}=0${remember(body)})`);
  }

  /** The same with a span for the await, from before its operand is evaluated: `Or(await Os(Oa(..),x,m,s=1,w),m,w,s=0)`. */
  function walkAwait(node: Node, argument: Node, body: Body): void {
    body.hasSites = true;
    const id = `@@${options.addSite(node, 'await', siteName(node), body.found)}@@`;
    const begin = `${captures}&&${call.awaitBegins}(${id},${detail},${own},${awaits})`;
    insert(node.start, ` ${call.awaitEnds}(`);
    insert(argument.start, ` ${call.awaitSuspends}(${begin},`);
    sites.within(false, () => walk(argument, body));
    insert(argument.end, `${pauseEnd(body)},${awaits})`);
    insert(node.end, `,${mark},${awaits},${paused}=0${remember(body)})`);
  }

  /** Suspended from where the iterable is there to the end of the loop, except in the loop's body. */
  function walkForAwait(node: Node, body: Body, labelled = false): void {
    const loop = node.body as Node;
    const iterable = node.right as Node;
    walk(node.left as Node, body);
    if (!labelled) insert(node.start, '{');
    const isOutside = body.handovers.loops.has(node);
    insert(iterable.start, ` ${call.handOver}(${isOutside ? `(${links.enter},` : ''}`);
    walk(iterable, body);
    insert(iterable.end, `${isOutside ? ')' : ''}${pauseEnd(body)})`);
    insert(loop.start, `{${resumeIfPaused(body)}${isOutside ? `${links.enter};` : ''}try{`);
    if (body.steps > 0) steps.walkSingle(loop, body, steps.turnOf(node, body));
    else walk(loop, body);
    insert(loop.end, `}finally{${paused}||${call.suspend}(0${pauseEnd(body)})}}`);
    if (!labelled) insert(node.end, `${resumeIfPaused(body)}}`);
  }

  function walkTry(node: Node, body: Body | undefined): void {
    walk(node.block as Node, body);
    if (body?.deep) insert((node.block as Node).end - 1, `;${captures}&&${call.callEnds}(0,${own});`);
    const handler = child(node, 'handler');
    if (handler) {
      const param = child(handler, 'param');
      const block = handler.body as Node;
      const wide = body ? body.found.level >= 2 : options.noteOutside;
      const note = wide && (!param || param.type === 'Identifier');
      if (note && !param) insert(block.start, `(${error})`);
      const resumes = body?.pauses ? resumeIfPaused(body) : '';
      const fails = body ? failSites(body) : '';
      const notes = note ? `${call.caught}(${param ? (param.name as string) : error});` : '';
      if (param) walk(param, body);
      insert(block.start + 1, resumes + fails + notes);
      const held = body && param && body.steps > 0 ? steps.holdAll(targetsOf(param), body) : '';
      if (held !== '') insert(block.start + 1, `${held};`);
      walkStatements(children(block, 'body'), block.start + 1, body);
    }
    const finalizer = child(node, 'finalizer');
    if (!finalizer) return;
    if (body) {
      const resumes = body.pauses
        ? `${paused}&&(${paused}=${wakes(body)}${remember(body)}${body.found.meta.generator ? `,${value}=void 0` : ''});`
        : '';
      insert(
        finalizer.start + 1,
        `${resumes}${failSites(body)}let ${before}=${value};${value}=${call.incomplete};`,
      );
    }
    walkStatements(children(finalizer, 'body'), finalizer.start + 1, body);
    if (body) insert(finalizer.end - 1, `;(${value})=${before}`);
  }

  walk(program, undefined);
  // Sorting is stable: insertions at one position stand in the order of the walk, where what opens later lies within.
  return edits.sort((a, b) => a[0] - b[0]);
}

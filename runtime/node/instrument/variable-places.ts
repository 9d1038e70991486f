import type { VariableDefinition } from '../../format/index.ts';
import { child, type Node } from './ast.ts';
import type { FoundFunction } from './find.ts';
import type { Variable } from './scopes.ts';
import { memberText } from './site-names.ts';
import type { VariablePlace } from './step-edits.ts';

export interface PlaceBody {
  readonly node: Node;
  readonly found: FoundFunction;
  readonly steps: number;
  /** Whether functions in it set its variables and so need a name for its span. */
  namesSpan: boolean;
}

export interface PlaceOptions {
  readonly prefix: string;
  readonly lineOf: (offset: number) => number;
  /** The index of the module's own function, which is added when it is first asked for. */
  readonly moduleIndex: (within: FoundFunction) => number;
  readonly tables: VariableTables;
}

/** The variables of each function that has any, by its index among the file's functions. */
export class VariableTables {
  readonly byFunction = new Map<number, VariableDefinition[]>();
  private readonly places = new Map<unknown, number>();

  place(functionIndex: number, key: unknown, define: () => VariableDefinition): number {
    const known = this.places.get(key);
    if (known !== undefined) return known;
    const table = this.byFunction.get(functionIndex) ?? [];
    this.byFunction.set(functionIndex, table);
    const place = table.push(define()) - 1;
    this.places.set(key, place);
    return place;
  }
}

/** Where the variables that a body sets stand in the tables, and whose they are. */
export function createVariablePlaces({ prefix, lineOf, moduleIndex, tables }: PlaceOptions) {
  /** Bodies that are being walked. */
  const open = new Map<Node, PlaceBody>();

  function inTable(functionIndex: number, variable: Variable): number {
    const { name, kind, declared } = variable;
    return tables.place(functionIndex, variable, () => ({ name, line: lineOf(declared.start), kind }));
  }

  function placeOf(variable: Variable, body: PlaceBody): VariablePlace | undefined {
    if (variable.owner === undefined) {
      const module = moduleIndex(body.found);
      return { id: `@@${module}@@`, index: inTable(module, variable), owner: '-1' };
    }
    const owner = open.get(variable.owner);
    if (!owner || owner.steps === 0) return undefined;
    const { index } = owner.found;
    const place = { id: `@@${index}@@`, index: inTable(index, variable) };
    if (owner === body) return { ...place, owner: '' };
    // A default value of the owner's parameters does not see the names in its body.
    const inside = child(owner.node, 'body');
    if (inside && (body.node.start < inside.start || body.node.end > inside.end)) return undefined;
    owner.namesSpan = true;
    return { ...place, owner: `${spanName(owner)}||-2` };
  }

  function memberPlace(target: Node, body: PlaceBody): VariablePlace {
    const { index } = body.found;
    const name = memberText(target);
    const line = lineOf(target.start);
    const place = tables.place(index, `${index} ${name}`, () => ({ name, line, kind: 'member' }));
    return { id: `@@${index}@@`, index: place, owner: '' };
  }

  const spanName = (body: PlaceBody): string => `${prefix}a${body.found.index}`;

  return {
    placeOf,
    memberPlace,
    spanName,
    begin: (body: PlaceBody) => open.set(body.node, body),
    end: (body: PlaceBody) => open.delete(body.node),
  };
}

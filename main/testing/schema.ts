import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const validators = new Map<string, ValidateFunction>();

/** What a document breaks of a schema in `docs/`; empty when it fits. */
export function schemaErrors(schema: string, document: unknown): string[] {
  const validate = validators.get(schema) ?? compile(schema);
  validators.set(schema, validate);
  validate(document);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

function compile(schema: string): ValidateFunction {
  const url = new URL(`../../docs/${schema}.schema.json`, import.meta.url);
  const formats = { 'date-time': isDateTime };
  return new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true, formats }).compile(
    JSON.parse(readFileSync(url, 'utf8')),
  );
}

const isDateTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT/.test(text) && !Number.isNaN(Date.parse(text));

import type { ApiContext } from './api.ts';
import { invalid, Refusal } from './refusal.ts';

/** The fields of a request's JSON body, checked as they are read. */
export interface Fields {
  has(name: string): boolean;
  /** Undefined when absent, null when null. */
  text(name: string): string | null | undefined;
  flag(name: string): boolean | undefined;
  /** A whole number; undefined when absent or null. */
  whole(name: string): number | undefined;
  texts(name: string): readonly string[] | undefined;
  /** Each item of a list of objects, as fields. */
  list(name: string): readonly Fields[];
  object(name: string): Readonly<Record<string, unknown>> | undefined;
  raw(name: string): unknown;
  /** Every field that the request has. */
  readonly names: readonly string[];
}

/** Reads a body; none at all is an empty object. */
export async function readFields(c: ApiContext): Promise<Fields> {
  return fieldsOf(parse(await c.req.text()));
}

function parse(body: string): Record<string, unknown> {
  if (body.trim() === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
  if (typeof value !== 'object' || value === null) throw new Refusal(400, 'Body should be a JSON object');
  // Labels and assignees may be sent as a bare list.
  return Array.isArray(value) ? { '': value } : (value as Record<string, unknown>);
}

function fieldsOf(body: Record<string, unknown>): Fields {
  return {
    has: (name) => Object.hasOwn(body, name),
    text(name) {
      const value = body[name];
      if (value === undefined || value === null || typeof value === 'string') return value;
      throw wrongType(name, value, 'a string');
    },
    flag(name) {
      const value = body[name];
      if (value === undefined || typeof value === 'boolean') return value;
      throw wrongType(name, value, 'a boolean');
    },
    whole(name) {
      const value = body[name];
      if (value === undefined || value === null) return undefined;
      if (typeof value === 'number' && Number.isInteger(value)) return value;
      throw wrongType(name, value, 'an integer');
    },
    list(name) {
      const value = body[name];
      if (value === undefined || value === null) return [];
      if (!Array.isArray(value)) throw wrongType(name, value, 'an array');
      return value.map((item: unknown) => {
        if (typeof item === 'object' && item !== null && !Array.isArray(item))
          return fieldsOf(item as Record<string, unknown>);
        throw wrongType(`${name}/items`, item, 'an object');
      });
    },
    texts(name) {
      const value = body[name];
      if (value === undefined || value === null) return undefined;
      if (!Array.isArray(value)) throw wrongType(name, value, 'an array');
      return value.map((item: unknown) => {
        if (typeof item === 'string') return item;
        // Labels may come as objects with a name.
        if (typeof item === 'object' && item !== null && 'name' in item && typeof item.name === 'string')
          return item.name;
        throw wrongType(`${name}/items`, item, 'a string');
      });
    },
    object(name) {
      const value = body[name];
      if (value === undefined || value === null) return undefined;
      if (typeof value !== 'object' || Array.isArray(value)) throw wrongType(name, value, 'an object');
      return value as Record<string, unknown>;
    },
    raw: (name) => body[name],
    names: Object.keys(body),
  };
}

function wrongType(name: string, value: unknown, type: string): Refusal {
  return new Refusal(422, `Invalid request.\n\nFor 'properties/${name}', ${JSON.stringify(value)} is not ${type}.`);
}

/** A field that must be there and not be empty. */
export function requiredText(fields: Fields, resource: string, name: string): string {
  const value = fields.text(name);
  if (value === undefined) throw new Refusal(422, `Invalid request.\n\n"${name}" wasn't supplied.`);
  if (value === null || value.trim() === '') throw invalid({ resource, field: name, code: 'missing_field' });
  return value;
}

/** Lets only these fields pass, where GitHub refuses others. */
export function permitOnly(fields: Fields, permitted: readonly string[]): void {
  const other = fields.names.filter((name) => !permitted.includes(name));
  if (other.length === 0) return;
  const complaints = other.map((name) => `"${name}" is not a permitted key.`);
  throw new Refusal(422, `Invalid request.\n\n${complaints.join('\n')}`);
}

/** GitHub's limit on the body of an issue, a pull request or a comment, in characters. */
export const bodyLimit = 65_536;

/** Text of a conversation, within GitHub's limit. */
export function conversationText(resource: string, text: string): string {
  if ([...text].length > bodyLimit)
    throw invalid({
      resource,
      field: 'data',
      code: 'unprocessable',
      message: `Body is too long (maximum is ${bodyLimit} characters)`,
    });
  return text;
}

import { readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

/** The folder of this repository. */
export const productRoot = path.resolve(import.meta.dirname, '../../../..');
const text = v.pipe(v.union([v.string(), v.boolean(), v.number()]), v.transform(String));
const actionSchema = v.object({
  inputs: v.optional(v.record(v.string(), v.object({ default: v.optional(text) })), {}),
  runs: v.object({ using: v.literal('node24'), main: v.string() }),
});
const workflowSchema = v.object({
  jobs: v.record(
    v.string(),
    v.object({ permissions: v.optional(v.record(v.string(), v.picklist(['read', 'write']))) }),
  ),
});

/** An action, ready to be started. */
export interface ActionFile {
  /** The bundle. */
  readonly script: string;
  /** Every input with its default. */
  readonly defaults: Readonly<Record<string, string>>;
}

/** Reads `action.yml` of a product. The only expression in its defaults is the job's token. */
export async function readAction(name: string, token: string, product: string): Promise<ActionFile> {
  const folder = path.join(product, 'actions', name);
  const { inputs, runs } = v.parse(actionSchema, parse(await readFile(path.join(folder, 'action.yml'), 'utf8')));
  const defaults = Object.entries(inputs).map(([input, { default: value = '' }]) => {
    const given = value.replace(/\$\{\{\s*github\.token\s*\}\}/, token);
    if (given.includes('${{')) throw new TypeError(`The stage cannot evaluate the default of ${input}: ${given}`);
    return [input, given] as const;
  });
  return { script: path.resolve(folder, runs.main), defaults: Object.fromEntries(defaults) };
}

/** The permissions that a job of the product's workflows has. */
export async function permissionsOf(
  workflow: string,
  job: string,
): Promise<Readonly<Record<string, 'read' | 'write'>>> {
  const file = path.join(productRoot, '.github/workflows', workflow);
  const { jobs } = v.parse(workflowSchema, parse(await readFile(file, 'utf8')));
  const { permissions } = jobs[job] ?? {};
  if (permissions === undefined) throw new TypeError(`${workflow} has no job ${job} with permissions`);
  return permissions;
}

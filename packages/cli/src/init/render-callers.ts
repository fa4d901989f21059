import { isMap, isScalar, parseDocument, stringify, type YAMLMap } from 'yaml';
import type { Product } from '../caller/read-product.ts';
import { type Choices, inputsOf } from './choices.ts';

/** A file for the repository. */
export interface CallerFile {
  readonly path: string;
  readonly text: string;
}

/** The files of the product that callers are made from. */
export interface Templates {
  readonly caller: string;
  readonly queue: string;
  readonly sweeper: string;
  readonly product: Product;
}

/** The callers for some choices: the examples, with inputs written into them. */
export function renderCallers(templates: Templates, choices: Choices): readonly CallerFile[] {
  const render = (text: string) => withRef(withInputs(text, inputsOf(choices), templates.product), choices.ref);
  const caller = render(choices.queue === 'branch' ? templates.queue : templates.caller);
  const files = [{ path: '.github/workflows/codex.yml', text: caller }];
  // The queue has its own schedule.
  if (choices.sweeper && choices.queue === 'none')
    files.push({ path: '.github/workflows/sweeper.yml', text: render(templates.sweeper) });
  return files;
}

/** Writes inputs into every call that takes them. The rest of the text stays as it is, with its comments. */
function withInputs(text: string, wanted: Readonly<Record<string, string>>, product: Product): string {
  const document = parseDocument(text);
  const jobs = document.get('jobs');
  if (!isMap(jobs)) return text;
  const insertions = jobs.items.flatMap(({ value: job }) => {
    const call = isMap(job) ? job.get('uses') : undefined;
    const takes = product[typeof call === 'string' ? workflowOf(call) : '']?.inputs;
    const inputs = Object.entries(wanted).filter(([name]) => takes?.has(name));
    return isMap(job) && inputs.length > 0 ? [insertion(text, job, inputs)] : [];
  });
  // From the end, so that no position moves.
  return insertions.toReversed().reduce((done, { at, lines }) => done.slice(0, at) + lines + done.slice(at), text);
}

function insertion(text: string, job: YAMLMap, inputs: readonly (readonly [string, string])[]) {
  const given = job.get('with');
  const fresh = isMap(given) ? inputs.filter(([name]) => !given.has(name)) : inputs;
  const lines = fresh
    .map(([name, value]) => `      ${name}: ${stringify(value, { singleQuote: true, lineWidth: 0 })}`)
    .join('');
  if (isMap(given)) return { at: endOfLine(text, given.items.at(-1)?.value), lines };
  return { at: endOfLine(text, job.get('uses', true)), lines: `    with:\n${lines}` };
}

function endOfLine(text: string, node: unknown): number {
  const at = isScalar(node) ? (node.range?.[1] ?? 0) : 0;
  return text.indexOf('\n', at) + 1;
}

/** File of the reusable workflow that a call names. */
function workflowOf(call: string): string {
  return call.replace(/@.*$/, '').split('/').at(-1) ?? '';
}

function withRef(text: string, ref: string): string {
  return text.replaceAll(/^(\s+uses: \S+)@v1( #.*)?$/gm, (_, call: string, comment = '') =>
    // A commit is pinned: no linter needs to be told otherwise.
    /^v/.test(ref) ? `${call}@${ref}${comment.replace('v1 takes', `${ref} takes`)}` : `${call}@${ref}`,
  );
}

import { parse } from 'yaml';
import { productFile } from '../product-file.ts';
import type { Templates } from './render-callers.ts';

/** The reusable workflows of the product. */
export const reusableWorkflows = ['codex-worker.yml', 'codex-worker-drain.yml', 'codex-worker-sweep.yml'] as const;

/** The examples that callers are made from. */
export async function readTemplates(): Promise<Templates> {
  const [caller, queue, sweeper, inputs] = await Promise.all([
    productFile('examples/codex.yml'),
    productFile('examples/queue.yml'),
    productFile('examples/sweeper.yml'),
    readInputs(),
  ]);
  return { caller, queue, sweeper, inputs };
}

/** Inputs that each reusable workflow of this release takes, by its file. */
export async function readInputs(): Promise<Readonly<Record<string, readonly string[]>>> {
  const entries = reusableWorkflows.map(async (file) => {
    const workflow: { readonly on: { readonly workflow_call: { readonly inputs: object } } } = parse(
      await productFile(`.github/workflows/${file}`),
    );
    return [file, Object.keys(workflow.on.workflow_call.inputs)] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

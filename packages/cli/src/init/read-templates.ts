import { readProduct } from '../caller/read-product.ts';
import { productFile } from '../product-file.ts';
import type { Templates } from './render-callers.ts';

/** The examples that callers are made from, and what the workflows that they call take. */
export async function readTemplates(): Promise<Templates> {
  const [caller, queue, sweeper, product] = await Promise.all([
    productFile('examples/codex.yml'),
    productFile('examples/queue.yml'),
    productFile('examples/sweeper.yml'),
    readProduct(),
  ]);
  return { caller, queue, sweeper, product };
}

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';

/** What axe holds against a page. */
export interface Fault {
  readonly rule: string;
  readonly impact: string;
  readonly help: string;
  /** The elements, as selectors. */
  readonly at: readonly string[];
}

/** What axe's result holds, as far as we read it. */
interface AxeResult {
  readonly violations: readonly {
    readonly id: string;
    readonly impact: string;
    readonly help: string;
    readonly nodes: readonly { readonly target: readonly unknown[]; readonly failureSummary?: string }[];
  }[];
}

/** Runs axe on a page as it is now: its serious and critical faults, and with `all` the smaller ones too. */
export async function findFaults(page: Page, { all = false } = {}): Promise<readonly Fault[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  // Evaluated by the debugger, which no Content-Security-Policy of the page keeps out.
  await page.evaluate(source);
  const result = (await page.evaluate("axe.run(document, { resultTypes: ['violations'] })")) as AxeResult;
  return result.violations
    .filter(({ impact }) => all || impact === 'serious' || impact === 'critical')
    .map(({ id, impact, help, nodes }) => ({
      rule: id,
      impact,
      help,
      at: nodes.map(({ target, failureSummary }) => `${target.join(' ')}: ${failureSummary ?? ''}`),
    }));
}

import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Lets Node load GitHub's workflow parser, which imports its JSON schemas without the `type: 'json'` attribute that
 * Node demands. In the packed command they are part of the bundle.
 */
registerHooks({
  load(url, context, nextLoad) {
    if (!/\/@actions\/workflow-parser\/dist\/[^/]+\.json$/.test(url)) return nextLoad(url, context);
    const schema = readFileSync(fileURLToPath(url), 'utf8');
    return { format: 'module', source: `export default ${schema}`, shortCircuit: true };
  },
});

const silent = { error() {}, info() {}, verbose() {} };

/** What GitHub's own parser has against a workflow file; nothing if it is valid. */
export async function workflowErrors(name: string, content: string): Promise<readonly string[]> {
  const { parseWorkflow } = await import('@actions/workflow-parser/workflows/workflow-parser');
  const { convertWorkflowTemplate } = await import('@actions/workflow-parser/model/convert');
  const { context, value } = parseWorkflow({ name, content }, silent);
  // Parsing checks the schema; only the conversion checks `if:`, `needs` and the references between them.
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  const errors = context.errors.getErrors().map((error) => error.message);
  return value === undefined && errors.length === 0 ? ['It is empty.'] : errors;
}

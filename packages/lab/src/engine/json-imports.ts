import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';

/**
 * Lets Node load GitHub's workflow parser, which imports its JSON schemas without the `type: 'json'` attribute that
 * Node demands. Only that package's files are touched.
 */
registerHooks({
  load(url, context, nextLoad) {
    if (!/\/@actions\/workflow-parser\/dist\/[^/]+\.json$/.test(url)) return nextLoad(url, context);
    const schema = readFileSync(fileURLToPath(url), 'utf8');
    return { format: 'module', source: `export default ${schema}`, shortCircuit: true };
  },
});

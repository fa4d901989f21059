import '../engine/json-imports.ts';
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { validate } from '@actions/languageservice/validate';
import { parse } from 'yaml';
import { type ProjectFile, projectFile } from './project-files.ts';

// The service imports its event payloads as the parser imports its schemas: without the attribute that Node demands.
registerHooks({
  load(url, context, nextLoad) {
    if (!/\/@actions\/languageservice\/dist\/.+\.json$/.test(url)) return nextLoad(url, context);
    const payloads = readFileSync(fileURLToPath(url), 'utf8');
    return { format: 'module', source: `export default ${payloads}`, shortCircuit: true };
  },
});

/** What GitHub's own validator says of a workflow or an action, as `path:line: message`. */
export async function languageServiceFindings({ path: file, text }: ProjectFile): Promise<readonly string[]> {
  const service = await import('@actions/languageservice/validate');
  const { TextDocument } = await import('vscode-languageserver-textdocument');
  const document = TextDocument.create(`file:///${file}`, 'yaml', 1, text);
  const findings = await service.validate(document, { fileProvider: fileProvider(file), actionsMetadataProvider });
  return findings.map(({ range, message }) => `${file}:${range.start.line + 1}: ${message}`);
}

type Settings = NonNullable<Parameters<typeof validate>[1]>;

/** Our own repository, whether a workflow calls it by a path or by its name. Examples stand for the callers' repositories. */
const fileProvider = (caller: string): NonNullable<Settings['fileProvider']> => ({
  async getFileContent(reference) {
    const isTheirs = caller.startsWith('examples/') && 'path' in reference && !('repository' in reference);
    const file = isTheirs
      ? path.posix.join(path.posix.dirname(caller), path.posix.basename(reference.path))
      : reference.path;
    return { name: reference.path, content: projectFile(file).text };
  },
});

/** Actions of others are trusted to have the inputs that they are given: CI itself runs them. */
const actionsMetadataProvider: NonNullable<Settings['actionsMetadataProvider']> = {
  async fetchActionMetadata({ owner, name, path: folder }) {
    if (`${owner}/${name}` !== 'codex-worker/codex-worker') return { name, description: '' };
    return parse(projectFile(`${folder}/action.yml`).text);
  },
};

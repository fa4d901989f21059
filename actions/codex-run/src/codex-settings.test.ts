import { expect, test } from 'vitest';
import { codexSettings, settingsOfModel } from './codex-settings.ts';

test('a setting stands on a line; lines without one are left out', () => {
  const text = 'model_verbosity="high"\n\n  \nmcp_servers.docs.command="npx"\n';
  expect(codexSettings(text, { inThread: true })).toEqual(['model_verbosity="high"', 'mcp_servers.docs.command="npx"']);
});

test.each(['nonsense', '=1', '--yolo', '# tools'])('"%s" is no setting', (line) => {
  const reading = () => codexSettings(`model_verbosity="high"\n${line}`, { inThread: true });
  expect(reading).toThrow(`The input "config" has the line "${line}".`);
});

test.each([
  'project_doc_fallback_filenames=["CLAUDE.md"]',
  'model_instructions_file="./CODEX.md"',
  'experimental_compact_prompt_file = "compact.md"',
  'profiles.x={ model_instructions_file = "CODEX.md" }',
  '"model_instructions_file"="CODEX.md"',
])('%s instructs by a file that a turn of the thread could write', (line) => {
  expect(() => codexSettings(line, { inThread: true })).toThrow('Codex would obey what a turn wrote there');
  expect(codexSettings(line, { inThread: false })).toEqual([line]);
});

test('what holds in a stranger’s workspace is of the model alone', () => {
  const ofModel = ['model_reasoning_summary="none"', 'model_context_window = 1000'];
  const others = ['model_providers.x.auth.command="sh"', 'model_catalog_json="models.json"', 'notify=["./tell.sh"]'];
  expect(settingsOfModel([...ofModel, ...others])).toEqual(ofModel);
});

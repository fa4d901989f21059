import markdownIt from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { actionlintFindings } from './actionlint.ts';
import { languageServiceFindings } from './language-service.ts';
import { brokenLinks } from './links.ts';
import { markdownFiles, type ProjectFile, projectFile } from './project-files.ts';
import { ruleFindings } from './rules/rules.ts';
import { scriptRules } from './rules/script-rules.ts';
import { secretRules } from './rules/secret-rules.ts';

const uses = 'codex-worker/codex-worker/.github/workflows/codex-worker.yml@v1';
const permissions = { contents: 'write', issues: 'write', 'pull-requests': 'write', actions: 'write' };

const documents = markdownFiles();
const examples = documents.flatMap((file) => yamlExamples(file));
/** What people come from need not keep our rules. */
const before = documents.flatMap((file) => yamlExamples(file, ' before'));

test('README.md shows examples/codex.yml to the byte', () => {
  const shown = /<!-- generated from examples\/codex\.yml -->\n```yaml\n([\s\S]*?)```\n<!-- end -->/;
  expect(shown.exec(projectFile('README.md').text)?.[1]).toBe(projectFile('examples/codex.yml').text);
});

test.each(documents.map((file) => [file.path, file] as const))(
  '%s links to files and headings that exist',
  (_, file) => {
    expect(brokenLinks(file)).toEqual([]);
  },
);

test.each(documents.map((file) => [file.path, file] as const))(
  '%s has each row of a table in the table',
  (_, { text }) => {
    const said = markdownIt()
      .parse(text, {})
      .flatMap((token, at, all) => (all[at - 1]?.type === 'paragraph_open' ? token.content.split('\n') : []));
    expect(said.filter((line) => /^\|.*\|$/.test(line))).toEqual([]);
  },
);

test.each([
  { link: '[b](b.md#part)', why: 'there is no such file' },
  { link: '[up](../../README.md)', why: 'it leads out of the repository' },
  { link: '[part](glossary.md#no-such-part)', why: 'there is no such heading' },
  { link: '[here](#nowhere)', why: 'there is no such heading' },
  { link: '[docs](../docs#part)', why: 'a folder has no headings' },
  { link: '![image](pictures/none.png)', why: 'there is no such file' },
  { link: '<img src="none.png" alt="">', why: 'there is no such file' },
  { link: '[http](http://example.com)', why: 'it does not begin with https:' },
  { link: '[typo](https://example,com/a)', why: 'its host is none' },
])('$link is seen: $why', ({ link, why }) => {
  expect(brokenLinks({ path: 'docs/a.md', text: `# Title\n\n${link}\n` })).toEqual([
    expect.stringMatching(new RegExp(`: ${why}$`)),
  ]);
});

test('links that lead somewhere are left alone, and so is code', () => {
  const text = '# A `code` part\n\n[a](#a-code-part) [b](../README.md) [c](https://example.com/x#y) `[d](none.md)`\n';
  expect(brokenLinks({ path: 'docs/a.md', text })).toEqual([]);
});

describe.each(examples.map((example) => [example.path, example] as const))('the example %s', (_, example) => {
  test("is valid for GitHub's own validator", async () => {
    expect(await languageServiceFindings(example)).toEqual([]);
  });
  test('is valid for actionlint', async () => {
    expect(await actionlintFindings(example)).toEqual([]);
  });
  // A part of a workflow cannot keep the other rules.
  test('puts no text of others into a script or an input, and hands on no secret that is not named', () => {
    expect(ruleFindings(example, [...scriptRules, ...secretRules])).toEqual([]);
  });
});

test.each(examples.filter(({ text }) => text.includes('actions/codex-run@')).map((example) => [example.path, example]))(
  'the sandbox of Codex can start where %s is copied to',
  (_, { text }) => {
    expect(text).toContain('kernel.apparmor_restrict_unprivileged_userns=0');
  },
);

test.each(before.map((example) => [example.path, example] as const))(
  'what people come from is a workflow, too: %s',
  async (_, example) => {
    expect(await languageServiceFindings(example)).toEqual([]);
  },
);

test('docs/migrating.md names inputs, outputs and jobs that there are', () => {
  const known = namesIn(
    '.github/workflows/codex-worker.yml',
    '.github/workflows/thread.yml',
    'actions/codex-run/action.yml',
  );
  const cells = [...projectFile('docs/migrating.md').text.matchAll(/^\|.*\|(.*)\|$/gm)].map(([, cell = '']) => cell);
  const named = cells.flatMap((cell) =>
    [...cell.matchAll(/`([a-z]+(?:-[a-z]+)*)(?:: [^`]+)?`/g)].map(([, name]) => name),
  );
  expect(named.length).toBeGreaterThan(30);
  expect(named.filter((name) => name === undefined || !known.has(name))).toEqual([]);
});

test('every README of an action shows an example', () => {
  const readmes = documents.filter(({ path: file }) => /^actions\/[a-z-]+\/README\.md$/.test(file));
  expect(readmes.map(({ path: file }) => file).filter((file) => !examples.some((e) => e.path.includes(file)))).toEqual(
    [],
  );
});

/** The YAML of a document as workflows; what is only a part of one is put into the rest. `word` stands behind the language. */
function yamlExamples({ path: file, text }: ProjectFile, word = ''): readonly ProjectFile[] {
  const fenced = new RegExp(`^\`\`\`ya?ml${word}\\n([\\s\\S]*?)^\`\`\`$`, 'gm');
  const blocks = [...text.matchAll(fenced)].map(([, block = '']) => block);
  return blocks.map((block, index) => ({
    path: `.github/workflows/${file}-${index + 1}.yml`,
    text: asWorkflow(block),
  }));
}

function asWorkflow(block: string): string {
  const part = parse(block);
  const on = { issues: { types: ['opened'] } };
  if ('on' in part) return block;
  if ('jobs' in part) return stringify({ on, ...part });
  // What a caller gives the reusable workflow.
  if (!('steps' in part)) return stringify({ on, jobs: { codex: { uses, permissions, ...part } } });
  // An example of a later job speaks of the one that routed.
  const route = {
    'runs-on': 'ubuntu-latest',
    outputs: { thread: 'issue-1', 'request-id': 'issue-1' },
    steps: [{ run: 'true' }],
  };
  return stringify({ on, jobs: { route, example: { needs: 'route', 'runs-on': 'ubuntu-latest', ...part } } });
}

/** Inputs, outputs and jobs of workflows and actions. */
function namesIn(...files: readonly string[]): ReadonlySet<string> {
  return new Set(
    files
      .map((file) => parse(projectFile(file).text))
      .flatMap((read) => {
        const { inputs = {}, outputs = {} } = read.on?.workflow_call ?? read;
        return [inputs, outputs, read.jobs ?? {}].flatMap(Object.keys);
      }),
  );
}

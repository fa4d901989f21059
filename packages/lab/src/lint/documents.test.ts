import { existsSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { actionlintFindings } from './actionlint.ts';
import { languageServiceFindings } from './language-service.ts';
import { markdownFiles, type ProjectFile, projectFile, projectRoot } from './project-files.ts';
import { ruleFindings } from './rules/rules.ts';
import { scriptRules } from './rules/script-rules.ts';
import { secretRules } from './rules/secret-rules.ts';

const documents = markdownFiles();
const examples = documents.flatMap(yamlExamples);

test('README.md shows examples/codex.yml to the byte', () => {
  const shown = /<!-- generated from examples\/codex\.yml -->\n```yaml\n([\s\S]*?)```\n<!-- end -->/;
  expect(shown.exec(projectFile('README.md').text)?.[1]).toBe(projectFile('examples/codex.yml').text);
});

test.each(documents.map((file) => [file.path, file] as const))('%s links to files that exist', (_, file) => {
  expect(brokenLinks(file)).toEqual([]);
});

test('a link to a file that does not exist is seen', () => {
  expect(brokenLinks({ path: 'docs/a.md', text: '[b](b.md#part) [c](../README.md) [d](https://example.com)' })).toEqual(
    ['b.md#part'],
  );
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

test('every README of an action shows an example', () => {
  const readmes = documents.filter(({ path: file }) => /^actions\/[a-z-]+\/README\.md$/.test(file));
  expect(readmes.map(({ path: file }) => file).filter((file) => !examples.some((e) => e.path.includes(file)))).toEqual(
    [],
  );
});

/** Where a document links to nothing. Addresses, headings of the same page, and what is shown as code are not looked at. */
function brokenLinks({ path: file, text }: ProjectFile): readonly string[] {
  const prose = text.replaceAll(/(?<!`)(`+)(?!`).*?(?<!`)\1(?!`)/g, '');
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map(([, link = '']) => link);
  const local = links.filter((link) => !/^(?:[a-z]+:|#)/.test(link));
  return local.filter((link) => !existsSync(path.join(projectRoot, path.dirname(file), link.split('#')[0] ?? '')));
}

/** The YAML of a document as workflows; what is only a part of one is put into the rest. */
function yamlExamples({ path: file, text }: ProjectFile): readonly ProjectFile[] {
  const blocks = [...text.matchAll(/^```ya?ml\n([\s\S]*?)^```$/gm)].map(([, block = '']) => block);
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
  // An example of a later job speaks of the one that routed.
  const route = {
    'runs-on': 'ubuntu-latest',
    outputs: { thread: 'issue-1', 'request-id': 'issue-1' },
    steps: [{ run: 'true' }],
  };
  return stringify({ on, jobs: { route, example: { needs: 'route', 'runs-on': 'ubuntu-latest', ...part } } });
}

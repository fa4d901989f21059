import { expect, test } from 'vitest';
import { type DemoFiles, type DemoRemote, demoRemote } from './demo-remote.ts';
import { pullRequestTemplate } from './pull-request-template.ts';
import { openGit } from './run-git.ts';

const read = async (demo: DemoRemote) => pullRequestTemplate(openGit(demo.bare), await demo.git('rev-parse', 'main'));

const cases: readonly { readonly when: string; readonly files: DemoFiles; readonly text: string | undefined }[] = [
  { when: 'there is none', files: {}, text: undefined },
  { when: 'it is in .github', files: { '.github/pull_request_template.md': 'a\n' }, text: 'a\n' },
  { when: 'it is in docs, in capitals', files: { 'docs/PULL_REQUEST_TEMPLATE.md': 'b\n' }, text: 'b\n' },
  { when: 'it is in the root, as plain text', files: { 'pull_request_template.txt': 'c\n' }, text: 'c\n' },
  {
    when: 'there are several, GitHub’s first place wins',
    files: {
      'docs/pull_request_template.md': 'b',
      'Pull_Request_Template.md': 'c',
      '.github/PULL_REQUEST_TEMPLATE.md': 'a',
    },
    text: 'a',
  },
  {
    when: 'there is a choice of them, people choose',
    files: { '.github/PULL_REQUEST_TEMPLATE/bug.md': 'x', 'src/pull_request_template.md': 'x' },
    text: undefined,
  },
];
for (const { when, files, text } of cases) {
  test(`the template of pull requests, when ${when}`, async () => {
    await using demo = await demoRemote();
    await demo.commit('main', files);
    expect(await read(demo)).toBe(text);
  });
}

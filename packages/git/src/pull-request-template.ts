import { fields } from './changed-entries.ts';
import type { Git } from './run-git.ts';

/** Where GitHub looks, in its order; the root is the empty folder. */
const FOLDERS = ['.github/', '', 'docs/'];
const NAME = /^pull_request_template(?:\.(?:md|txt))?$/i;

/** The text that the repository wants in its pull requests. One of several, in a folder of that name, is for people to choose. */
export async function pullRequestTemplate(git: Git, commit: string): Promise<string | undefined> {
  const root = await entriesOf(git, commit, []);
  const folders = FOLDERS.filter((folder) => folder !== '' && root.some(({ path }) => `${path}/` === folder));
  const below = folders.length > 0 ? await entriesOf(git, commit, folders) : [];
  const candidates = [...root, ...below].filter(({ mode, path }) => mode.startsWith('100') && rankOf(path) >= 0);
  const [first] = candidates.sort((a, b) => rankOf(a.path) - rankOf(b.path));
  return first && (await git.run(['cat-file', 'blob', first.sha])).toString();
}

/** The earlier the folder, the lower; -1 is no template. */
function rankOf(path: string): number {
  const at = path.lastIndexOf('/') + 1;
  return NAME.test(path.slice(at)) ? FOLDERS.indexOf(path.slice(0, at)) : -1;
}

async function entriesOf(git: Git, commit: string, folders: readonly string[]) {
  const listed = fields(await git.run(['ls-tree', '-z', '--end-of-options', commit, ...folders]));
  return listed.map((entry) => {
    const [facts = '', path = ''] = entry.split('\t');
    const [mode = '', , sha = ''] = facts.split(' ');
    return { mode, sha, path };
  });
}

import { Hono } from 'hono';
import { mergeBase } from '../git-host/commits.ts';
import { branchTip, resolveCommit } from '../git-host/refs.ts';
import { isPull } from '../github/pull-diff.ts';
import { readForm } from './ask/forms.ts';
import { assetRoutes } from './assets/assets.ts';
import { absent, broken, foreignForm } from './frame/absent.ts';
import { show } from './frame/show.ts';
import { commitPage, comparePage } from './pull/commit-page.ts';
import { filesPage } from './pull/files-page.ts';
import { pullForms } from './pull/pull-forms.ts';
import { queuePage } from './queue/queue-page.ts';
import { jobPage } from './run/job-page.ts';
import { runForms } from './run/run-forms.ts';
import { runList } from './run/run-list.ts';
import { runPage } from './run/run-page.ts';
import { type Inside, openSite, type PageEnv, type Site } from './site.ts';
import { newIssue } from './thread/new-issue.ts';
import { threadForms } from './thread/thread-forms.ts';
import { threadList } from './thread/thread-list.ts';
import { threadAt, threadPath } from './thread/thread-of.ts';
import { threadPage } from './thread/thread-page.ts';
import { peoplePage } from './viewer/people-page.ts';
import { becomeViewer, maySee, people, viewerOf } from './viewer/viewer.ts';

/** The pages of the lab's GitHub, at the addresses that GitHub has them at. */
export function pageRoutes(app: Hono, inside: Inside): void {
  const site = openSite(inside);
  assetRoutes(app);
  app.get('/', (c) => c.redirect(`${site.home}/issues`));
  app.get(site.home, (c) => c.redirect(`${site.home}/issues`));
  app.route(site.home, repositoryPages(site));
}

function repositoryPages(site: Site): Hono<PageEnv> {
  const pages = new Hono<PageEnv>();
  pages.use(async (c, next) => {
    const viewer = viewerOf(c, site);
    c.set('visit', { site, viewer, url: new URL(c.req.url) });
    // One may take another's part on any page.
    if (maySee(site, viewer) || c.req.path === `${site.home}/viewer`) return next();
    return absent(
      c,
      `${viewer.login} does not see this repository: it is private. Take the part of somebody who does.`,
    );
  });
  pages.onError((error, c) => {
    console.error(error);
    return broken(c);
  });
  pages.post('/viewer', async (c) => {
    const form = await readForm(c);
    if (form === undefined) return foreignForm(c);
    const account = people(site).find(({ login }) => login === form.get('login'));
    if (account !== undefined) becomeViewer(c, account);
    const back = form.get('back') ?? '';
    return c.redirect(back.startsWith(`${site.home}/`) ? back : `${site.home}/issues`, 303);
  });
  threadRoutes(pages, site);
  runRoutes(pages, site);
  pages.get('/queue', async (c) => show(c, await queuePage(c.var.visit)));
  pages.get('/people', (c) => show(c, peoplePage(c.var.visit)));
  attachedRoutes(pages, site);
  commitRoutes(pages, site);
  threadForms(pages);
  pullForms(pages);
  runForms(pages);
  pages.all('*', (c) => absent(c));
  return pages;
}

function threadRoutes(pages: Hono<PageEnv>, { hosted }: Site): void {
  pages.get('/issues', (c) => show(c, threadList(c.var.visit, 'issues')));
  pages.get('/pulls', (c) => show(c, threadList(c.var.visit, 'pulls')));
  pages.get('/issues/new', (c) => show(c, newIssue(c.var.visit)));
  for (const kind of ['issues', 'pull'] as const)
    pages.get(`/${kind}/:number{[0-9]+}`, async (c) => {
      const thread = threadAt(hosted, Number(c.req.param('number')));
      if (thread === undefined) return absent(c, 'There is no such issue or pull request, or not any more.');
      // As GitHub does: the address of an issue leads to the pull request of that number.
      const path = threadPath(hosted, thread);
      if (c.req.path !== path) return c.redirect(path);
      return show(c, await threadPage(c.var.visit, thread));
    });
  pages.get('/pull/:number{[0-9]+}/files', async (c) => {
    const thread = threadAt(hosted, Number(c.req.param('number')));
    if (thread === undefined || !isPull(thread)) return absent(c, 'There is no such pull request.');
    return show(c, await filesPage(c.var.visit, thread));
  });
}

function runRoutes(pages: Hono<PageEnv>, { hosted }: Site): void {
  const find = (id: string) => hosted.engine.runs.find((run) => run.id === Number(id));
  pages.get('/actions', async (c) => show(c, await runList(c.var.visit)));
  pages.get('/actions/runs/:run{[0-9]+}', (c) => {
    const run = find(c.req.param('run'));
    return run === undefined ? absent(c, 'There is no such run.') : show(c, runPage(c.var.visit, run));
  });
  pages.get('/actions/runs/:run{[0-9]+}/job/:job{[0-9]+}', (c) => {
    const run = find(c.req.param('run'));
    const job = run?.jobs.find(({ id }) => id === Number(c.req.param('job')));
    if (run === undefined || job === undefined)
      return absent(c, 'There is no such job. A run that runs again has new ones.');
    return show(c, jobPage(c.var.visit, run, job));
  });
  pages.get('/actions/runs/:run{[0-9]+}/artifacts/:artifact{[0-9]+}', async (c) => {
    const artifact = hosted.artifacts.find(Number(c.req.param('artifact')));
    if (artifact === undefined) return absent(c, 'There is no such artifact, or it was deleted.');
    return c.redirect(hosted.links.make(`/_results/artifacts/${artifact.id}`, 'read', 60));
  });
}

function attachedRoutes(pages: Hono<PageEnv>, { hosted }: Site): void {
  pages.get('/attached/:id', async (c) => {
    const file = hosted.attached.find(c.req.param('id'));
    return file === undefined ? absent(c, 'There is no such file.') : c.redirect(hosted.attached.signed(file));
  });
}

function commitRoutes(pages: Hono<PageEnv>, { hosted }: Site): void {
  pages.get('/commit/:sha', async (c) => {
    const sha = await resolveCommit(hosted.git, c.req.param('sha'));
    return sha === undefined ? absent(c, 'There is no such commit.') : show(c, await commitPage(c.var.visit, sha));
  });
  pages.get('/:kind{tree|compare}/:branch{.+}', async (c) => {
    // `main...codex/issue-1/greet` compares; without a base it is with the default branch.
    const [base = '', head] = c.req.param('branch').split('...');
    const name = head ?? base;
    const [from, to] = await Promise.all([
      branchTip(hosted.git, head === undefined ? hosted.defaultBranch : base),
      branchTip(hosted.git, name),
    ]);
    if (from === undefined || to === undefined) return absent(c, 'There is no such branch.');
    const common = (await mergeBase(hosted.git, from, to)) ?? from;
    return show(c, await comparePage(c.var.visit, common, to, name));
  });
}

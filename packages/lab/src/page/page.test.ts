import { describe, expect, test } from 'vitest';
import { runRecord } from '../github/open-github.ts';
import { as, openPage } from './open-page.fixture.ts';

describe('forms', () => {
  test('an issue is opened, commented, edited, labelled, closed and reacted to by the events that the API makes', async () => {
    const page = await openPage();
    const opened = await page.post('/issues', { title: 'Greet', body: 'Say hello', labels: 'codex, help wanted' });
    expect(opened).toMatchObject({ status: 303, to: '/issues/1' });
    const said = await page.post('/threads/1/comments', { body: 'And\r\ngoodbye' }, as('wanda'));
    expect(said.to).toMatch(/^\/issues\/1#issuecomment-\d+$/);
    const id = said.to?.split('-').at(-1);
    await page.post(`/comments/${id}`, { body: 'And good night' }, as('wanda'));
    await page.post(`/comments/${id}/reactions`, { content: 'rocket' }, as('rick'));
    await page.post('/threads/1/title', { title: 'Greet everybody' });
    await page.post('/threads/1/labels', { labels: 'codex' });
    await page.post('/threads/1/state', { state: 'closed' });
    expect(page.events.map(({ name, payload, actor }) => `${actor} ${name}.${String(payload['action'])}`)).toEqual([
      'olivia issues.opened',
      'olivia issues.labeled',
      'olivia issues.labeled',
      'wanda issue_comment.created',
      'wanda issue_comment.edited',
      'olivia issues.edited',
      'olivia issues.unlabeled',
      'olivia issues.closed',
    ]);
    const { text } = await page.get('/issues/1');
    for (const shown of ['Greet everybody', 'And good night', 'Closed', '>codex</span>', 'rocket, by rick'])
      expect(text).toContain(shown);
    expect(/<h2>Labels<\/h2>[\s\S]*?<\/section>/.exec(text)?.[0]).not.toContain('help wanted');
  });

  test('the timeline tells who gave labels and people to an issue, and who took them away', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet', labels: 'codex, help wanted' });
    await page.post('/threads/1/comments', { body: 'Hm' }, as('rick'));
    await page.post('/threads/1/labels', { labels: 'codex' }, as('wanda'));
    const { rest } = page.client(page.github.tokens.owner);
    await rest.issues.addAssignees({ owner: 'octo-org', repo: 'demo', issue_number: 1, assignees: ['wanda'] });
    await rest.issues.deleteLabel({ owner: 'octo-org', repo: 'demo', name: 'codex' });
    const { text } = await page.get('/issues/1');
    const lines = [...text.matchAll(/<div class="event">([\s\S]*?)<\/div>/g)].map(([, line = '']) =>
      line
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
        .replace(/ \d+ \w+ \d{4}, [\d:]+ UTC$/, ''),
    );
    expect(lines).toEqual([
      'olivia owner added the labels codex, help wanted',
      'wanda writer took away the label help wanted',
      'olivia owner assigned wanda',
    ]);
    expect(text.indexOf('<p>Hm</p>')).toBeGreaterThan(text.indexOf('added the labels'));
    expect(text.indexOf('<p>Hm</p>')).toBeLessThan(text.indexOf('took away'));
  });

  test('a review that is sent with the keyboard alone is a comment, and no draft that hides', async () => {
    const page = await openPage();
    const number = await page.github.openForkPull({
      by: 'sam',
      branch: 'afar',
      title: 'From afar',
      files: { 'README.md': '# Afar\n' },
    });
    // As a browser sends it that was asked by Ctrl+Enter: no button is among its fields.
    await page.post(`/pull/${number}/reviews`, { body: 'Looks odd' }, as('rick'));
    expect((await page.get(`/pull/${number}`)).text).toContain('<p>Looks odd</p>');
    const line = { path: 'README.md', side: 'RIGHT', line: '1', body: 'Why?' };
    const said = await page.post(`/pull/${number}/line`, line, as('rick'));
    expect(said.to).toContain('#discussion_r');
  });

  test('an issue is closed with a last word', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    await page.post('/threads/1/state', { state: 'closed', body: 'Not needed.' });
    expect(page.events.map(({ name }) => name)).toEqual(['issues', 'issue_comment', 'issues']);
    await page.post('/threads/1/state', { state: 'open', body: '' });
    expect((await page.get('/issues?state=closed')).text).toContain('Nothing is closed yet.');
  });

  test('a second press takes a reaction back', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    await page.post('/threads/1/reactions', { content: 'eyes' });
    expect((await page.get('/issues/1')).text).toContain('eyes, by olivia');
    await page.post('/threads/1/reactions', { content: 'eyes' });
    expect((await page.get('/issues/1')).text).not.toContain('eyes, by olivia');
  });

  test('a form of another page changes nothing', async () => {
    const page = await openPage();
    const refused = await page.post('/issues', { title: 'Forged', 'form-token': 'guessed' });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('Not accepted');
    expect(page.events).toEqual([]);
  });

  test('what the API refuses is told with its reason, and what was typed is still there', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const refused = await page.post('/threads/1/title', { title: 'Mine now' }, as('sam'));
    expect((await page.get(refused.to ?? '', as('sam'))).text).toContain('sam may not, or cannot: ');
    const empty = await page.post('/issues', { title: '  ', body: 'A long text <b>' });
    const again = await page.get(empty.to ?? '');
    expect(again.text).toContain('role="alert"');
    expect(again.text).toContain('A long text &lt;b&gt;');
  });

  test('a file that is chosen is attached, and the text links it', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'A cat' });
    const form = new FormData();
    const { text } = await page.get('/issues/1');
    form.set('form-token', /name="form-token" value="([^"]+)"/.exec(text)?.[1] ?? '');
    form.set('body', 'Look:');
    form.set('files', new File(['a cat'], 'cat.png', { type: 'image/png' }));
    const action = `${page.github.api}/octo-org/demo/threads/1/comments`;
    await fetch(action, { method: 'POST', body: form, headers: { accept: 'text/html' }, redirect: 'manual' });
    const { data } = await page
      .client(page.github.tokens.owner)
      .rest.issues.listComments({ owner: 'octo-org', repo: 'demo', issue_number: 1 });
    expect(data[0]?.body).toMatch(/^Look:\n\n<img .*alt="cat\.png" src=".*\/user-attachments\/assets\//);
  });

  test('a comment that is too long is refused in words', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const { to } = await page.post('/threads/1/comments', { body: 'x'.repeat(65_537) });
    expect((await page.get(to?.split('#')[0] ?? '')).text).toContain('Body is too long (maximum is 65536 characters)');
  });

  test('one takes the part of another, and of nobody who is not there', async () => {
    const page = await openPage();
    expect((await page.post('/viewer', { login: 'rick', back: '/octo-org/demo/queue' })).to).toBe('/queue');
    expect((await page.post('/viewer', { login: 'rick', back: 'https://example.com/' })).to).toBe('/issues');
    expect((await page.get('/issues', as('rick'))).text).toContain('<strong>rick</strong>');
    expect((await page.get('/issues', as('nobody'))).text).toContain('<strong>olivia</strong>');
  });
});

describe('what is shown', () => {
  test('titles, names and texts of strangers are text, not HTML', async () => {
    const page = await openPage();
    const hostile = '"><script>alert(1)</script><img src=x onerror=alert(1)>';
    await page.post('/issues', { title: hostile, body: `${hostile}\n\n<style>*{display:none}</style>` }, as('sam'));
    await page.post('/threads/1/labels', { labels: hostile });
    for (const path of ['/issues', '/issues/1', '/issues/1?edit=title', '/issues/1?edit=issue-1']) {
      const { text } = await page.get(path);
      expect(text).not.toContain('<script>');
      expect(text).not.toContain('<style>');
      expect(text).not.toContain('onerror=alert(1)>');
    }
  });

  test('a page that was seen already is not sent again, until something happens', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const seen = /seen=([\w-]+)/.exec((await page.get('/issues/1')).text)?.[1] ?? '';
    expect((await page.get(`/issues/1?seen=${seen}`)).status).toBe(204);
    await page.post('/threads/1/comments', { body: 'Hello' });
    expect((await page.get(`/issues/1?seen=${seen}`)).status).toBe(200);
  });

  test('what is not there is a page that says so', async () => {
    const page = await openPage();
    for (const path of ['/issues/9', '/pull/9', '/pull/9/files', '/actions/runs/9', '/commit/main~900', '/nowhere']) {
      const { status, text } = await page.get(path);
      expect([path, status]).toEqual([path, 404]);
      expect(text).toContain('<h1>Not found</h1>');
    }
  });

  test('a private repository is not there for strangers', async () => {
    const page = await openPage({ private: true });
    const shut = await page.get('/issues', as('sam'));
    expect([shut.status, shut.text.includes('Go to the issues')]).toEqual([404, false]);
    expect((await page.get('/nowhere')).text).toContain('Go to the issues');
    expect((await page.post('/issues', { title: 'Let me in' }, as('sam'))).status).toBe(404);
    expect((await page.get('/issues', as('rick'))).status).toBe(200);
    expect((await page.post('/viewer', { login: 'rick', back: '' }, as('sam'))).status).toBe(303);
  });

  test('attached pictures are seen by those who see the page, also in a private repository', async () => {
    const page = await openPage({ private: true });
    const picture = page.github.addAttachment('cat.png', 'image/png', Buffer.from('a cat'));
    await page.post('/issues', { title: 'A cat', body: picture });
    const src = /src="\/octo-org\/demo(\/attached\/[^"]+)"/.exec((await page.get('/issues/1')).text)?.[1] ?? '';
    const { to } = await page.get(src);
    expect(await (await fetch(to ?? '')).text()).toBe('a cat');
    expect((await page.get(src, as('sam'))).status).toBe(404);
  });

  test('no other page may frame it or run a script in it', async () => {
    const page = await openPage();
    const response = await fetch(`${page.github.api}/octo-org/demo/issues`, { headers: { accept: 'text/html' } });
    const policy = response.headers.get('content-security-policy') ?? '';
    for (const rule of ["default-src 'none'", "script-src 'self'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy).toContain(rule);
  });

  test('addresses of issues and pull requests lead to each other, and the root to the issues', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    expect((await page.get('/pull/1')).to).toBe('/issues/1');
    const root = await fetch(page.github.api, { headers: { accept: 'text/html' } });
    expect(root.url).toBe(`${page.github.api}/octo-org/demo/issues`);
  });
});

describe('runs', () => {
  test('a run shows its jobs, steps, log, annotations and summary', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const at = '2026-11-22T10:00:00.000Z';
    const log = [
      `agent\tRun Codex\t${at} \u001b[32mgreen\u001b[0m and plain`,
      `agent\tRun Codex\t${at} ##[group]Folded`,
      `agent\tRun Codex\t${at} inside <b>`,
      `agent\tRun Codex\t${at} ##[endgroup]`,
      `agent\tRun Codex\t${at} ##[error]It broke`,
    ];
    const run = runRecord(500, 'c0de', { log: `${log.join('\n')}\n`, payload: { issue: { number: 1 } } });
    run.jobs[0]?.annotations.push({ level: 'error', title: 'No key', message: 'Set OPENAI_API_KEY.' });
    if (run.jobs[0]) run.jobs[0].summary = '## Turns\n\n| a | b |\n|---|---|\n| 1 | 2 |\n';
    page.runs.push(run);
    const { text } = await page.get('/actions/runs/500');
    for (const shown of ['No key', 'Set OPENAI_API_KEY.', '<td>1</td>', '#1 Greet', 'Running', 'Cancel'])
      expect(text).toContain(shown);
    const job = (await page.get('/actions/runs/500/job/501')).text;
    expect(job).toContain('<span class="ansi-green">green</span> and plain');
    expect(job).toContain('inside &lt;b&gt;');
    expect(job).toMatch(/<summary><span class="line-number" aria-hidden="true">2<\/span>.*Folded/);
    expect(job).toContain('<b>Error: </b>It broke');
    expect((await page.get('/issues/1')).text).toContain('is in the job agent: Run Codex');
    expect((await page.get('/queue')).text).toContain('codex-worker-issue-1');
  });

  test('a run that another one of its thread keeps waiting is not said to work', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const payload = { issue: { number: 1 } };
    page.runs.push(runRecord(500, 'c0de', { payload }), runRecord(600, 'c0de', { number: 2, payload, jobs: [] }));
    const { text } = await page.get('/issues/1');
    expect(text).toMatch(/Run #1<\/a> is in the job agent: Run Codex/);
    expect(text).toMatch(/Run #2<\/a> waits for its turn/);
    expect((await page.get('/actions/runs/600')).text).toContain('data-news="Run #2: waits for its turn.');
  });

  test('a job that took no time at the end of its run has a bar, too', async () => {
    const page = await openPage();
    const [begin, end] = ['2026-11-22T10:00:00Z', '2026-11-22T10:01:00Z'];
    const run = runRecord(500, 'c0de', { startedAt: begin, updatedAt: end });
    for (const job of run.jobs) Object.assign(job, { startedAt: end, completedAt: end });
    page.runs.push(run);
    expect((await page.get('/actions/runs/500')).text).toContain('<rect x="98.0" width="2.0"');
  });

  test('a run is cancelled and run again by those who may, and by nobody else', async () => {
    const page = await openPage();
    page.runs.push(runRecord(500, 'c0de'));
    const refused = await page.post('/actions/runs/500/cancel', {}, as('rick'));
    expect((await page.get(refused.to ?? '', as('rick'))).text).toContain('rick may not, or cannot');
    expect(page.runs[0]?.status).toBe('in_progress');
    await page.post('/actions/runs/500/cancel', {}, as('wanda'));
    expect(page.runs[0]?.conclusion).toBe('cancelled');
    const told = await page.post('/actions/runs/500/rerun', {}, as('wanda'));
    expect((await page.get(told.to ?? '')).text).toContain('All jobs run again.');
    expect(page.runs[0]).toMatchObject({ status: 'queued', attempt: 2 });
  });

  test('a workflow is run by hand with what its form has', async () => {
    const page = await openPage();
    expect((await page.get('/actions')).text).toContain('Run Codex by hand');
    await page.post('/actions/workflows/codex.yml/dispatch', { 'input:prompt': 'Say hello', 'input:effort': 'high' });
    expect(page.events.at(-1)).toMatchObject({
      name: 'workflow_dispatch',
      payload: { inputs: { prompt: 'Say hello', effort: 'high' } },
    });
  });
});

describe('what seldom is', () => {
  test('a repository without a commit has its pages', async () => {
    const page = await openPage({ extraFiles: new Map() });
    for (const path of ['/issues', '/pulls', '/actions', '/queue', '/people'])
      expect((await page.get(path)).status).toBe(200);
    expect((await page.get('/commit/main')).status).toBe(404);
    expect((await page.get('/tree/main')).status).toBe(404);
  });

  test('the explicit queue has the requests that wait, and what nobody can serve apart', async () => {
    const page = await openPage();
    const { rest } = page.client(page.github.tokens.owner);
    const place = { owner: 'octo-org', repo: 'demo' };
    const put = async (paths: readonly string[]) => {
      const tree = await rest.git.createTree({
        ...place,
        tree: paths.map((path) => ({ path, mode: '100644', type: 'blob', content: '{}' })),
      });
      const commit = await rest.git.createCommit({ ...place, message: 'Queue', tree: tree.data.sha, parents: [] });
      return commit.data.sha;
    };
    const ref = 'refs/heads/codex-worker/queue';
    await rest.git.createRef({ ...place, ref, sha: await put(['README.md']) });
    const { text: empty } = await page.get('/queue');
    expect(empty).toContain('It is empty.');
    expect(empty).not.toContain('README.md');
    const waits = 'requests/20260301T100000Z-comment-9911.json';
    const broken = 'broken/20260301T095500Z-dispatch-7.json';
    const sha = await put(['README.md', waits, broken, `${broken}.reason`]);
    await rest.git.updateRef({ ...place, ref: 'heads/codex-worker/queue', sha, force: true });
    const { text } = await page.get('/queue');
    expect(text).toContain(`<ol class="waiting"><li><code>${waits}</code></li></ol>`);
    expect(text).toContain(`<li><code>${broken}</code></li>`);
    expect(text).not.toContain('README.md');
  });

  test('a pull request from a fork names the fork, and shows what it changes', async () => {
    const page = await openPage();
    const number = await page.github.openForkPull({
      by: 'sam',
      branch: 'afar',
      title: 'From afar',
      files: { 'README.md': '# Afar\n' },
    });
    expect((await page.get(`/pull/${number}`)).text).toContain('<code>sam:');
    expect((await page.get(`/pull/${number}/files`)).text).toContain('# Afar');
  });

  test('a run that did not start says why', async () => {
    const page = await openPage();
    const log = "##[error].github/workflows/ci.yml (Line: 5, Col: 5): Unexpected value 'stepz'\n";
    const parts = { status: 'completed', conclusion: 'startup_failure', jobs: [], log } as const;
    page.runs.push(runRecord(500, 'c0de', { ...parts, jobs: [] }));
    const { text } = await page.get('/actions/runs/500');
    expect(text).toContain('Could not start');
    expect(text).toContain('Unexpected value &#39;stepz&#39;');
  });

  test('a run that runs again shows the log of its latest attempt', async () => {
    const page = await openPage();
    const log = 'agent\tRun Codex\t2026-11-22T10:00:00.000Z old\nagent\tRun Codex\t2026-11-22T11:00:00.000Z new\n';
    page.runs.push(runRecord(500, 'c0de', { attempt: 2, startedAt: '2026-11-22T11:00:00Z', log }));
    const { text } = await page.get('/actions/runs/500/job/501');
    expect(text).toContain('>new</span>');
    expect(text).not.toContain('>old</span>');
  });

  test('a thread of many comments shows the latest, and all when asked', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Long' });
    page.github.seedComments({ thread: 1, author: 'wanda', count: 250, body: 'Said.', until: new Date() });
    const { text } = await page.get('/issues/1');
    expect(text).toContain('150 earlier comments are not shown.');
    expect(text.match(/<article/g)).toHaveLength(101);
    const all = (await page.get('/issues/1?all')).text;
    expect(all.match(/<article/g)).toHaveLength(251);
    const edit = /href="\/octo-org\/demo(\/issues\/1\?edit=issuecomment-\d+)#/.exec(all)?.[1] ?? '';
    expect((await page.get(edit)).text).toContain('Text of the comment');
  });

  test('a mistake of the lab itself is a page that says so', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const [thread] = page.github.inside.hosted.threads;
    // What no event of the API leads to.
    if (thread) Object.assign(thread, { labels: null });
    const { status, text } = await page.get('/issues/1');
    expect([status, text.includes('<h1>The page broke</h1>')]).toEqual([500, true]);
  });

  test('addresses that nobody would make are answered', async () => {
    const page = await openPage();
    await page.post('/issues', { title: 'Greet' });
    const paths = ['/issues/1?edit=%00', '/issues?state=%22', '/issues/1?note=x&note=y', '/issues/1?seen=<script>'];
    for (const path of paths) expect((await page.get(path, 'codex-worker-lab-viewer=%F0%9F')).status).toBe(200);
    for (const path of [
      `/issues/${'9'.repeat(40)}`,
      '/commit/--help',
      '/tree/..',
      '/compare/a...b...c',
      '/attached/..%2f',
    ])
      expect([path, (await page.get(path)).status]).toEqual([path, 404]);
  });
});

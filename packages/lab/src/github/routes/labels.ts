import { type Api, type ApiContext, numberParam } from '../api.ts';
import { labelBodies, labelBody } from '../bodies/issue-body.ts';
import type { Hosted } from '../hosted.ts';
import { addLabel, ensureLabels, findLabel } from '../labels.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, needs, threadNeed } from '../permissions.ts';
import { invalid, notFound, Refusal } from '../refusal.ts';
import { type Fields, readFields, requiredText } from '../request-fields.ts';
import { changeLabels } from '../thread-edit.ts';
import { admitListReader, admitReader, findOpenEndedThread } from './thread-lookup.ts';

/** Labels of the repository, and of a thread. */
export function labelRoutes(api: Api, hosted: Hosted): void {
  api.get('/issues/:number/labels', (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    admitReader(hosted, c.var.identity, thread);
    return c.json(paginate(c, labelBodies(hosted, thread.labels)));
  });

  const put =
    (adds: (before: readonly string[], given: readonly string[]) => readonly string[]) => async (c: ApiContext) => {
      const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
      const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage'));
      await changeLabels(
        hosted,
        by,
        thread,
        adds(thread.labels, ensureLabels(hosted, by, namesOf(await readFields(c)))),
      );
      return c.json(labelBodies(hosted, thread.labels));
    };
  api.post(
    '/issues/:number/labels',
    put((before, given) => [...new Set([...before, ...given])]),
  );
  api.put(
    '/issues/:number/labels',
    put((_, given) => given),
  );

  api.delete('/issues/:number/labels', async (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    await changeLabels(hosted, admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage')), thread, []);
    return c.body(null, 204);
  });

  api.delete('/issues/:number/labels/:name', async (c) => {
    const thread = findOpenEndedThread(hosted, numberParam(c, 'number'));
    const by = admitSignedIn(hosted, c.var.identity, threadNeed(thread, 'manage'));
    const name = findLabel(hosted, c.req.param('name'))?.name;
    if (name === undefined || !thread.labels.includes(name)) throw new Refusal(404, 'Label does not exist');
    await changeLabels(
      hosted,
      by,
      thread,
      thread.labels.filter((one) => one !== name),
    );
    return c.json(labelBodies(hosted, thread.labels));
  });

  repositoryLabelRoutes(api, hosted);
}

function namesOf(fields: Fields): readonly string[] {
  return fields.texts('labels') ?? fields.texts('') ?? [];
}

function repositoryLabelRoutes(api: Api, hosted: Hosted): void {
  api.get('/labels', (c) => {
    admitListReader(hosted, c.var.identity);
    return c.json(paginate(c, hosted.labels).map((label) => labelBody(hosted, label)));
  });

  api.post('/labels', async (c) => {
    admit(hosted, c.var.identity, needs.manageLabels);
    const fields = await readFields(c);
    const name = requiredText(fields, 'Label', 'name');
    if (findLabel(hosted, name) !== undefined)
      throw invalid({ resource: 'Label', field: 'name', code: 'already_exists' });
    const label = addLabel(hosted, name, fields.text('color') ?? 'ededed', fields.text('description') ?? null);
    return c.json(labelBody(hosted, label), 201);
  });

  api.get('/labels/:name', (c) => {
    admitListReader(hosted, c.var.identity);
    const label = findLabel(hosted, c.req.param('name'));
    if (label === undefined) throw notFound();
    return c.json(labelBody(hosted, label));
  });

  api.delete('/labels/:name', (c) => {
    admit(hosted, c.var.identity, needs.manageLabels);
    const label = findLabel(hosted, c.req.param('name'));
    if (label === undefined) throw notFound();
    hosted.labels = hosted.labels.filter((one) => one !== label);
    for (const thread of hosted.threads) thread.labels = thread.labels.filter((name) => name !== label.name);
    return c.body(null, 204);
  });
}

import type { Artifact } from '../../artifacts/artifact-table.ts';
import { type Api, type ApiContext, numberParam } from '../api.ts';
import { artifactBody, isExpired } from '../bodies/artifact-body.ts';
import type { Hosted } from '../hosted.ts';
import { paginate } from '../pages.ts';
import { admit, admitSignedIn, needs } from '../permissions.ts';
import { notFound, Refusal } from '../refusal.ts';
import { findRun } from './runs.ts';

/** Artifacts by REST: list, read, download, delete. Uploads go through the results service. */
export function artifactRoutes(api: Api, hosted: Hosted): void {
  api.get('/actions/artifacts', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    return c.json(list(c, hosted, hosted.artifacts.all));
  });

  api.get('/actions/runs/:run/artifacts', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    const { id } = findRun(hosted, c);
    return c.json(
      list(
        c,
        hosted,
        hosted.artifacts.all.filter((artifact) => artifact.runId === id),
      ),
    );
  });

  api.get('/actions/artifacts/:id', (c) => {
    admit(hosted, c.var.identity, needs.readRuns);
    return c.json(artifactBody(hosted, findArtifact(hosted, c)));
  });

  api.get('/actions/artifacts/:id/:format', (c) => {
    admitSignedIn(hosted, c.var.identity, needs.readRuns);
    const artifact = findArtifact(hosted, c);
    if (c.req.param('format') !== 'zip') throw notFound();
    if (isExpired(hosted, artifact)) throw new Refusal(410, 'Artifact has expired');
    // The link is good for a minute.
    return c.redirect(hosted.links.make(`/_results/artifacts/${artifact.id}`, 'read', 60), 302);
  });

  api.delete('/actions/artifacts/:id', async (c) => {
    admit(hosted, c.var.identity, needs.manageRuns);
    await hosted.artifacts.remove(findArtifact(hosted, c));
    return c.body(null, 204);
  });
}

function list(c: ApiContext, hosted: Hosted, all: readonly Artifact[]) {
  const name = c.req.query('name');
  const found = all
    .filter((artifact) => name === undefined || artifact.name === name)
    .toSorted((one, other) => other.id - one.id);
  return { total_count: found.length, artifacts: paginate(c, found).map((artifact) => artifactBody(hosted, artifact)) };
}

function findArtifact(hosted: Hosted, c: ApiContext): Artifact {
  const artifact = hosted.artifacts.find(numberParam(c, 'id'));
  if (artifact === undefined) throw notFound();
  return artifact;
}

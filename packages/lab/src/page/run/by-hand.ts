import { html } from 'hono/html';
import { readBlob, readEntry } from '../../git-host/files.ts';
import { defaultTip } from '../../github/pull-diff.ts';
import { workflowPaths } from '../../github/workflow-files.ts';
import { type DispatchInput, parseWorkflow } from '../../github/workflow-triggers.ts';
import { formProof } from '../ask/forms.ts';
import type { Markup } from '../frame/markup.ts';
import type { Visit } from '../site.ts';

/** A form for each workflow that `workflow_dispatch` starts. */
export async function byHand(visit: Visit): Promise<Markup> {
  const { hosted } = visit.site;
  const sha = await defaultTip(hosted);
  const paths = sha === undefined ? [] : await workflowPaths(hosted, sha);
  const forms = await Promise.all(paths.map((path) => formOf(visit, sha ?? '', path)));
  return html`${forms}`;
}

async function formOf(visit: Visit, sha: string, path: string): Promise<Markup> {
  const { hosted, home } = visit.site;
  const entry = await readEntry(hosted.git, sha, path);
  if (entry === undefined) return html``;
  const { inputs, name = path } = parseWorkflow((await readBlob(hosted.git, entry.sha)).toString());
  if (inputs === undefined) return html``;
  const file = path.split('/').at(-1) ?? path;
  return html`<details class="card review" id="by-hand-${file}"><summary>Run ${name} by hand <code class="quiet">${file}</code></summary>
<form id="dispatch-${file}" class="fields" method="post" action="${home}/actions/workflows/${file}/dispatch">${formProof(visit)}
${[...inputs].map(([input, about]) => field(file, input, about))}
<p class="buttons"><button class="button main">Run</button></p></form></details>`;
}

function field(file: string, name: string, { required, fallback, options }: DispatchInput): Markup {
  const id = `input-${file}-${name}`;
  const need = required ? html`required` : '';
  const control =
    options === undefined
      ? html`<input id="${id}" name="input:${name}" value="${fallback ?? ''}" ${need} autocomplete="off">`
      : html`<select id="${id}" name="input:${name}">${options.map((one) => html`<option ${one === fallback ? 'selected' : ''}>${one}</option>`)}</select>`;
  return html`<p><label for="${id}">${name}${required ? '' : html` <span class="quiet">(may stay empty)</span>`}</label>${control}</p>`;
}

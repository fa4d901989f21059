import type { Hono } from 'hono';
import { carryOut, readForm } from '../ask/forms.ts';
import { foreignForm } from '../frame/absent.ts';
import type { PageEnv } from '../site.ts';

const said = {
  cancel: 'The run was told to stop. Steps that clean up still run.',
  rerun: 'All jobs run again.',
  'rerun-failed-jobs': 'The jobs that failed run again.',
} as const;

/** What can be done with runs: stop, run again, run by hand. */
export function runForms(pages: Hono<PageEnv>): void {
  for (const what of ['cancel', 'rerun', 'rerun-failed-jobs'] as const)
    pages.post(`/actions/runs/:run{[0-9]+}/${what}`, async (c) => {
      const form = await readForm(c);
      if (form === undefined) return foreignForm(c);
      const run = c.req.param('run');
      return carryOut(c, form, {
        call: { method: 'POST', path: `/actions/runs/${run}/${what}` },
        back: `${c.var.visit.site.home}/actions/runs/${run}`,
        said: said[what],
      });
    });

  pages.post('/actions/workflows/:file/dispatch', async (c) => {
    const form = await readForm(c);
    if (form === undefined) return foreignForm(c);
    const { hosted, home } = c.var.visit.site;
    const inputs = [...form].flatMap(([name, value]) =>
      name.startsWith('input:') && value !== '' ? [[name.slice('input:'.length), value] as const] : [],
    );
    return carryOut(c, form, {
      call: {
        method: 'POST',
        path: `/actions/workflows/${encodeURIComponent(c.req.param('file'))}/dispatches`,
        fields: { ref: hosted.defaultBranch, inputs: Object.fromEntries(inputs) },
      },
      back: `${home}/actions`,
      said: 'The workflow was started by hand.',
    });
  });
}

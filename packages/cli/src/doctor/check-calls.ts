import type { CallPlace } from './call-place.ts';
import { editPage } from './check-callers.ts';
import { checkInputs } from './check-inputs.ts';
import { checkSecrets } from './check-secrets.ts';
import type { Facts } from './facts.ts';
import { type Finding, ok, problem } from './finding.ts';

/** Whether each call of the worker gives it what it takes. */
export function checkCalls(facts: Facts): readonly Finding[] {
  if (facts.callers.kind === 'unseen') return [];
  return facts.callers.value.files.flatMap((caller) =>
    caller.calls.flatMap((call) => {
      const place = { call, path: caller.path, link: editPage(facts, caller.path) };
      return [
        ...checkRef(facts, place),
        ...checkPermissions(facts, place),
        ...checkInputs(facts, place),
        ...checkSecrets(facts, place),
      ];
    }),
  );
}

function checkRef({ refs }: Facts, { call, link }: CallPlace): readonly Finding[] {
  const name = `${call.repository}@${call.ref}`;
  switch (refs.get(name)) {
    case undefined:
      return [];
    case true:
      return [ok('ref', name)];
    case false:
      return [
        problem('ref', `There is no ${name}, or it cannot be read.`, 'Use v1, or the full SHA of a release.', link),
      ];
  }
}

const levels = ['none', 'read', 'write'];

function checkPermissions({ product, settings }: Facts, { call, path, link }: CallPlace): readonly Finding[] {
  const needed = Object.entries(product[call.workflow]?.permissions ?? {});
  const title = `permissions of ${call.job}`;
  const { permissions } = call;
  if (permissions === 'write-all') return [ok(title, 'write-all')];
  if (permissions === 'unsaid') {
    if (settings.kind === 'seen' && settings.value.grantsWriting) return [ok(title, 'those that the repository gives')];
    const says = `The job ${call.job} of ${path} has no permissions, and ${settings.kind === 'seen' ? 'the repository gives read alone' : 'what the repository gives cannot be seen'}.`;
    return [problem(title, says, `Give it permissions: ${asText(needed)}.`, link)];
  }
  const given = (name: string) => (permissions === 'read-all' ? 'read' : (permissions[name] ?? 'none'));
  const missing = needed.filter(([name, access]) => levels.indexOf(given(name)) < levels.indexOf(access));
  if (missing.length === 0) return [ok(title, asText(needed))];
  const has = missing.map(([name]) => `${name}: ${given(name)}`).join(', ');
  const says = `The job ${call.job} of ${path} has ${has}; GitHub does not start such a run.`;
  return [problem(title, says, `Give it ${asText(missing)}.`, link)];
}

const asText = (permissions: readonly (readonly [string, string])[]): string =>
  permissions.map(([name, access]) => `${name}: ${access}`).join(', ');

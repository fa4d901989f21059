import { pageOf } from '../repository/remote-address.ts';
import { didYouMean } from '../words/nearest.ts';
import { type CallPlace, isPinned } from './call-place.ts';
import type { Facts } from './facts.ts';
import { type Finding, judge, ok, problem, warning } from './finding.ts';

const keys = ['OPENAI_API_KEY', 'AUTH_JSON', 'CODEX_ACCESS_TOKEN'];

/** Whether the keys are passed, and are there. */
export function checkSecrets(facts: Facts, { call, path, link }: CallPlace): readonly Finding[] {
  // It only appends to the queue, without Codex.
  if (call.inputs.get('queue') === 'branch') return [];
  const { secrets } = call;
  if (secrets === 'inherit') {
    return judge('secrets', facts.secrets, (there) => {
      const found = keys.filter((key) => there.includes(key));
      return found.length > 0
        ? [ok('secrets', `${found.join(', ')}, inherited`)]
        : [absent(facts, 'OPENAI_API_KEY', path)];
    });
  }
  const passed = keys.filter((key) => secrets.has(key));
  const isCarried = call.inputs.get('login-workflow') && secrets.has('SESSION_KEY');
  if (passed.length === 0 && !isCarried) {
    const says = `The job ${call.job} of ${path} passes no key.`;
    return [problem('secrets', says, 'Add under secrets: OPENAI_API_KEY: ${{ secrets.OPENAI_API_KEY }}.', link)];
  }
  return [
    ...checkNames(facts, secrets, { call, path, link }),
    ...checkPassed(facts, secrets, path),
    ...checkSessionKey(secrets, passed, link),
  ];
}

/** GitHub does not start a run that passes a secret which the called workflow does not declare. */
function checkNames(
  { product }: Facts,
  secrets: ReadonlyMap<string, string | undefined>,
  { call, link }: CallPlace,
): readonly Finding[] {
  const known = product[call.workflow]?.secrets ?? [];
  return [...secrets.keys()]
    .filter((name) => !known.includes(name))
    .map((name) => {
      const says = `${call.workflow} takes no secret "${name}" in this release.`;
      const does = didYouMean(name, known, 'Remove it; docs/reference.md lists them all.');
      return (isPinned(call) ? warning : problem)(`secret ${name}`, says, does, link);
    });
}

function checkPassed(facts: Facts, secrets: ReadonlyMap<string, string | undefined>, path: string): readonly Finding[] {
  const named = [...secrets.values()].flatMap((secret) => secret ?? []);
  return judge('secrets', facts.secrets, (there) => {
    const missing = named.filter((secret) => !there.includes(secret));
    return missing.length === 0
      ? [ok('secrets', named.join(', ') || 'passed by expressions, which only GitHub knows')]
      : missing.map((secret) => absent(facts, secret, path));
  });
}

function absent({ repository }: Facts, secret: string, path: string): Finding {
  const says = `There is no secret ${secret}, which ${path} passes.`;
  return problem(`secret ${secret}`, says, 'Add it.', pageOf(repository, '/settings/secrets/actions/new'));
}

/** A login or an access token changes: what is sealed with it would not open again. */
function checkSessionKey(
  secrets: ReadonlyMap<string, string | undefined>,
  passed: readonly string[],
  link: string,
): readonly Finding[] {
  if (passed.length === 0 || passed.includes('OPENAI_API_KEY') || secrets.has('SESSION_KEY')) return [];
  return [
    problem('secret SESSION_KEY', `${passed.join(', ')} needs SESSION_KEY beside it.`, 'Pass it under secrets:.', link),
  ];
}

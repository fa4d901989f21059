import type { Call, Caller } from '../caller/caller.ts';
import { pageOf } from '../repository/remote-address.ts';
import { didYouMean } from '../words/nearest.ts';
import { editPage } from './check-callers.ts';
import type { Facts } from './facts.ts';
import { type Finding, judge, ok, problem, warning } from './finding.ts';

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

interface Place {
  readonly call: Call;
  readonly path: Caller['path'];
  readonly link: string;
}

function checkRef({ refs }: Facts, { call, link }: Place): readonly Finding[] {
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

function checkPermissions({ product, settings }: Facts, { call, path, link }: Place): readonly Finding[] {
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

const words: Readonly<Record<string, readonly string[]>> = {
  trigger: ['all', 'mention', 'label', 'assignee'],
  queue: ['none', 'branch'],
  'pull-request': ['auto', 'on-request', 'never'],
  sandbox: ['read-only', 'workspace-write', 'danger-full-access'],
};

function checkInputs({ product }: Facts, { call, link }: Place): readonly Finding[] {
  const known = [...(product[call.workflow]?.inputs.keys() ?? [])];
  const findings = [...call.inputs].flatMap(([name, value]) => {
    const title = `input ${name}`;
    if (!known.includes(name)) {
      const says = `${call.workflow} has no input "${name}" in this release.`;
      const does = didYouMean(name, known, 'Remove it; docs/reference.md lists them all.');
      return [isPinned(call) ? warning(title, says, does, link) : problem(title, says, does, link)];
    }
    const allowed = words[name];
    if (allowed === undefined || allowed.includes(value) || value.includes('${{') || value === '') return [];
    return [problem(title, `${name} is "${value}".`, didYouMean(value, allowed, `Give ${allowed.join(', ')}.`), link)];
  });
  return [...findings, ...checkTrigger(call, link)];
}

const isPinned = ({ ref }: Call): boolean => /^[0-9a-f]{40}$/.test(ref);

function checkTrigger({ inputs }: Call, link: string): readonly Finding[] {
  const needed = { label: 'issue-label', assignee: 'assignee' } as const;
  const trigger = inputs.get('trigger');
  if (trigger !== 'label' && trigger !== 'assignee') return [];
  const input = needed[trigger];
  if (inputs.get(input)) return [];
  const says = `trigger is ${trigger}, and ${input} is empty: nothing can ask.`;
  return [problem(`input ${input}`, says, `Set ${input}.`, link)];
}

const keys = ['OPENAI_API_KEY', 'AUTH_JSON', 'CODEX_ACCESS_TOKEN'];

function checkSecrets(facts: Facts, { call, path, link }: Place): readonly Finding[] {
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
  if (passed.length === 0) {
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
  { call, link }: Place,
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
      ? [ok('secrets', named.join(', '))]
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
  if (passed.includes('OPENAI_API_KEY') || secrets.has('SESSION_KEY')) return [];
  return [
    problem('secret SESSION_KEY', `${passed.join(', ')} needs SESSION_KEY beside it.`, 'Pass it under secrets:.', link),
  ];
}

import { Failure, parsePrices, readTexts } from '@codex-worker/core';
import type { Call } from '../caller/caller.ts';
import { type ProductInput, wordsOf } from '../caller/read-product.ts';
import { readRouterInputs } from '../caller/router-inputs.ts';
import { didYouMean } from '../words/nearest.ts';
import { type CallPlace, isPinned } from './call-place.ts';
import type { Facts } from './facts.ts';
import { type Finding, ok, problem, warning } from './finding.ts';

/** Whether each input is one that the workflow takes, of its type, and with a word that is known. */
export function checkInputs(facts: Facts, place: CallPlace): readonly Finding[] {
  const { call, link } = place;
  const known: KnownInputs = facts.product[call.workflow]?.inputs ?? new Map();
  const trigger = checkTrigger(call, link);
  return [
    ...[...call.inputs].flatMap((input) => checkInput(known, input, place)),
    ...trigger,
    ...(trigger.length === 0 ? checkAsRouter(known, place) : []),
    ...checkLogin(facts, place),
  ];
}

type KnownInputs = ReadonlyMap<string, ProductInput>;

function checkInput(
  known: KnownInputs,
  [name, value]: readonly [string, string],
  { call, link }: CallPlace,
): readonly Finding[] {
  const title = `input ${name}`;
  const declared = known.get(name);
  if (declared === undefined) {
    const says = `${call.workflow} has no input "${name}" in this release.`;
    const does = didYouMean(name, [...known.keys()], 'Remove it; docs/reference.md lists them all.');
    return [isPinned(call) ? warning(title, says, does, link) : problem(title, says, does, link)];
  }
  if (value.includes('${{') || value === '') return [];
  if (!isOfType(value, declared)) {
    const does = declared.type === 'boolean' ? 'Write true or false, without quotes.' : 'Write a number.';
    return [problem(title, `${name} is "${value}"; GitHub does not start such a run.`, does, link)];
  }
  if (name === 'texts') return readTexts(value).problems.map((text) => problemOfText(title, text, link));
  if (name === 'prices') return checkPrices(title, value, link);
  const allowed = wordsOf(declared);
  const wrong = allowed && value.split(/[\s,]+/).find((word) => word !== '' && !allowed.includes(word));
  if (wrong === undefined || (call.workflow === ROUTING && routed.includes(name))) return [];
  // The small words of a sentence are no choices.
  const likely = (allowed ?? []).filter((word) => word.length > 3);
  return [problem(title, `${name} is "${value}".`, didYouMean(wrong, likely, declared.description), link)];
}

/** What a run would warn of, in its two sentences. */
function problemOfText(title: string, text: string, link: string): Finding {
  const [, says = text, does = ''] = /^(.*?\.) (.*)$/.exec(text) ?? [];
  return problem(title, says, does, link);
}

function checkPrices(title: string, value: string, link: string): readonly Finding[] {
  try {
    parsePrices(value);
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [problem(title, error.what, error.fix, link)];
  }
}

/** The workflow that begins with the router; the others begin with a queue or a list. */
const ROUTING = 'codex-worker.yml';
/** The router's own reading tells of these. */
const routed = ['trigger', 'queue', 'forks', 'minimum-permission', 'fail-on'];

function isOfType(value: string, { type }: ProductInput): boolean {
  switch (type) {
    case 'boolean':
      return value === 'true' || value === 'false';
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value));
    case 'string':
      return true;
  }
}

/** The router reads its inputs by the same code. */
function checkAsRouter(known: KnownInputs, { call, path, link }: CallPlace): readonly Finding[] {
  if (call.workflow !== ROUTING) return [];
  const usual = [...known].map(([name, input]) => [name, input.default] as const);
  const given = [...call.inputs].flatMap(([name, value]) => {
    // An expression stands for what nobody knows here: its default will do, or any word where there is none.
    if (value.includes('${{')) return known.get(name)?.default === '' && name in partners ? [[name, 'x'] as const] : [];
    return known.has(name) ? [[name, value] as const] : [];
  });
  try {
    readRouterInputs(new Map([...usual, ...given]));
    return [];
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return [problem('inputs', `${error.what} (${path}, job ${call.job})`, error.fix, link)];
  }
}

/** What some triggers need beside them. */
const partners = { 'issue-label': 'label', assignee: 'assignee' };

function checkTrigger({ inputs }: Call, link: string): readonly Finding[] {
  const needed = { label: 'issue-label', assignee: 'assignee' } as const;
  const trigger = inputs.get('trigger');
  if (trigger !== 'label' && trigger !== 'assignee') return [];
  const input = needed[trigger];
  if (inputs.get(input)) return [];
  const says = `trigger is ${trigger}, and ${input} is empty: nothing can ask.`;
  return [problem(`input ${input}`, says, `Set ${input}.`, link)];
}

/** A login that is carried comes from a workflow, which has to be there. */
function checkLogin({ states }: Facts, { call, link }: CallPlace): readonly Finding[] {
  const file = call.inputs.get('login-workflow') ?? '';
  if (file === '' || file.includes('${{') || states.kind === 'unseen') return [];
  if (states.value.has(`.github/workflows/${file}`)) return [ok('input login-workflow', file)];
  const does = 'Add that workflow, as examples/login-carried.yml shows it, or correct the input.';
  return [problem('input login-workflow', `There is no workflow ${file} on the default branch.`, does, link)];
}

import { pageOf } from '../repository/remote-address.ts';
import { machines } from './check-machine.ts';
import { callsOf } from './check-settings.ts';
import type { Facts, Runner } from './facts.ts';
import { type Finding, judge, ok, problem, warning } from './finding.ts';

/** The first runner that knows `uses: $/…`, by which the worker names its own actions. */
const KNOWS_OWN_ACTIONS = [2, 336, 0] as const;

/** Whether there is a machine for the label that callers ask for. */
export function checkRunners(facts: Facts): readonly Finding[] {
  return labelsOf(facts).flatMap((label) => checkLabel(facts, label));
}

/** The sandbox of a machine of one's own is seen on that machine alone. */
export function checkOwnMachines(facts: Facts): readonly Finding[] {
  return labelsOf(facts)
    .filter((label) => !HOSTED.test(label))
    .map((label) => {
      const does = 'Run on that machine, as the user of the runner: codex-worker doctor --local.';
      const says = 'Whether it starts there cannot be seen from here.';
      return { name: `sandbox on ${label}`, level: 'unseen', says, fix: { does, link: machines } };
    });
}

function labelsOf(facts: Facts): readonly string[] {
  const labels = new Set(callsOf(facts).flatMap(({ inputs }) => inputs.get('runs-on') || []));
  return [...labels].filter((label) => !/[$[{]/.test(label));
}

const HOSTED = /^(?:ubuntu|windows|macos)-/;

function checkLabel(facts: Facts, label: string): readonly Finding[] {
  const name = `runner ${label}`;
  if (/^ubuntu-/.test(label)) return [ok(name, 'hosted by GitHub')];
  if (/^(?:windows|macos)-/.test(label)) {
    const does = 'Set runs-on to ubuntu-latest, or to a Linux machine of your own.';
    return [problem(name, 'Codex’s sandbox of the worker is made for Linux.', does, machines)];
  }
  return judge(name, facts.runners, (runners) => {
    const own = runners.filter(({ labels }) => labels.some((one) => one.toLowerCase() === label.toLowerCase()));
    return checkMachines(name, own, pageOf(facts.repository, '/settings/actions/runners'));
  });
}

function checkMachines(name: string, own: readonly Runner[], link: string): readonly Finding[] {
  if (own.length === 0) {
    const says =
      'No runner of the repository has this label. One of the organization, or a larger one, may: that is not seen from here.';
    return [warning(name, says, 'Correct runs-on, or give a runner the label.', link)];
  }
  const old = own.filter(({ version }) => version !== undefined && isBefore(version));
  if (old.length > 0) {
    const says = `${old.map((one) => `${one.name} is ${one.version}`).join(', ')}; the worker takes ${KNOWS_OWN_ACTIONS.join('.')}, for its own actions by uses: $/ and for node24.`;
    return [problem(name, says, 'Update the runner.', link)];
  }
  if (own.every(({ online }) => !online)) {
    return [warning(name, `${own.map((one) => one.name).join(', ')}: offline.`, 'Start it.', link)];
  }
  return [ok(name, own.map((one) => one.name).join(', '))];
}

function isBefore(version: string): boolean {
  const parts = version.split('.').map(Number);
  const at = KNOWS_OWN_ACTIONS.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return at >= 0 && (parts[at] ?? 0) < (KNOWS_OWN_ACTIONS[at] ?? 0);
}

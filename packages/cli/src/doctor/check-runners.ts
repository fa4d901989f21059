import { pageOf } from '../repository/remote-address.ts';
import { callsOf } from './check-settings.ts';
import type { Facts, Runner } from './facts.ts';
import { type Finding, judge, ok, problem, warning } from './finding.ts';

/** The first runner that knows `uses: $/…`, by which the worker names its own actions. */
const KNOWS_OWN_ACTIONS = [2, 336, 0] as const;

/** Whether there is a machine for the label that callers ask for. */
export function checkRunners(facts: Facts): readonly Finding[] {
  const labels = new Set(callsOf(facts).flatMap(({ inputs }) => inputs.get('runs-on') || []));
  return [...labels].filter((label) => !/[$[{]/.test(label)).flatMap((label) => checkLabel(facts, label));
}

function checkLabel(facts: Facts, label: string): readonly Finding[] {
  const name = `runner ${label}`;
  if (/^ubuntu-/.test(label)) return [ok(name, 'hosted by GitHub')];
  if (/^(?:windows|macos)-/.test(label)) {
    return [
      problem(
        name,
        'Codex’s sandbox of the worker is made for Linux.',
        'Set runs-on to ubuntu-latest, or to a Linux machine of your own.',
      ),
    ];
  }
  return judge(name, facts.runners, (runners) => {
    const machines = runners.filter(({ labels }) => labels.some((one) => one.toLowerCase() === label.toLowerCase()));
    return checkMachines(name, machines, pageOf(facts.repository, '/settings/actions/runners'));
  });
}

function checkMachines(name: string, machines: readonly Runner[], link: string): readonly Finding[] {
  if (machines.length === 0) {
    const says =
      'No runner of the repository has this label. One of the organization, or a larger one, may: that is not seen from here.';
    return [warning(name, says, 'Correct runs-on, or give a runner the label.', link)];
  }
  const old = machines.filter(({ version }) => version !== undefined && isBefore(version));
  if (old.length > 0) {
    const says = `${old.map((one) => `${one.name} is ${one.version}`).join(', ')}; the worker takes ${KNOWS_OWN_ACTIONS.join('.')}.`;
    return [problem(name, says, 'Update the runner.', link)];
  }
  if (machines.every(({ online }) => !online)) {
    return [warning(name, `${machines.map((one) => one.name).join(', ')}: offline.`, 'Start it.', link)];
  }
  return [ok(name, machines.map((one) => one.name).join(', '))];
}

function isBefore(version: string): boolean {
  const parts = version.split('.').map(Number);
  const at = KNOWS_OWN_ACTIONS.findIndex((part, index) => (parts[index] ?? 0) !== part);
  return at >= 0 && (parts[at] ?? 0) < (KNOWS_OWN_ACTIONS[at] ?? 0);
}

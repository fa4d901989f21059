import { Failure } from '@codex-worker/core';

/** How far the commands of a turn reach. */
export type Network =
  | { readonly kind: 'off' }
  | { readonly kind: 'open' }
  /** Only through Codex's own proxy: the sandbox has no other way out. */
  | { readonly kind: 'allow-list'; readonly hosts: readonly string[] };

/** The words of the input `network`. */
export const networks = ['false', 'true', 'allow-list'] as const;

/** Reads the inputs `network` and `network-hosts`. */
export function parseNetwork(word: (typeof networks)[number], hosts: readonly string[]): Network {
  if (word !== 'allow-list') {
    if (hosts.length > 0) throw hostsUnused(word);
    return { kind: word === 'true' ? 'open' : 'off' };
  }
  const wrong = hosts.find((host) => !isHost(host));
  if (wrong !== undefined) throw notAHost(wrong);
  if (hosts.length === 0) throw noHosts();
  return { kind: 'allow-list', hosts: hosts.map((host) => host.toLowerCase()) };
}

const label = '[a-z0-9](?:[a-z0-9-]*[a-z0-9])?';
const host = new RegExp(`^(?:\\*\\.${label}\\.)?${label}(?:\\.${label})*$`, 'i');
const isHost = (text: string): boolean => text.length <= 253 && host.test(text);

/** The settings of Codex for it. Its proxy also refuses names that lead to this machine or into its network, unless they are named. */
export function networkSettings(network: Network): readonly string[] {
  const lines = ['[sandbox_workspace_write]', `network_access = ${network.kind !== 'off'}`, ''];
  if (network.kind !== 'allow-list') return lines;
  const domains = network.hosts.map((each) => `${JSON.stringify(each)} = "allow"`).join(', ');
  return [...lines, '[features.network_proxy]', 'enabled = true', `domains = { ${domains} }`, ''];
}

function hostsUnused(word: string): Failure {
  return new Failure('input-invalid', {
    what: `The input "network-hosts" names hosts, and the input "network" is "${word}", which heeds none.`,
    fix: 'Set network to allow-list, or leave network-hosts out.',
  });
}

function noHosts(): Failure {
  return new Failure('input-invalid', {
    what: 'The input "network" is "allow-list", and the input "network-hosts" names no host.',
    fix: 'Name the hosts in network-hosts, one a line, or set network to false.',
  });
}

function notAHost(text: string): Failure {
  return new Failure('input-invalid', {
    what: `The input "network-hosts" has the line "${text.slice(0, 80)}".`,
    fix: 'Write each line as a host without scheme, port and path: packages.example.org, or *.example.org for all below it.',
  });
}

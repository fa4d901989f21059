/** What makes Codex say on stderr which hosts its network proxy let through and which it refused, besides its errors. */
export const refusalLog = { RUST_LOG: 'error,codex_otel.network_proxy=info' } as const;

/** Keeps what a turn was refused, for the reply. */
export interface RefusedHosts {
  /** Answers whether a line of stderr belongs here, and is none of Codex's last words. */
  note(line: string): boolean;
  /** Each once, as `host:port`, in the order of the first try. */
  readonly names: readonly string[];
}

/** A command can try as many hosts as it likes. */
const MOST_NAMES = 20;

export function refusedHosts(): RefusedHosts {
  const names = new Set<string>();
  return {
    get names() {
      return [...names];
    },
    note: (line) => {
      if (!line.includes(' codex_otel.network_proxy: ')) return false;
      const refused = refusedIn(line);
      if (refused !== undefined && names.size < MOST_NAMES) names.add(refused);
      return true;
    },
  };
}

/** The line is Codex's own; the host in it is what a command asked for. */
function refusedIn(line: string): string | undefined {
  if (!line.includes(' network.policy.decision="deny" ')) return undefined;
  const host = / server\.address="([\w.:-]{1,253})"/.exec(line)?.[1];
  const port = / server\.port=(\d{1,5}) /.exec(line)?.[1];
  return host === undefined ? undefined : `${host.toLowerCase()}${port === undefined ? '' : `:${port}`}`;
}

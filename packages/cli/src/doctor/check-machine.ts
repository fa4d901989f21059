import { productPage } from './check-callers.ts';
import { type Finding, ok, problem } from './finding.ts';

/** What this machine says of itself. */
export interface MachineFacts {
  readonly platform: string;
  /** Kernel settings by name; undefined where the kernel has none of that name. */
  readonly kernel: Readonly<Record<'apparmor' | 'clone' | 'most', string | undefined>>;
  /** Why no user namespace can be made, undefined where one can, null where there is nothing to try it with. */
  readonly refusal: string | undefined | null;
}

/** What a machine must be, and how. */
export const machines = `${productPage}/blob/main/actions/codex-run/README.md`;

/** Whether Codex's sandbox can start on this machine. */
export function checkMachine({ platform, kernel, refusal }: MachineFacts): readonly Finding[] {
  const name = 'sandbox here';
  if (platform !== 'linux') {
    return [problem(name, `This machine runs ${platform}.`, 'Use a Linux machine as the runner.', machines)];
  }
  if (refusal === undefined) return [ok(name, 'user namespaces can be made')];
  const settings = [
    kernel.clone === '0' && 'kernel.unprivileged_userns_clone=1',
    kernel.most === '0' && 'user.max_user_namespaces=15000',
    kernel.apparmor === '1' && 'kernel.apparmor_restrict_unprivileged_userns=0',
  ].filter((setting) => setting !== false);
  if (settings.length > 0) {
    const says = `User namespaces are forbidden, which Codex’s sandbox is made of${refusal === null ? '' : `: ${refusal}`}.`;
    return [problem(name, says, `Run: sudo sysctl -w ${settings.join(' ')}`, machines)];
  }
  if (refusal === null) {
    const does = 'Install util-linux, or see a turn run.';
    return [{ name, level: 'unseen', says: 'There is no unshare to try it with.', fix: { does, link: machines } }];
  }
  const does =
    'In a container, allow it: --security-opt seccomp=unconfined, or a profile that permits user namespaces.';
  return [problem(name, `No user namespace can be made: ${refusal}.`, does, machines)];
}

import type { Threat } from '../threat.ts';

export const sessionsThreats = [
  {
    id: 'forged-session',
    asset: 'what Codex remembers, and which sandbox it has',
    attacker: 'whoever can open a pull request, or run a workflow',
    path: "uploads an artifact with the name of a thread's session",
    defence:
      'a session counts only from a run of this repository, of a named workflow, of an event on the default branch',
    left: 'whoever may push to the default branch can change the workflow itself; hundreds of artifacts of the name make the thread end with an error',
  },
  {
    id: 'altered-session',
    asset: 'what Codex remembers, and which sandbox it has',
    attacker: 'whoever can write artifacts of a trusted run, without the session key',
    path: "puts other bytes, or another thread's or repository's session, in its place",
    defence:
      'AES-256-GCM over session and header, with the repository and the thread in the header; a sandbox that is stored under the seal',
    left: 'whoever has the session key can write sessions',
  },
  {
    id: 'session-archive',
    asset: "files and memory of the agent's machine",
    attacker: 'whoever has the session key',
    path: 'seals an archive with links, devices, `..` or a bomb inside',
    defence: 'the archive is read in memory up to a limit, and refused whole before anything is written',
    left: 'nothing known',
  },
] as const satisfies readonly Threat[];

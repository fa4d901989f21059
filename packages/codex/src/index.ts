export { laterLogin } from './auth/later-login.ts';
export { openWay, type WayOrder } from './auth/open-way.ts';
export { type RenewalOrder, renewLogin } from './auth/renew-login.ts';
export { planRenewal, type Renewal, type RenewalFacts } from './auth/renewal.ts';
export { chooseWayIn, type GivenWays, type WayIn } from './auth/way-in.ts';
export { type CodexHome, configure, type HomeOrder, openCodexHome } from './home/codex-home.ts';
export { type CodexConfig, obeysNothing, providerId, withoutInstructions } from './home/config.ts';
export {
  isSessionId,
  listRollouts,
  type Rollout,
  readSessions,
  rolloutOf,
  type SessionFile,
  writeSessions,
} from './home/sessions.ts';
export { transcripts } from './home/transcripts.ts';
export { turnTokens } from './home/turn-tokens.ts';
export { type InstalledCodex, type InstallOrder, installCodex } from './install/install-codex.ts';
export { defaultVersion } from './install/release.ts';
export { renderEvent } from './log/render-event.ts';
export { signOf } from './log/sign-of.ts';
export { type AgentSettings, codexAgent } from './process/agent.ts';
export type { TurnExtras } from './process/arguments.ts';
export type { CodexEvent, FileChange } from './process/event.ts';
export type { Patience } from './process/watchdogs.ts';
export { assertKey } from './proxy/api-key.ts';
export { type KeyProxy, type ProxyOrder, startProxy } from './proxy/start-proxy.ts';
export { type KeptFiles, keepFiles } from './sandbox/kept-files.ts';
export { keepPrograms } from './sandbox/kept-programs.ts';
export { type Network, networks, parseNetwork } from './sandbox/network.ts';
export { assertSandbox, type PreflightOrder } from './sandbox/preflight.ts';
export { assertSafe, type Safety, safeties, unsafeWarning } from './sandbox/safety.ts';
export type { CodexUser } from './user/codex-user.ts';
export { ownUser } from './user/own-user.ts';
export { becomeRoot } from './user/root.ts';

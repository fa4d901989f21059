export { openWay, type WayOrder } from './auth/open-way.ts';
export { chooseWayIn, type GivenWays, type WayIn } from './auth/way-in.ts';
export { type CodexHome, configure, type HomeOrder, openCodexHome } from './home/codex-home.ts';
export { type CodexConfig, providerId } from './home/config.ts';
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
export { type InstalledCodex, type InstallOrder, installCodex } from './install/install-codex.ts';
export { defaultVersion } from './install/release.ts';
export { renderEvent } from './log/render-event.ts';
export { type AgentSettings, codexAgent } from './process/agent.ts';
export type { TurnExtras } from './process/arguments.ts';
export type { CodexEvent, FileChange } from './process/event.ts';
export type { Patience } from './process/watchdogs.ts';
export { assertKey } from './proxy/api-key.ts';
export { type KeyProxy, type ProxyOrder, startProxy } from './proxy/start-proxy.ts';
export { assertSandbox, type PreflightOrder } from './sandbox/preflight.ts';

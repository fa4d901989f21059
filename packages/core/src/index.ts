export type { FailureCode } from './failure/catalogue.ts';
export { Failure } from './failure/failure.ts';
export type { Agent, Sandbox, TokenUsage, TurnEnd, TurnOrder } from './turn/turn.ts';
export { sandboxes } from './turn/turn.ts';

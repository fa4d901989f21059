import { estimateCost, type OwnPrices } from '../cost/estimate-cost.ts';
import type { TurnRecord } from '../ledger/ledger.ts';
import type { TurnFacts } from '../outbox/outbox.ts';
import type { TurnAccount } from './turn.ts';

/** What a reply tells of its turn. The model that was asked for stands where Codex says none. */
export function turnFacts(turn: TurnRecord, account: TurnAccount | undefined, prices: OwnPrices): TurnFacts {
  const { tokens, codexVersion } = turn;
  const model = account?.model ?? turn.model;
  const effort = account?.effort ?? turn.effort;
  const cost = tokens && model !== undefined ? estimateCost(tokens, model, prices) : undefined;
  const failed = account?.failedCommands;
  return {
    seconds: Math.round((Date.parse(turn.endedAt) - Date.parse(turn.startedAt)) / 1000),
    tokens: tokens ? tokens.input + tokens.output : 0,
    codexVersion,
    ...(model === undefined ? {} : { model }),
    ...(effort === undefined ? {} : { effort }),
    ...(tokens === undefined ? {} : { usage: tokens }),
    ...(cost === undefined ? {} : { cost }),
    ...(failed === undefined ? {} : { failedCommands: { count: failed.count, last: [...failed.last] } }),
  };
}

import type { HttpBindings } from '@hono/node-server';
import type { Context, Hono } from 'hono';
import type { Identity } from './identity.ts';

/** What the middleware has found out before a route runs. */
export interface ApiEnv {
  readonly Bindings: Partial<HttpBindings>;
  readonly Variables: { readonly identity: Identity };
}

export type Api = Hono<ApiEnv>;
export type ApiContext = Context<ApiEnv>;

/** A number in the path; anything else is no route of GitHub's. */
export function numberParam(c: ApiContext, name: string): number {
  const text = c.req.param(name) ?? '';
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}

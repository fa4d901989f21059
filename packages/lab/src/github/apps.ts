import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Access, Permissions } from '../run.ts';
import type { Account, Accounts } from './accounts.ts';

/** A GitHub App, and its installation in the repository. */
export interface App {
  readonly id: number;
  readonly clientId: string;
  readonly slug: string;
  /** Who its installation tokens speak as: `slug[bot]`. */
  readonly account: Account;
  readonly publicKey: KeyObject;
  readonly installationId: number;
  /** What its installation may do, spelled as in a workflow file. */
  permissions: Permissions;
  /** Whether it may see the repository. */
  isInstalled: boolean;
  suspendedAt: string | null;
}

/** What a test says of an App. */
export interface NewApp {
  readonly slug: string;
  readonly permissions?: Permissions;
  /** The public key, as PEM; a pair is made otherwise. */
  readonly publicKey?: string;
}

/** An App as its owner knows it. */
export interface RegisteredApp {
  readonly app: App;
  /** As GitHub gives it: PKCS#1. Undefined where the owner has it already. */
  readonly privateKey: string | undefined;
}

/** What an App needs that publishes. */
const usualPermissions = { contents: 'write', issues: 'write', 'pull-requests': 'write' } as const;

/** Whether a text is a public key that an App can have. */
export function isPublicKey(text: unknown): text is string {
  try {
    return typeof text === 'string' && createPublicKey(text).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}

/** Registers an App and installs it. Ids are given out in order. */
export function registerApp(apps: App[], accounts: Accounts, order: NewApp): RegisteredApp {
  const { slug, permissions = usualPermissions } = order;
  const pair = order.publicKey === undefined ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : undefined;
  const login = `${slug}[bot]`;
  const id = 1_000_001 + apps.length;
  const app: App = {
    id,
    clientId: `Iv23li${String(id).padStart(14, '0')}`,
    slug,
    account: accounts.find(login) ?? accounts.add({ login, type: 'Bot' }),
    publicKey: pair?.publicKey ?? createPublicKey(order.publicKey ?? ''),
    installationId: 50_000_001 + apps.length,
    permissions: { metadata: 'read', ...permissions },
    isInstalled: true,
    suspendedAt: null,
  };
  apps.push(app);
  return { app, privateKey: pair?.privateKey.export({ type: 'pkcs1', format: 'pem' }).toString() };
}

/** Permissions as the API spells them. */
export function apiPermissions(permissions: Permissions): Record<string, Access> {
  return Object.fromEntries(Object.entries(permissions).map(([name, access]) => [name.replaceAll('-', '_'), access]));
}

/** Permissions as a workflow file spells them. */
export function workflowPermissions(asked: Readonly<Record<string, unknown>>): Permissions {
  return Object.fromEntries(
    Object.entries(asked).map(([name, access]) => [name.replaceAll('_', '-'), access === 'write' ? 'write' : 'read']),
  );
}

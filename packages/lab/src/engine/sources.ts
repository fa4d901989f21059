import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { EngineHost } from '../run.ts';
import type { EngineOptions } from './options.ts';

/** A repository at a commit: the hosted one, or the product's own folder. */
export interface Source {
  readonly kind: 'hosted' | 'product';
  /** Full name, as the `uses` that led here spells it. */
  readonly repository: string;
  readonly ref: string;
  readonly sha: string;
}

/** A workflow file of a repository. */
export interface WorkflowSource extends Source {
  readonly path: string;
}

/** Reads files of the repositories that the lab knows. */
export interface Sources {
  readonly isEnterprise: boolean;
  readonly hosted: (ref: string, sha: string) => Source;
  /** The repository that `owner/name@ref` names, undefined for one that the lab does not have. */
  named(repository: string, ref: string): Promise<Source | undefined>;
  read(source: Source, file: string): Promise<string | undefined>;
  /** Folder of a product source on this machine. */
  readonly productRoot: string;
}

/** Sources for one engine. */
export function openSources(host: EngineHost, product: EngineOptions['product']): Sources {
  const hostedName = `${host.repository.owner}/${host.repository.name}`;
  const productName = product.repository.split('/')[1] ?? product.repository;
  let productSha: Promise<string> | undefined;
  return {
    isEnterprise: host.isEnterprise,
    hosted: (ref, sha) => ({ kind: 'hosted', repository: hostedName, ref, sha }),
    async named(repository, ref) {
      if (repository.split('/')[1]?.toLowerCase() === productName.toLowerCase()) {
        productSha ??= headOf(product.root);
        return { kind: 'product', repository, ref, sha: await productSha };
      }
      if (repository.toLowerCase() !== hostedName.toLowerCase()) return undefined;
      // Git reads a file at a branch or a tag as well as at a commit, so the ref stands in for its SHA.
      return { kind: 'hosted', repository: hostedName, ref, sha: ref };
    },
    async read(source, file) {
      if (source.kind === 'hosted') return host.readFile(source.sha, file);
      return readFile(path.join(product.root, file), 'utf8').catch(() => undefined);
    },
    productRoot: product.root,
  };
}

/** What a `uses` names: `./path`, `$/path` or `owner/name/path@ref`. */
export type Reference =
  | { readonly kind: 'workspace'; readonly path: string }
  | { readonly kind: 'own'; readonly path: string }
  | { readonly kind: 'remote'; readonly repository: string; readonly path: string; readonly ref: string }
  | { readonly kind: 'unreadable' };

/** Takes a `uses` apart. */
export function parseReference(uses: string): Reference {
  if (uses.startsWith('./')) return { kind: 'workspace', path: uses.slice(2) };
  if (uses.startsWith('$/')) return { kind: 'own', path: uses.slice(2) };
  const match = /^([^/@]+\/[^/@]+)(?:\/([^@]+))?@(.+)$/.exec(uses);
  if (match === null) return { kind: 'unreadable' };
  const [, repository = '', inside = '', ref = ''] = match;
  return { kind: 'remote', repository, path: inside, ref };
}

async function headOf(folder: string): Promise<string> {
  try {
    const { stdout } = await promisify(execFile)('git', ['-C', folder, 'rev-parse', 'HEAD']);
    return stdout.trim();
  } catch {
    // A downloaded archive of the product has no commit of its own.
    return '0'.repeat(40);
  }
}

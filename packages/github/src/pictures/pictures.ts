import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { addressOf, type BroughtPicture, type GitHubHosts, judgePicture, type Pictures } from '@codex-worker/core';
import { download } from './download.ts';

export interface PicturesOrder {
  /** They say where GitHub keeps what people attach. */
  readonly hosts: GitHubHosts;
  /** Where the files go. Only the user of the job can read it. */
  readonly folder: string;
  readonly signal: AbortSignal;
}

/** Pictures that people attached on GitHub. No token is sent for them: their addresses are signed, or public. */
export function pictures({ hosts, folder, signal }: PicturesOrder): Pictures {
  const known = new Map<string, Promise<BroughtPicture>>();
  let count = 0;
  const bring = async (url: string): Promise<BroughtPicture> => {
    const got = await download(new URL(url), hosts, signal);
    if (got.kind === 'unread') return got;
    const judged = judgePicture(got.bytes, got.contentType);
    if (judged.kind === 'unread') return judged;
    count += 1;
    const file = path.join(folder, `${count}.${judged.format}`);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await writeFile(file, got.bytes, { mode: 0o600 });
    return { kind: 'there', file };
  };
  return {
    async bring(url) {
      const address = addressOf(url);
      const before = await known.get(address);
      if (before && !mayChange(before)) return before;
      const now = bring(url);
      known.set(address, now);
      return now;
    },
  };
}

/** An address that is signed anew, or asked once more, may give what it did not. */
const mayChange = (brought: BroughtPicture): boolean =>
  brought.kind === 'unread' && (brought.why === 'expired' || brought.why === 'unreachable');

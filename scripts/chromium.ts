import { spawnSync } from 'node:child_process';
import { findChromium } from '../packages/lab/src/browser/find-chromium.ts';

// Without fonts a browser shows boxes.
const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-color-emoji'];

/** The browser for the tests. Where there is none, but apt-get and the right to use it, Debian's is installed, quietly. */
export function chromiumForTests(): string | undefined {
  const found = findChromium();
  if (found !== undefined || process.env['CHROMIUM'] || process.getuid?.() !== 0) return found;
  for (const args of [['update'], ['install', '-y', '--no-install-recommends', ...packages]]) {
    spawnSync('apt-get', ['-qq', ...args], {
      stdio: 'ignore',
      timeout: 5 * 60_000,
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
  }
  return findChromium();
}

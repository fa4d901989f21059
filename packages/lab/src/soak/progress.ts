import { isFine, type Progress } from './soak.ts';

const everyMs = 3_000;

/** Writes how far the soak is: one line that is written over on a terminal, and a line each few seconds elsewhere. */
export function showProgress(): (progress: Progress) => void {
  const began = performance.now();
  let shown = 0;
  return (progress) => {
    const now = performance.now();
    const isBad = !progress.played.slice(-1).every(isFine);
    if (now - shown < everyMs && !process.stdout.isTTY && !isBad) return;
    shown = now;
    const text = renderProgress(progress, Math.round((now - began) / 1000));
    if (!process.stdout.isTTY) process.stdout.write(`${text}\n`);
    else process.stdout.write(`\r\x1b[K${text.slice(0, (process.stdout.columns ?? 80) - 1)}`);
  };
}

function renderProgress({ played, enumerated, running }: Progress, seconds: number): string {
  const sum = (of: (one: Progress['played'][number]) => number) => played.reduce((all, one) => all + of(one), 0);
  const from = (origin: string) => sum((one) => Number(one.origin === origin));
  const figures = `${from('enumerated')} of ${enumerated} cases, ${from('random')} random, ${sum(({ lost }) => lost.length)} lost, ${sum(({ double }) => double.length)} double, ${sum(({ wrong }) => wrong.length)} wrong`;
  return `${seconds} s · ${figures} · ${(played.at(-1)?.what ?? '').slice(0, 120)} · ${renderRunning(running)}`;
}

/** Towards the end it is of interest what it waits for. */
const renderRunning = (running: readonly string[]): string =>
  running.length > 2
    ? `${running.length} running`
    : `running: ${running.map((what) => what.slice(0, 80)).join('; ') || 'nothing'}`;

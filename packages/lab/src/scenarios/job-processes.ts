import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ProgressEvent } from '../engine/options.ts';
import type { JobRecord, RunRecord } from '../run.ts';

/** A process that a job started, with the environment that it began with. */
export interface JobProcess {
  readonly run: RunRecord;
  readonly job: JobRecord;
  readonly step: string;
  readonly environment: ReadonlyMap<string, string>;
}

/** Sees the processes of all jobs as they start, and the files of an agent's job after each of its steps. */
export interface JobWatch {
  onProgress(event: ProgressEvent): void;
  /** Reads the files of all jobs that run. */
  look(): void;
  readonly processes: readonly JobProcess[];
  /** What was found, by path below the folder of the job; of one path, each content once. */
  readonly files: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Git's packs and this are all that is large in a job's folder. */
const LONGEST_FILE = 4_000_000;

export function watchJobs(): JobWatch {
  const processes: JobProcess[] = [];
  const folders = new Map<number, string>();
  const files = new Map<string, Set<string>>();
  const lookInto = (folder: string) => {
    for (const [file, text] of textsBelow(folder)) files.set(file, (files.get(file) ?? new Set()).add(text));
  };
  const look = () => [...folders.values()].forEach(lookInto);
  return {
    processes,
    files,
    look,
    onProgress: (event) => {
      if (event.kind === 'process-started') {
        folders.set(event.job.id, path.dirname(event.temp));
        processes.push({ ...event, environment: environmentOf(event.pid) });
      }
      if (event.kind === 'step-ended') look();
      if (event.kind === 'job-ended') folders.delete(event.job.id);
    },
  };
}

function environmentOf(pid: number): ReadonlyMap<string, string> {
  const entries = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return new Map(
    entries
      .filter((entry) => entry.includes('='))
      .map((entry) => entry.split(/=(.*)/s).slice(0, 2) as [string, string]),
  );
}

function textsBelow(folder: string): readonly (readonly [string, string])[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries.flatMap((entry) => {
    const file = path.join(entry.parentPath, entry.name);
    const text = entry.isFile() ? textOf(file) : undefined;
    return text === undefined ? [] : [[path.relative(folder, file), text] as const];
  });
}

/** What ends meanwhile is gone, and so are its files. */
function textOf(file: string): string | undefined {
  try {
    const bytes = readFileSync(file);
    return bytes.length > LONGEST_FILE ? undefined : bytes.toString('latin1');
  } catch {
    return undefined;
  }
}

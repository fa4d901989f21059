import type { ProjectFile } from './project-files.ts';

/** A command that a document tells people to type. */
export interface DocumentedCommand {
  /** The document. */
  readonly path: string;
  readonly command: string;
}

/** The blocks of shell commands of a document, each its lines without comments. */
export function shellBlocks(text: string): readonly (readonly string[])[] {
  return [...text.matchAll(/^```(?:sh|bash|shell|console)\n([\s\S]*?)^```$/gm)].map(([, block = '']) =>
    block
      .split('\n')
      .map((line) => line.replace(/(?:^|\s+)#(?: .*)?$/, '').trim())
      .filter((line) => line !== ''),
  );
}

/** All commands of a document: those of its blocks, and those that a sentence or a table names whole. */
export function commandsOf({ path, text }: ProjectFile): readonly DocumentedCommand[] {
  const inText = text.replaceAll(/^```[\s\S]*?^```$/gm, '').matchAll(/`((?:npm|npx|node|bash|codex-worker) [^`]+)`/g);
  const commands = [...shellBlocks(text).flat(), ...[...inText].map(([, command = '']) => command)];
  return commands.map((command) => ({ path, command }));
}

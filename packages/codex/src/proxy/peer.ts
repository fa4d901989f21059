import { readFile } from 'node:fs/promises';

/** The two ends of a connection on 127.0.0.1, as the end that was called sees them. */
export interface Connection {
  readonly localPort: number;
  readonly remotePort: number;
}

/** Answers whether a socket, by its inode, is Codex's. */
export type SocketTest = (inode: string) => Promise<boolean>;

/** Whether the calling end of a connection is Codex's. Only Linux tells; elsewhere nobody is told apart. */
export async function isCalledBy(isCodex: SocketTest, connection: Connection): Promise<boolean> {
  if (process.platform !== 'linux') return true;
  const inode = inodeOf(await readFile('/proc/net/tcp', 'utf8'), connection);
  return inode !== undefined && (await isCodex(inode));
}

/** Finds the calling end in the kernel's table of sockets: `0: 0100007F:CALLER 0100007F:CALLED 01 … uid timeout inode`. */
export function inodeOf(table: string, { localPort, remotePort }: Connection): string | undefined {
  const [caller, called] = [endOf(remotePort), endOf(localPort)];
  for (const line of table.split('\n')) {
    const fields = line.trim().split(/\s+/);
    // A socket without a process has the inode 0.
    if (fields[1] === caller && fields[2] === called) return fields[9] === '0' ? undefined : fields[9];
  }
  return undefined;
}

const endOf = (port: number): string => `0100007F:${port.toString(16).toUpperCase().padStart(4, '0')}`;

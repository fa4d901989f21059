/** A program, ready to be spawned. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment: NodeJS.ProcessEnv;
}

/** Files that belong to a user for the time of a turn. */
export interface Loan {
  /** Takes the files back, after every process of the user has ended. */
  end(): Promise<void>;
}

/** The user of the machine whose processes Codex and its commands are. */
export interface CodexUser {
  /** Changes to the environment: a user of its own has a home of its own. */
  readonly environment: NodeJS.ProcessEnv;
  /** Lends what a turn needs. */
  lend(): Promise<Loan>;
  /** How a program is started as this user, with its environment and no other. */
  launch(program: Launch): Launch;
  /** Sends a signal to what was launched; a kill reaches its process group. */
  signal(pid: number, signal: 'SIGINT' | 'SIGKILL'): void;
  /** Whether a socket belongs to what was launched. */
  holdsSocket(pid: number, inode: string): Promise<boolean>;
}

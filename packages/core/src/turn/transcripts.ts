/** What Codex remembers of its sessions, in its home. Codex only ever adds to a transcript. */
export interface Transcripts {
  /** The length of a session's transcript; undefined when there is none. */
  bytes(sessionId: string): Promise<number | undefined>;
  /** Makes the session what it was when its transcript had that length. */
  cut(sessionId: string, bytes: number): Promise<void>;
}

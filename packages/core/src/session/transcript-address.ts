/**
 * The address of a transcript as a reply may show it: that of an artifact of this very run, and undefined for any other. It
 * comes from the job in which Codex worked.
 */
export function transcriptAddress(runUrl: string, told: string): string | undefined {
  const artifacts = `${runUrl}/artifacts/`;
  return told.startsWith(artifacts) && /^\d{1,20}$/.test(told.slice(artifacts.length)) ? told : undefined;
}

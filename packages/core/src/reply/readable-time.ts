/** 2026-11-22T10:00:00Z as people read it: `2026-11-22 10:00 UTC`. */
export function readableTime(time: string): string {
  return time.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2 UTC');
}

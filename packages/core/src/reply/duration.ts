/** A time as people say it: `45 s`, `2 min 30 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** The same, with more of what takes less than a minute: `950 ms`, `4.2 s`. */
export function briefDuration(milliseconds: number): string {
  const whole = Math.round(milliseconds);
  if (whole < 1000) return `${whole} ms`;
  const seconds = (whole / 1000).toFixed(1);
  return seconds === '60.0' || whole > 60_000 ? duration(whole / 1000) : `${seconds} s`;
}

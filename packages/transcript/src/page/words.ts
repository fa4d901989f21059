/** `1 turn`, `2 turns`, `1,200 turns` */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${grouped(number)} ${number === 1 ? one : many}`;
}

/** `12,345` */
export function grouped(number: number): string {
  return Math.round(number).toLocaleString('en-US');
}

/** `980`, `12.3k`, `1.2M` */
export function short(number: number): string {
  if (number < 1_000) return String(Math.round(number));
  const [divided, unit] = number < 999_500 ? [number / 1_000, 'k'] : [number / 1_000_000, 'M'];
  return `${divided < 100 ? trimmed(divided) : Math.round(divided)}${unit}`;
}

const trimmed = (number: number): string => number.toFixed(1).replace('.0', '');

/** `0.2 s`, `42 s`, `3 min 5 s`, `2 h 10 min` */
export function lasting(seconds: number): string {
  if (seconds < 10) return `${trimmed(Math.max(0, seconds))} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return two(minutes, 'min', whole % 60, 's');
  return two(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
}

const two = (large: number, unit: string, small: number, smaller: string): string =>
  small === 0 ? `${large} ${unit}` : `${large} ${unit} ${small} ${smaller}`;

const day = new Intl.DateTimeFormat('en-GB', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
});

/** `23 Nov 2026, 06:37 UTC` */
export function moment(iso: string): string {
  const time = Date.parse(iso);
  return Number.isNaN(time) ? 'at an unknown time' : `${day.format(time)} UTC`;
}

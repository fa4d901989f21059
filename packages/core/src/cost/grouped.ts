/** 12,345, as English writes it. `toLocaleString` takes ten milliseconds to begin, in each process. */
export const grouped = (number: number | string): string =>
  String(number).replace(/\B(?=(?:\d{3})+(?:\.|$))(?<!\.\d*)/g, ',');

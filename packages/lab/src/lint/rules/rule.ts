import type { ParsedFile, Place } from './parsed-file.ts';

/** Something that workflows and actions here never do, or explain on the line. The names are those of zizmor, which CI runs too. */
export interface Rule {
  readonly name: string;
  readonly why: string;
  /** Where a file breaks it. */
  broken(file: ParsedFile): readonly Place[];
}

/** A rule about single places. */
export function placeRule(name: string, why: string, isBroken: (place: Place, file: ParsedFile) => boolean): Rule {
  return { name, why, broken: (file) => file.places.filter((place) => isBroken(place, file)) };
}

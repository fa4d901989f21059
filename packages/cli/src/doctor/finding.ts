/** What a check found. */
export interface Finding {
  /** What was looked at. */
  readonly name: string;
  readonly level: 'ok' | 'warning' | 'problem' | 'unseen';
  /** What is so, with the value. */
  readonly says: string;
  readonly fix: Fix | undefined;
}

/** What to change, and the page where. */
export interface Fix {
  readonly does: string;
  readonly link: string;
}

export const ok = (name: string, says: string): Finding => ({ name, level: 'ok', says, fix: undefined });

export const warning = (name: string, says: string, does: string, link: string): Finding => ({
  name,
  level: 'warning',
  says,
  fix: { does, link },
});

export const problem = (name: string, says: string, does: string, link: string): Finding => ({
  name,
  level: 'problem',
  says,
  fix: { does, link },
});

/** What could be seen, or the permission that it would have taken. */
export type Looked<T> =
  | { readonly kind: 'seen'; readonly value: T }
  | { readonly kind: 'unseen'; readonly permission: string; readonly link: string };

/** Judges what was seen; what was not is told as such, with the permission that the token lacks. */
export function judge<T>(name: string, looked: Looked<T>, by: (value: T) => readonly Finding[]): readonly Finding[] {
  switch (looked.kind) {
    case 'seen':
      return by(looked.value);
    case 'unseen':
      return [
        {
          name,
          level: 'unseen',
          says: 'The token may not look there.',
          fix: { does: `Use one with the permission ${looked.permission}.`, link: looked.link },
        },
      ];
  }
}

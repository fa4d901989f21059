import * as v from 'valibot';

/** What people put into a text besides words, told apart by what can become of it. */
const kinds = ['picture', 'video', 'file', 'elsewhere'] as const;

/** Something that a person put into what they wrote, as GitHub shows it. */
export interface Attachment {
  /** `elsewhere`: a picture on a host that is not GitHub's. */
  readonly kind: (typeof kinds)[number];
  readonly name: string;
  /** Of a picture, the address that opens without a login for some minutes. It is a secret as long as it does. */
  readonly url: string;
}

/** Why something that a person attached does not reach the model. */
export const unreadReasons = [
  'file',
  'video',
  'elsewhere',
  'too-many',
  'too-large',
  'too-many-pixels',
  'no-picture',
  'expired',
  'unreachable',
] as const;
export type WhyUnread = (typeof unreadReasons)[number];

/** Attachments, as a step of a job hands them to the next. */
export const attachmentsSchema: v.GenericSchema<unknown, readonly Attachment[]> = v.array(
  v.object({ kind: v.picklist(kinds), name: v.string(), url: v.string() }),
);

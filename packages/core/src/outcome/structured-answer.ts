/** An answer that a schema was given for. */
export type StructuredAnswer =
  /** It fits: the JSON, in one line. */
  | { readonly kind: 'fits'; readonly json: string }
  /** It does not, and why; a part of a sentence. */
  | { readonly kind: 'unfit'; readonly why: string };

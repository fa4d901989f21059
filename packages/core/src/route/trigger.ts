/** What counts as a request in a thread of the worker. A steering word asks whatever the trigger is. */
export type Trigger =
  /** Every comment of somebody who may ask. */
  | { readonly kind: 'all' }
  /** Only a text that names the mention, as `@codex`, outside quotes and code. */
  | { readonly kind: 'mention'; readonly mention: string }
  /** Only the label, each time it is put on. */
  | { readonly kind: 'label'; readonly label: string }
  /** Only the assignment to this login, each time. */
  | { readonly kind: 'assignee'; readonly login: string };

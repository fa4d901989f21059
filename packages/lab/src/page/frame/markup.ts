import type { html } from 'hono/html';

/** HTML that is safe to put into HTML. */
export type Markup = ReturnType<typeof html>;

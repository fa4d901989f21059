import * as v from 'valibot';
import { attachmentsSchema } from '../attachment/attachment.ts';
import { type Person, personTypes } from '../standing/standing.ts';
import { type CodePlace, isRequestId, type Request, type RequestId } from './request.ts';

/** The id of a request, in whatever is stored. */
export const requestIdSchema = v.custom<RequestId>(isRequestId, 'Write an id as comment-9911 or dispatch-1.');

/** A person, as a step of a job hands them to the next. */
export const personSchema: v.GenericSchema<unknown, Person> = v.object({
  login: v.string(),
  id: v.number(),
  type: v.picklist(personTypes),
});

/** A field that is undefined where JSON has left it out. */
export const orUndefined = <T>(schema: v.GenericSchema<unknown, T>) =>
  v.optional(v.union([schema, v.undefined()]), () => undefined);

/** A place in the code, as a step of a job hands it to the next. */
export const placeSchema: v.GenericSchema<unknown, CodePlace> = v.object({
  reviewComment: v.number(),
  path: v.string(),
  line: orUndefined(v.number()),
  hunk: v.string(),
});

/** A request, as a step of a job hands it to the next. */
export const requestSchema: v.GenericSchema<unknown, Request> = v.object({
  id: requestIdSchema,
  author: personSchema,
  createdAt: v.string(),
  text: v.string(),
  changedAt: v.exactOptional(v.string()),
  edited: v.exactOptional(v.object({ before: orUndefined(v.string()) })),
  place: v.exactOptional(placeSchema),
  notes: v.exactOptional(
    v.array(
      v.object({
        comment: v.exactOptional(v.number()),
        place: placeSchema,
        text: v.string(),
        attachments: v.exactOptional(attachmentsSchema),
      }),
    ),
  ),
  attachments: v.exactOptional(attachmentsSchema),
});

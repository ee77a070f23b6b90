/** Posts people hold, and their accounts. */
import { z } from 'zod';
import { ROLES } from '../../domain/route/route.js';
import { POST_STATES } from '../../queries/posts.query.js';
import { date, idText, localDate, pageOf, paging, personName, searchText, text, unitCode, unitName } from './shared.schema.js';

export const postView = z
  .strictObject({
    id: z.string(),
    person: personName,
    active: z.boolean().meta({ description: 'Whether the account is open: a post of a closed one counts for nothing' }),
    unit: unitName,
    role: z.enum(ROLES),
    from: date,
    to: date.nullable().meta({ description: 'First date on which it is no longer held' }),
    source: z.string().meta({ description: 'The paper it rests on' }),
    state: z.enum(POST_STATES),
    mayEnd: z.boolean(),
  })
  .meta({ id: 'Post' });
export const postPage = pageOf(postView).meta({ id: 'PostPage' });

export const postQuery = z.strictObject({
  unit: unitCode.optional().meta({ description: 'Code of a unit; its subtree' }),
  person: idText.optional(),
  state: z.enum(POST_STATES).optional(),
  ...paging,
});

export const postBody = z
  .strictObject({
    personId: idText,
    unitId: idText,
    role: z.enum(ROLES),
    from: localDate,
    to: localDate.nullable().default(null).meta({ description: 'First date on which it is no longer held' }),
    source: text(255, 1).meta({ description: 'Number and symbol of the paper' }),
  })
  .meta({ id: 'PostRequest' });
export const postGiven = z.strictObject({ postId: z.string(), replayed: z.boolean() }).meta({ id: 'PostGiven' });

export const postEndBody = z
  .strictObject({ to: localDate.meta({ description: 'First date on which it is no longer held; today ends it at once' }), reason: text(2000, 1) })
  .meta({ id: 'PostEndRequest' });
export const postEnded = z.strictObject({ postId: z.string(), to: date, replayed: z.boolean() }).meta({ id: 'PostEnded' });

export const accountView = z
  .strictObject({
    ...personName.shape,
    login: z.string(),
    active: z.boolean(),
    posts: z.array(z.strictObject({ unit: unitName, role: z.enum(ROLES) })).meta({ description: 'Held today' }),
    maySwitch: z.boolean(),
  })
  .meta({ id: 'Account' });
export const accountPage = pageOf(accountView).meta({ id: 'AccountPage' });
export const accountQuery = z.strictObject({ q: searchText.optional(), ...paging });
export const accountBody = z.strictObject({ reason: text(2000, 1) }).meta({ id: 'AccountRequest' });
export const accountSwitched = z.strictObject({ personId: z.string(), active: z.boolean(), replayed: z.boolean() }).meta({ id: 'AccountSwitched' });

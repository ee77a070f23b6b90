/** Posts people hold, and their accounts: the registers, and what changes them. */
import { z } from 'zod';
import { parseId } from '../../domain/shared/ids.js';
import { parseLocalDate, type LocalDate } from '../../domain/shared/instant.js';
import { mayAnywhere } from '../../domain/shared/access.js';
import { listAccounts, listPosts } from '../../queries/posts.query.js';
import { endpoint, recorded } from '../endpoint.js';
import {
  accountBody,
  accountPage,
  accountQuery,
  accountSwitched,
  postBody,
  postEndBody,
  postEnded,
  postGiven,
  postPage,
  postQuery,
} from '../schemas/posts.schema.js';
import { DEFAULT_LIMIT, idText } from '../schemas/shared.schema.js';

const idPath = z.strictObject({ id: idText });
const postPath = z.strictObject({ id: z.string().regex(/^[1-9]\d{0,17}$/u) });

const posts = endpoint({
  method: 'get',
  path: '/posts',
  id: 'listPosts',
  tag: 'posts',
  access: 'posts.read',
  status: 200,
  query: postQuery,
  answer: postPage,
  summary: 'Posts at the units of my branch, with their dates and papers; newest first',
  handle: async ({ deps, query, person, scope }) => ({
    body: await listPosts(deps.reader, {
      scope: scope('posts.read'),
      personId: person().person.id,
      mayGive: mayAnywhere('posts.give', person().posts),
      unit: query.unit ?? null,
      person: query.person ?? null,
      state: query.state ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const give = endpoint({
  method: 'post',
  path: '/posts',
  id: 'givePost',
  tag: 'posts',
  access: 'posts.give',
  status: 201,
  body: postBody,
  answer: postGiven,
  keyed: true,
  refusals: [404, 409],
  summary: 'Give a person a post from a date on; open tasks at the seat are offered at once, or on the day it begins',
  handle: async ({ deps, body, actor, key }) => {
    return recorded(
      await deps.commands.givePost(actor(), key(), {
        personId: parseId('person', body.personId),
        unitId: parseId('unit', body.unitId),
        role: body.role,
        from: parseLocalDate(body.from) as LocalDate,
        to: body.to === null ? null : parseLocalDate(body.to),
        source: body.source,
      }),
    );
  },
});

const end = endpoint({
  method: 'post',
  path: '/posts/{id}/endings',
  id: 'endPost',
  tag: 'posts',
  access: 'posts.give',
  status: 201,
  params: postPath,
  body: postEndBody,
  answer: postEnded,
  keyed: true,
  refusals: [404, 409],
  summary: 'End a post, today or on a day to come; its tasks and claims go to the others on that day',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.endPost(actor(), key(), { postId: params.id, to: parseLocalDate(body.to) as LocalDate, reason: body.reason }));
  },
});

const accounts = endpoint({
  method: 'get',
  path: '/accounts',
  id: 'listAccounts',
  tag: 'posts',
  access: 'accounts.manage',
  status: 200,
  query: accountQuery,
  answer: accountPage,
  summary: 'Everybody who may sign in, or no longer may, with the posts held today',
  handle: async ({ deps, query, person }) => ({
    body: await listAccounts(deps.reader, {
      personId: person().person.id,
      q: query.q ?? null,
      cursor: query.cursor ?? null,
      limit: query.limit ?? DEFAULT_LIMIT,
    }),
  }),
});

const close = endpoint({
  method: 'post',
  path: '/accounts/{id}/closures',
  id: 'closeAccount',
  tag: 'posts',
  access: 'accounts.manage',
  status: 201,
  params: idPath,
  body: accountBody,
  answer: accountSwitched,
  keyed: true,
  refusals: [404, 409],
  summary: 'Close an account: with the next request it opens nothing; claims are released, links, tokens and sessions end',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.closeAccount(actor(), key(), { personId: parseId('person', params.id), reason: body.reason }));
  },
});

const reopen = endpoint({
  method: 'post',
  path: '/accounts/{id}/reopenings',
  id: 'reopenAccount',
  tag: 'posts',
  access: 'accounts.manage',
  status: 201,
  params: idPath,
  body: accountBody,
  answer: accountSwitched,
  keyed: true,
  refusals: [404, 409],
  summary: 'Open a closed account again; links, tokens and sessions of before stay dead',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.reopenAccount(actor(), key(), { personId: parseId('person', params.id), reason: body.reason }));
  },
});

export const postRoutes = [posts, give, end, accounts, close, reopen];

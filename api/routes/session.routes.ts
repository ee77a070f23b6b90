/** Signing in and out, who I am, tokens for tools. */
import { operationsOf } from '../../domain/shared/access.js';
import { accessOf, findActor, type ActingPerson } from '../../queries/actor.query.js';
import { endpoint } from '../endpoint.js';
import { cookieNameOf, isSecure, startSession, stopSession } from '../middleware/session.js';
import { callerOf } from '../middleware/request-facts.js';
import { EdgeError } from '../problems.js';
import { issuedToken, me, signInBody, tokenBody } from '../schemas/session.schema.js';

const presentMe = ({ person, posts, standsIn }: ActingPerson) => ({
  person,
  posts: posts.map(({ unit, role }) => ({ unit, role })),
  roles: [...new Set(posts.map((post) => post.role))],
  can: operationsOf(accessOf({ person, posts, standsIn })),
});

const signIn = endpoint({
  method: 'post',
  path: '/sessions',
  id: 'signIn',
  tag: 'sessions',
  access: 'public',
  status: 201,
  body: signInBody,
  answer: me,
  refusals: [401],
  summary: 'Sign in; the answer sets the session cookie under a fresh id',
  handle: async ({ deps, body, request }) => {
    // Logins are ASCII: any other is checked against nobody, so that it takes as long and is told the same.
    const login = /^[\x21-\x7e]+$/u.test(body.login) ? body.login : '-';
    const found = await deps.commands.checkPassword(login, body.password);
    const acting = found && (await findActor(deps.reader, found.personId));
    if (!acting) throw new EdgeError('sign_in_failed');
    await startSession(request, acting.person.id);
    return { body: presentMe(acting) };
  },
});

const signOut = endpoint({
  method: 'delete',
  path: '/sessions/current',
  id: 'signOut',
  tag: 'sessions',
  access: 'signedIn',
  status: 204,
  answer: null,
  summary: 'Sign out of this browser',
  handle: async ({ deps, request, response }) => {
    await stopSession(request);
    const secure = isSecure(deps.publicUrl);
    response.clearCookie(cookieNameOf(secure), { path: '/', httpOnly: true, sameSite: 'lax', secure });
    return { body: null };
  },
});

const getMe = endpoint({
  method: 'get',
  path: '/me',
  id: 'getMe',
  tag: 'sessions',
  access: 'signedIn',
  status: 200,
  answer: me,
  summary: 'Who I am, which posts I hold today, what I may do',
  handle: async ({ person }) => ({ body: presentMe(person()) }),
});

const issueToken = endpoint({
  method: 'post',
  path: '/tokens',
  id: 'issueToken',
  tag: 'sessions',
  access: 'tokens.issue',
  status: 201,
  body: tokenBody,
  answer: issuedToken,
  summary: 'A token for a tool of mine, shown once',
  handle: async ({ deps, body, person, request }) => {
    // A token must not make tokens: losing one would be losing all that follow.
    if (callerOf(request)?.by !== 'session') throw new EdgeError('not_permitted', { right: 'tokens.issue', by: 'session' });
    return { body: await deps.commands.issueApiToken(person().person.id, body.label) };
  },
});

export const sessionRoutes = [signIn, signOut, getMe, issueToken];

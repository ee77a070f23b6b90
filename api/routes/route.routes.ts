/** Routes as versioned data: read, draft, approve, publish, retire. */
import { findingName, type Finding } from '../../domain/route/finding.js';
import { findRouteProblems } from '../../domain/route/read-route.js';
import type { Route } from '../../domain/route/route.js';
import { DomainError } from '../../domain/shared/errors.js';
import { findRouteVersion, listRoutes } from '../../queries/routes.query.js';
import { endpoint, recorded } from '../endpoint.js';
import { EdgeError } from '../problems.js';
import {
  approvalBody,
  approved,
  checkBody,
  checked,
  draftBody,
  drafted,
  publicationBody,
  published,
  retired,
  retirementBody,
  routePage,
  routePath,
  returnBody,
  returnedAnswer,
  routeVersionDetail,
  submissionBody,
  submitted,
  versionPath,
} from '../schemas/route.schema.js';

const named = (findings: readonly Finding[]): readonly (Finding & { readonly name: string })[] =>
  findings.map((finding) => ({ ...finding, name: findingName(finding) }));

/** @throws validation_failed with every place that is not well formed, or where the key is not that of the address */
function readRouteBody(body: unknown, key: string): Route {
  const { route, problems } = findRouteProblems(body);
  const wrong = problems.map(({ pointer, problem }) => ({ pointer: `/route${pointer}`, code: 'route_invalid', text: problem }));
  if (route === null) throw new EdgeError('validation_failed', {}, wrong);
  if (route.key === key) return route;
  const text = { vi: `phải là “${key}”, như trong địa chỉ`, en: `must be “${key}”, as in the address` };
  throw new EdgeError('validation_failed', {}, [{ pointer: '/route/key', code: 'route_invalid', text }]);
}

const list = endpoint({
  method: 'get',
  path: '/routes',
  id: 'listRoutes',
  tag: 'routes',
  access: 'routes.read',
  status: 200,
  answer: routePage,
  summary: 'Every route with its versions, and which one a review launched now follows',
  handle: async ({ deps }) => ({ body: { items: await listRoutes(deps.reader), next: null } }),
});

const detail = endpoint({
  method: 'get',
  path: '/routes/{key}/versions/{version}',
  id: 'getRouteVersion',
  tag: 'routes',
  access: 'routes.read',
  status: 200,
  params: versionPath,
  answer: routeVersionDetail,
  refusals: [404],
  summary: 'One version: the route, findings, proof that every rung can fire, what it changes against the version before',
  handle: async ({ deps, params }) => {
    const found = await findRouteVersion(deps.reader, params.key, params.version);
    if (!found) throw new DomainError('not_found', { kind: 'route', id: params.key, version: params.version });
    return { body: found };
  },
});

const draft = endpoint({
  method: 'post',
  path: '/routes/{key}/drafts',
  id: 'draftRoute',
  tag: 'routes',
  access: 'routes.draft',
  status: 201,
  params: routePath,
  body: draftBody,
  answer: drafted,
  keyed: true,
  refusals: [404, 409],
  summary: 'Write a new draft, or the next state of one; the answer tells everything that would stop or warn at publishing',
  handle: async ({ deps, params, body, actor, key }) => {
    const route = readRouteBody(body.route, params.key);
    const answer = await deps.commands.draftRoute(actor(), key(), { route, replaces: body.replaces });
    return {
      status: answer.replayed ? 200 : 201,
      body: { ...answer, findings: named(answer.findings) },
      headers: { Location: `/api/v1/routes/${answer.routeKey}/versions/${answer.version}` },
    };
  },
});

const check = endpoint({
  method: 'post',
  path: '/routes/{key}/checks',
  id: 'checkRoute',
  tag: 'routes',
  access: 'routes.draft',
  status: 200,
  params: routePath,
  body: checkBody,
  answer: checked,
  summary: 'What would stop or warn at publishing a text of a route, tried against the posts and calendars of today; nothing is kept',
  handle: async ({ deps, params, body }) => ({ body: { findings: named(await deps.commands.checkDraft(readRouteBody(body.route, params.key))) } }),
});

const submit = endpoint({
  method: 'post',
  path: '/routes/{key}/versions/{version}/submissions',
  id: 'submitRoute',
  tag: 'routes',
  access: 'routes.draft',
  status: 201,
  params: versionPath,
  body: submissionBody,
  answer: submitted,
  keyed: true,
  refusals: [404, 409],
  summary: 'Ask a second person to approve a draft; a refusal (409 `route_refused`, `route_warnings_open`) carries all findings',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(
      await deps.commands.submitRoute(actor(), key(), {
        routeKey: params.key,
        version: params.version,
        digest: body.digest,
        acknowledged: body.acknowledged,
      }),
    );
  },
});

const sendBack = endpoint({
  method: 'post',
  path: '/routes/{key}/versions/{version}/returns',
  id: 'returnRoute',
  tag: 'routes',
  access: 'routes.approve',
  status: 201,
  params: versionPath,
  body: returnBody,
  answer: returnedAnswer,
  keyed: true,
  refusals: [404, 409],
  summary: 'Send a submitted draft back with a reason; whatever approval stood is void',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(
      await deps.commands.returnRoute(actor(), key(), {
        routeKey: params.key,
        version: params.version,
        digest: body.digest,
        reason: body.reason,
      }),
    );
  },
});

const approve = endpoint({
  method: 'post',
  path: '/routes/{key}/versions/{version}/approvals',
  id: 'approveRoute',
  tag: 'routes',
  access: 'routes.approve',
  status: 201,
  params: versionPath,
  body: approvalBody,
  answer: approved,
  keyed: true,
  refusals: [404, 409],
  summary: 'Approve a submitted draft exactly as it was shown; nobody approves what he wrote, and an edit makes the approval void',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.approveRoute(actor(), key(), { routeKey: params.key, version: params.version, digest: body.digest }));
  },
});

const publish = endpoint({
  method: 'post',
  path: '/routes/{key}/versions/{version}/publications',
  id: 'publishRoute',
  tag: 'routes',
  access: 'routes.publish',
  status: 201,
  params: versionPath,
  body: publicationBody,
  answer: published,
  keyed: true,
  refusals: [404, 409],
  summary: 'Publish an approved draft; a refusal (409 `route_refused`, `route_warnings_open`) carries all findings',
  handle: async ({ deps, params, body, actor, key }) => {
    const answer = await deps.commands.publishRoute(actor(), key(), {
      routeKey: params.key,
      version: params.version,
      digest: body.digest,
      acknowledged: body.acknowledged,
    });
    return recorded({ ...answer, findings: named(answer.findings) });
  },
});

const retire = endpoint({
  method: 'post',
  path: '/routes/{key}/versions/{version}/retirements',
  id: 'retireRoute',
  tag: 'routes',
  access: 'routes.publish',
  status: 201,
  params: versionPath,
  body: retirementBody,
  answer: retired,
  keyed: true,
  refusals: [404, 409],
  summary: 'No review launched from now on follows this version; those under way go on with it',
  handle: async ({ deps, params, body, actor, key }) => {
    return recorded(await deps.commands.retireRoute(actor(), key(), { routeKey: params.key, version: params.version, reason: body.reason }));
  },
});

export const routeRoutes = [list, detail, check, draft, submit, sendBack, approve, publish, retire];

/** Every screen by its address. Screens are fetched when they are first opened. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import {
  readExecutionSearch,
  readLogInSearch,
  readOverdueSearch,
  readPostSearch,
  readProcedureSearch,
  readProcedureTab,
  readReviewTab,
  readWorkSearch,
} from './search-params.js';
import { LogIn } from './session/log-in.js';
import { SignedIn } from './session/signed-in.js';
import { Broken, Lost } from './shell/lost.js';
import { WorkList } from './work/work-list.js';

const root = createRootRoute({ notFoundComponent: Lost, errorComponent: Broken });
const logIn = createRoute({ getParentRoute: () => root, path: '/dang-nhap', component: LogIn, validateSearch: readLogInSearch });
const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: SignedIn });
const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/viec' });
  },
});

const work = createRoute({ getParentRoute: () => inside, path: '/viec', component: WorkList, validateSearch: readWorkSearch });
const task = createRoute({
  getParentRoute: () => inside,
  path: '/viec/$taskId',
  component: lazyRouteComponent(() => import('./work/task-page.js'), 'TaskPage'),
});

const procedures = createRoute({
  getParentRoute: () => inside,
  path: '/thu-tuc',
  validateSearch: readProcedureSearch,
  component: lazyRouteComponent(() => import('./procedure/procedure-list.js'), 'ProcedureList'),
});
const procedure = createRoute({
  getParentRoute: () => inside,
  path: '/thu-tuc/$code',
  validateSearch: readProcedureTab,
  component: lazyRouteComponent(() => import('./procedure/procedure-page.js'), 'ProcedurePage'),
});

const review = createRoute({
  getParentRoute: () => inside,
  path: '/ra-soat/$reviewId',
  validateSearch: readReviewTab,
  component: lazyRouteComponent(() => import('./review/review-page.js'), 'ReviewPage'),
});
const proposal = createRoute({
  getParentRoute: () => inside,
  path: '/ra-soat/$reviewId/soan',
  component: lazyRouteComponent(() => import('./proposal/proposal-page.js'), 'ProposalPage'),
});
const costs = createRoute({
  getParentRoute: () => inside,
  path: '/ra-soat/$reviewId/chi-phi',
  component: lazyRouteComponent(() => import('./cost/cost-page.js'), 'CostPage'),
});

const campaigns = createRoute({
  getParentRoute: () => inside,
  path: '/dot',
  component: lazyRouteComponent(() => import('./campaign/campaign-list.js'), 'CampaignList'),
});
const launch = createRoute({
  getParentRoute: () => inside,
  path: '/dot/moi',
  component: lazyRouteComponent(() => import('./campaign/launch-page.js'), 'LaunchPage'),
});
const campaign = createRoute({
  getParentRoute: () => inside,
  path: '/dot/$campaignId',
  component: lazyRouteComponent(() => import('./campaign/campaign-page.js'), 'CampaignPage'),
});

const overdue = createRoute({
  getParentRoute: () => inside,
  path: '/qua-han',
  validateSearch: readOverdueSearch,
  component: lazyRouteComponent(() => import('./overdue/overdue-page.js'), 'OverduePage'),
});

const execution = createRoute({
  getParentRoute: () => inside,
  path: '/thuc-thi',
  validateSearch: readExecutionSearch,
  component: lazyRouteComponent(() => import('./execution/execution-page.js'), 'ExecutionPage'),
});

const authority = createRoute({
  getParentRoute: () => inside,
  path: '/uy-quyen',
  component: lazyRouteComponent(() => import('./authority/authority-page.js'), 'AuthorityPage'),
});

const posts = createRoute({
  getParentRoute: () => inside,
  path: '/chuc-vu',
  validateSearch: readPostSearch,
  component: lazyRouteComponent(() => import('./posts/posts-page.js'), 'PostsPage'),
});
const routes = createRoute({
  getParentRoute: () => inside,
  path: '/quy-trinh',
  component: lazyRouteComponent(() => import('./route/route-list.js'), 'RouteList'),
});
const routeVersion = createRoute({
  getParentRoute: () => inside,
  path: '/quy-trinh/$routeKey/$version',
  component: lazyRouteComponent(() => import('./route/version-page.js'), 'VersionPage'),
});
const routeEditor = createRoute({
  getParentRoute: () => inside,
  path: '/quy-trinh/$routeKey/$version/soan',
  component: lazyRouteComponent(() => import('./route/route-editor.js'), 'RouteEditor'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    logIn,
    inside.addChildren([
      home,
      work,
      task,
      procedures,
      procedure,
      review,
      proposal,
      costs,
      campaigns,
      launch,
      campaign,
      execution,
      overdue,
      authority,
      routes,
      routeVersion,
      routeEditor,
      posts,
    ]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

/** Every operation of the API, in the order of the document. */
import type { Endpoint } from './endpoint.js';
import { authorityRoutes } from './routes/authority.routes.js';
import { boardRoutes } from './routes/board.routes.js';
import { campaignRoutes } from './routes/campaign.routes.js';
import { commentRoutes } from './routes/comments.routes.js';
import { costRoutes } from './routes/cost.routes.js';
import { executionRoutes } from './routes/execution.routes.js';
import { importRoutes } from './routes/import.routes.js';
import { postRoutes } from './routes/posts.routes.js';
import { procedureRoutes } from './routes/procedure.routes.js';
import { reviewRoutes } from './routes/review.routes.js';
import { routeRoutes } from './routes/route.routes.js';
import { sessionRoutes } from './routes/session.routes.js';
import { taskRoutes } from './routes/task.routes.js';
import { taskVerbRoutes } from './routes/task-verbs.routes.js';
import { watchRoutes } from './routes/watch.routes.js';

export const API_BASE = '/api/v1';

export const ENDPOINTS: readonly Endpoint[] = [
  ...sessionRoutes,
  ...taskRoutes,
  ...taskVerbRoutes,
  ...procedureRoutes,
  ...importRoutes,
  ...campaignRoutes,
  ...reviewRoutes,
  ...costRoutes,
  ...executionRoutes,
  ...commentRoutes,
  ...authorityRoutes,
  ...postRoutes,
  ...routeRoutes,
  ...boardRoutes,
  ...watchRoutes,
];

/** `/tasks/{id}` → `/tasks/:id`, as Express writes it. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/gu, ':$1');

/** Every operation of the API, in the order of the document. */
import type { Endpoint } from './endpoint.js';
import { boardRoutes } from './routes/board.routes.js';
import { campaignRoutes } from './routes/campaign.routes.js';
import { importRoutes } from './routes/import.routes.js';
import { procedureRoutes } from './routes/procedure.routes.js';
import { reviewRoutes } from './routes/review.routes.js';
import { routeRoutes } from './routes/route.routes.js';
import { sessionRoutes } from './routes/session.routes.js';
import { taskRoutes } from './routes/task.routes.js';

export const API_BASE = '/api/v1';

export const ENDPOINTS: readonly Endpoint[] = [
  ...sessionRoutes, ...taskRoutes, ...procedureRoutes, ...importRoutes, ...campaignRoutes, ...reviewRoutes, ...routeRoutes, ...boardRoutes,
];

/** `/tasks/{id}` → `/tasks/:id`, as Express writes it. */
export const expressPath = (path: string): string => path.replaceAll(/\{(\w+)\}/gu, ':$1');

/** Where things stand in the portal, as letters and pages point to them. All need signing in. */
export const portalPaths = {
  task: (taskId: string): string => `/viec/${taskId}`,
  review: (reviewId: string): string => `/ra-soat/${reviewId}`,
  procedure: (code: string): string => `/thu-tuc/${code}`,
  overdue: '/qua-han',
} as const;

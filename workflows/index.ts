/** What the workers run. */
export { campaignBatchWorkflow, campaignWorkflow } from './campaign.workflow.js';
export { procedureWorkflow } from './procedure.workflow.js';
export { reviewWorkflow } from './review.workflow.js';

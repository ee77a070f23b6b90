import { createActivities } from '../../activities/index.js';
import type { Commands } from '../../commands/index.js';
import { SEARCH_ATTRIBUTES as SERVER_ATTRIBUTES } from '../../local/temporal.js';
import { MAIL_QUEUE, NOTICE_JOB } from '../../mail/jobs.js';
import * as workflows from '../../workflows/index.js';
import * as messages from '../../workflows/messages.js';

jest.mock('@temporalio/workflow', () => ({ proxyActivities: () => ({}), defineSignal: (name: string) => ({ name }) }));

/** Names that histories, outbox rows and queues hold for good. A list that may grow, and where nothing is ever renamed. */
const STORED = {
  workflows: ['campaignBatchWorkflow', 'campaignWorkflow', 'procedureWorkflow', 'reviewWorkflow'],
  signals: ['campaignMoved', 'procedureMoved', 'reviewMoved'],
  queues: ['launch', 'review'],
  activities: ['fireRungs', 'launchPage', 'loadCampaign', 'loadProcedure', 'loadReview', 'openNextStages', 'openPublication', 'openTracks', 'reachMilestone'],
  searchAttributes: { campaignId: 'CampaignId', procedureId: 'ProcedureId' },
  mailQueue: 'mail',
  mailJob: 'notice',
};

describe('stored names', () => {
  it('of workflows are the names of the functions that the workers run', () => {
    expect(Object.keys(workflows).sort()).toEqual(expect.arrayContaining(STORED.workflows));
    for (const [name, workflow] of Object.entries(workflows)) expect(workflow.name).toBe(name);
    expect(Object.keys(workflows)).toEqual(expect.arrayContaining([messages.REVIEW_WORKFLOW, messages.PROCEDURE_WORKFLOW, messages.CAMPAIGN_WORKFLOW]));
  });

  it('of signals and queues are those of earlier versions', () => {
    expect([messages.CAMPAIGN_MOVED, messages.PROCEDURE_MOVED, messages.REVIEW_MOVED]).toEqual(STORED.signals);
    expect([messages.LAUNCH_QUEUE, messages.REVIEW_QUEUE]).toEqual(STORED.queues);
  });

  it('of activities stand in the one set that every worker offers', () => {
    const offered = Object.keys(createActivities({} as Commands));
    expect(offered).toEqual(expect.arrayContaining(STORED.activities));
    expect(new Set(offered).size).toBe(offered.length);
  });

  it('of search attributes are known to the server', () => {
    expect(messages.SEARCH_ATTRIBUTES).toEqual(expect.objectContaining(STORED.searchAttributes));
    for (const name of Object.values(messages.SEARCH_ATTRIBUTES)) expect(Object.keys(SERVER_ATTRIBUTES)).toContain(name);
  });

  it('of the mail queue and its job are those of earlier versions', () => {
    expect([MAIL_QUEUE, NOTICE_JOB]).toEqual([STORED.mailQueue, STORED.mailJob]);
  });

  it('hold no colon and no letter outside ASCII', () => {
    const names = [...STORED.workflows, ...STORED.signals, ...STORED.queues, ...STORED.activities, STORED.mailQueue, STORED.mailJob];
    for (const name of names) expect(name).toMatch(/^[a-z][A-Za-z]*$/u);
  });
});

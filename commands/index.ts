/** Every use case, bound to one database: what the edges call. */
import type { Transact } from '../db/transaction.js';
import { advanceClock } from './advance-clock.js';
import { approveRoute } from './approve-route.js';
import { closeAccount } from './close-account.js';
import { endPost } from './end-post.js';
import { givePost } from './give-post.js';
import { reopenAccount } from './reopen-account.js';
import { turnDay } from './turn-day.js';
import { checkDraft } from './check-draft.js';
import { returnRoute } from './return-route.js';
import { submitRoute } from './submit-route.js';
import { approveTariff } from './approve-tariff.js';
import { closeCampaign } from './close-campaign.js';
import { draftRoute } from './draft-route.js';
import { fireDueReviews } from './fire-due-reviews.js';
import { fireRungs } from './fire-rungs.js';
import { importProcedures } from './import-procedures.js';
import { launchCampaign } from './launch-campaign.js';
import { openCampaignPage } from './open-campaign-page.js';
import { markMailRead } from './mark-mail-read.js';
import { openNextStages } from './open-next-stages.js';
import { reachMilestone, readProcedureView } from './reach-milestone.js';
import { publishRoute } from './publish-route.js';
import { readCampaignView } from './read-campaign-view.js';
import { readReviewView } from './read-review-view.js';
import { rebuildReview } from './rebuild-review.js';
import { recordDecision } from './record-decision.js';
import { resendCampaignView, resendProcedureView, resendReviewView } from './resend-views.js';
import { recordTariff } from './record-tariff.js';
import { restateCostSheets } from './restate-cost-sheet.js';
import { retireRoute } from './retire-route.js';
import { reviseProposal } from './revise-proposal.js';
import { saveCostSheets } from './save-cost-sheet.js';
import { serveDueReview } from './serve-due-review.js';
import { checkPassword, issueApiToken } from './sign-in.js';
import { withdrawReview } from './withdraw-review.js';
import { claimTask } from './claim-task.js';
import { releaseTask } from './release-task.js';
import { addReviewer } from './add-reviewer.js';
import { reassignTask } from './reassign-task.js';
import { suspendTerm } from './suspend-term.js';
import { resumeTerm } from './resume-term.js';
import { requestExtension } from './request-extension.js';
import { decideExtension } from './decide-extension.js';
import { proposeAdjustment } from './propose-adjustment.js';
import { confirmAdjustment } from './confirm-adjustment.js';
import { addComment } from './add-comment.js';
import { answerComment } from './answer-comment.js';
import { confirmReopen } from './confirm-reopen.js';
import { disputeDecision } from './dispute-decision.js';
import { endAbsence } from './end-absence.js';
import { grantDelegation } from './grant-delegation.js';
import { grantOverride } from './grant-override.js';
import { recallDecision } from './recall-decision.js';
import { recordAbsence } from './record-absence.js';
import { requestInformation } from './request-information.js';
import { requestOverride } from './request-override.js';
import { requestReopen } from './request-reopen.js';
import { resolveDispute } from './resolve-dispute.js';
import { revokeDelegation } from './revoke-delegation.js';
import { submitInformation } from './submit-information.js';
import { advanceTrack } from './advance-track.js';
import { enterDatabase } from './enter-database.js';
import { giveUpTrack } from './give-up-track.js';
import { openPublication } from './open-publication.js';
import { openTracks } from './open-tracks.js';
import { publishProcedure } from './publish-procedure.js';
import { forecastDue } from './forecast-due.js';
import { judgeFuse } from './judge-fuse.js';
import { releaseFuse } from './release-fuse.js';
import { recountTerms } from './recount-terms.js';
import { restateReview } from './restate-review.js';
import { tendCanary } from './tend-canary.js';
import { settlingSilence } from './frame/settle-silence.js';

const USE_CASES = {
  fireDueReviews,
  forecastDue,
  judgeFuse,
  recountTerms,
  releaseFuse,
  restateReview,
  tendCanary,
  advanceTrack,
  enterDatabase,
  giveUpTrack,
  openPublication,
  openTracks,
  publishProcedure,
  approveTariff,
  recordTariff,
  restateCostSheets,
  saveCostSheets,
  addComment,
  answerComment,
  confirmReopen,
  disputeDecision,
  endAbsence,
  grantDelegation,
  grantOverride,
  recallDecision,
  recordAbsence,
  requestInformation,
  requestOverride,
  requestReopen,
  resolveDispute,
  revokeDelegation,
  submitInformation,
  closeAccount,
  endPost,
  givePost,
  reopenAccount,
  turnDay,
  approveRoute,
  checkDraft,
  draftRoute,
  returnRoute,
  submitRoute,
  publishRoute,
  retireRoute,
  claimTask,
  releaseTask,
  addReviewer,
  reassignTask,
  suspendTerm,
  resumeTerm,
  requestExtension,
  decideExtension,
  proposeAdjustment,
  confirmAdjustment,
  advanceClock,
  checkPassword,
  closeCampaign,
  fireRungs,
  importProcedures,
  issueApiToken,
  launchCampaign,
  markMailRead,
  openCampaignPage,
  openNextStages,
  reachMilestone,
  readCampaignView,
  readProcedureView,
  readReviewView,
  rebuildReview,
  recordDecision,
  resendCampaignView,
  resendProcedureView,
  resendReviewView,
  reviseProposal,
  serveDueReview,
  withdrawReview,
};

type Bound<F> = F extends (transact: Transact, ...args: infer A) => infer R ? (...args: A) => R : never;
export type Commands = { readonly [K in keyof typeof USE_CASES]: Bound<(typeof USE_CASES)[K]> };

export function createCommands(transact: Transact): Commands {
  const lawful = settlingSilence(transact);
  const bind =
    <A extends readonly unknown[], R>(run: (transact: Transact, ...args: A) => R) =>
    (...args: A): R =>
      run(lawful, ...args);
  return Object.fromEntries(Object.entries(USE_CASES).map(([name, run]) => [name, bind(run as never)])) as Commands;
}

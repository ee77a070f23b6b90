/** Comments on a review, with the recorded answer to each. */
import { z } from 'zod';
import { idText, instant, personName, stageName, text, unitName } from './shared.schema.js';

export const COMMENT_ANSWERS = ['accepted', 'explained'] as const;

export const commentView = z
  .strictObject({
    id: z.string(),
    by: personName,
    unit: unitName.nullable(),
    at: instant,
    stage: stageName.nullable(),
    taskId: z.string().nullable(),
    path: z.string().nullable().meta({ description: 'Content it is about; null for the whole' }),
    text: z.string(),
    source: z.string().nullable().meta({ description: 'Who it comes from, when not from the person who typed it in' }),
    disposition: z
      .strictObject({ kind: z.enum(COMMENT_ANSWERS), by: personName, at: instant, text: z.string() })
      .nullable()
      .meta({ description: 'Null while it waits for an answer' }),
    mayAnswer: z.boolean(),
  })
  .meta({ id: 'Comment' });

export const commentBody = z
  .strictObject({
    text: text(4000, 1),
    path: text(300, 1).nullable().default(null),
    taskId: idText.nullable().default(null),
    source: text(300, 1).nullable().default(null),
  })
  .meta({ id: 'CommentRequest' });

export const answerBody = z
  .strictObject({
    kind: z.enum(COMMENT_ANSWERS).meta({ description: '`accepted`: taken on; `explained`: why not' }),
    text: text(4000, 1),
  })
  .meta({ id: 'CommentAnswerRequest' });

const reviewMoved = { reviewId: z.string(), seq: z.int().meta({ description: 'Facts of the review so far' }), replayed: z.boolean() };
export const commentMoved = z.strictObject({ ...reviewMoved, commentId: z.string() }).meta({ id: 'CommentMoved' });

export const reopenBody = z.strictObject({ stageId: idText, reason: text(2000, 1) }).meta({ id: 'ReopenRequest' });
export const stageMoved = z.strictObject({ ...reviewMoved, stageId: z.string() }).meta({ id: 'StageMoved' });

export const resolutionBody = z
  .strictObject({
    outcome: z.enum(['upheld', 'annulled']).meta({ description: '`annulled`: the verdict stays on record and counts no more' }),
    reason: text(2000, 1),
  })
  .meta({ id: 'DisputeResolutionRequest' });
export const decisionMoved = z.strictObject({ ...reviewMoved, decisionId: z.string() }).meta({ id: 'DecisionMoved' });

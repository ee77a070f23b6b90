import fc from 'fast-check';
import {
  batchWorkflowId,
  campaignWorkflowId,
  ID_PREFIXES,
  idFromUuid,
  jobIdOf,
  parseId,
  parseReviewWorkflowId,
  parseTaskId,
  procedureWorkflowId,
  reviewWorkflowId,
  stageIdOf,
  taskIdOf,
  type IdKind,
  type ReviewId,
} from '../../../../domain/shared/ids.js';
import { DomainError } from '../../../../domain/shared/errors.js';
import { PROVINCIAL_REVIEW } from '../../../../domain/route/shipped-routes.js';

const KINDS = Object.keys(ID_PREFIXES) as IdKind[];
const REVIEW = idFromUuid('review', '01900000-0000-7000-8000-000000000001');
const uuid = fc.uuid();
const refused = (act: () => unknown): boolean => {
  try {
    act();
    return false;
  } catch (error) {
    return error instanceof DomainError && error.code === 'not_found';
  }
};

describe('ids', () => {
  it('are a prefix of their kind and 26 letters that nobody confuses', () => {
    expect(idFromUuid('review', '00000000-0000-0000-0000-000000000000')).toBe(`rev_${'0'.repeat(26)}`);
    expect(idFromUuid('review', 'ffffffff-ffff-ffff-ffff-ffffffffffff')).toBe(`rev_7${'z'.repeat(25)}`);
    expect(new Set(Object.values(ID_PREFIXES)).size).toBe(KINDS.length);
  });

  it('sort as the UUIDs they are made of, so that they sort by birth', () => {
    fc.assert(
      fc.property(uuid, uuid, (one, other) => {
        const [a, b] = [idFromUuid('review', one), idFromUuid('review', other)];
        expect(a < b).toBe(one < other);
        expect(a === b).toBe(one === other);
      }),
      { numRuns: 300, seed: 1 },
    );
  });

  it('read back under their own kind and under no other', () => {
    fc.assert(
      fc.property(uuid, fc.constantFrom(...KINDS), fc.constantFrom(...KINDS), (text, kind, other) => {
        const id = idFromUuid(kind, text);
        expect(parseId(kind, id)).toBe(id);
        expect(refused(() => parseId(other, id))).toBe(kind !== other);
      }),
      { numRuns: 300, seed: 2 },
    );
  });

  it.each([
    '',
    'rev',
    'rev_',
    `rev_${'0'.repeat(25)}`,
    `rev_${'0'.repeat(27)}`,
    `rev_${'i'.repeat(26)}`,
    `rev_${'0'.repeat(26)}_`,
    `REV_${'0'.repeat(26)}`,
    `rev_${'0'.repeat(26)}\n`,
    `rev_${'0'.repeat(25)}'`,
    `rev_${'0'.repeat(24)}%00`,
    '../../etc/passwd',
    '__proto__',
    `rev_${'0'.repeat(1_000_000)}`,
    `rev_${'𝟎'.repeat(13)}`,
  ])('hostile text is not found, and is not repeated at length: %#', (text) => {
    try {
      parseId('review', text);
      throw new Error('was accepted');
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      expect(error.code).toBe('not_found');
      expect(String(error.details['id']).length).toBeLessThanOrEqual(80);
    }
  });
});

describe('stage and task ids', () => {
  it('of a task read back into their parts', () => {
    fc.assert(
      fc.property(
        uuid,
        fc.constantFrom(...PROVINCIAL_REVIEW.stages.map((stage) => stage.key)),
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 1, max: 9999 }),
        (text, key, round, slot) => {
          const review = idFromUuid('review', text);
          const taskId = taskIdOf(review, key, round, slot);
          expect(parseTaskId(taskId)).toEqual({ reviewId: review, stageKey: key, round, slot, taskId });
          expect(taskId.length).toBeLessThanOrEqual(80);
        },
      ),
      { numRuns: 200, seed: 3 },
    );
  });

  it('are the same for the same step and differ with review, stage, round and slot', () => {
    const other = idFromUuid('review', '01900000-0000-7000-8000-000000000002');
    const ids = [
      taskIdOf(REVIEW, 'assess', 1, 1),
      taskIdOf(other, 'assess', 1, 1),
      taskIdOf(REVIEW, 'approve', 1, 1),
      taskIdOf(REVIEW, 'assess', 2, 1),
      taskIdOf(REVIEW, 'assess', 1, 2),
    ];
    expect(new Set(ids).size).toBe(5);
    expect(taskIdOf(REVIEW, 'assess', 1, 1)).toBe(ids[0]);
    expect(stageIdOf(REVIEW, 'assess', 1)).toBe(`stg_${REVIEW.slice(4)}-assess-1`);
  });

  const body = REVIEW.slice(4);
  it.each([
    `tsk_${body}`,
    `tsk_${body}-assess-1`,
    `tsk_${body}-assess-0-1`,
    `tsk_${body}-assess-1-01`,
    `tsk_${body}-assess-1-1-1`,
    `tsk_${body}-as sess-1-1`,
    `tsk_${body}--1-1`,
    `tsk_${body}-${'a'.repeat(33)}-1-1`,
    `tsk_${body}-assess-1-10000`,
    `tsk_${body}-assess-1-1 `,
    `stg_${body}-assess-1-1`,
    `tsk_${'u'.repeat(26)}-assess-1-1`,
    'tsk_',
    '',
  ])('a text that names no task is not found: %s', (text) => {
    expect(refused(() => parseTaskId(text))).toBe(true);
  });
});

describe('workflow and job ids', () => {
  it('of a review carry the number of the rebuild, and read back', () => {
    expect(reviewWorkflowId(REVIEW, 0)).toBe(`review-${REVIEW}`);
    fc.assert(
      fc.property(uuid, fc.nat(500), (text, rebuild) => {
        const reviewId: ReviewId = idFromUuid('review', text);
        expect(parseReviewWorkflowId(reviewWorkflowId(reviewId, rebuild))).toEqual({ reviewId, rebuild });
      }),
      { numRuns: 100, seed: 4 },
    );
  });

  it.each([
    procedureWorkflowId('prc_x'),
    campaignWorkflowId('cmp_x'),
    `review-${REVIEW}-r0`,
    `review-${REVIEW}-r01`,
    `review-${REVIEW}-r`,
    `review-${REVIEW}x`,
    '',
  ])('%s is no review', (text) => {
    expect(parseReviewWorkflowId(text)).toBeNull();
  });

  it('hold no colon, and a job id is not made of digits alone', () => {
    const ids = [reviewWorkflowId(REVIEW, 3), procedureWorkflowId('prc_x'), campaignWorkflowId('cmp_x'), batchWorkflowId('cmp_x', 2), jobIdOf('42', 1)];
    for (const id of ids) expect(id).not.toContain(':');
    expect(jobIdOf('42', 1)).toBe('ob-42-1');
    expect(batchWorkflowId('cmp_x', 2)).toBe('campaign-cmp_x-batch-2');
  });
});

/**
 * What the text of a route alone shows to be wrong, whoever holds which post: graph, legal bases, limits, rungs that
 * contradict one another, proofs of identity. What people and calendars decide is checked where both are known.
 */
import type { LocalDate } from '../shared/instant.js';
import { checkGraph } from './check-graph.js';
import { inStage, refuse, wholeRoute, type Finding, type Place } from './finding.js';
import {
  allRungsOf,
  ASSURANCES,
  rungsOf,
  type Assurance,
  type PauseGround,
  type Route,
  type Rung,
  type Stage,
  type StageLimit,
  type Verdict,
} from './route.js';

/** What one way of answering can prove and carry. */
export type AnswerChannel = { readonly level: Assurance; readonly verdicts: readonly Verdict[] };

/** @policy an extension is an exception: more than three times is another limit */
export const MOST_EXTENSIONS = 3;

/** @param today local date of the check · @param channels every way in which a verdict can be given */
export function checkRouteText(route: Route, today: LocalDate, channels: readonly AnswerChannel[]): readonly Finding[] {
  return [
    ...checkGraph(route),
    ...(route.reviewLimit ? limitFindings(route.reviewLimit, [], wholeRoute('/reviewLimit'), today) : []),
    ...repeatedKeys(route.reviewLadder ?? [], (index) => ({ stage: null, rung: route.reviewLadder?.[index]?.key ?? null, pointer: `/reviewLadder/${index}` })),
    ...route.stages.flatMap((stage) => [
      ...limitFindings(stage.limit, stage.pauseGrounds ?? [], inStage(route, stage.key, '/limit'), today),
      ...(typeof stage.returns?.reentry === 'object'
        ? limitFindings(stage.returns.reentry, stage.pauseGrounds ?? [], inStage(route, stage.key, '/returns/reentry'), today)
        : []),
      ...basisFindings(route, stage),
      ...deciderFindings(route, stage),
      ...repeatedKeys(allRungsOf(stage), (index) => placeOfRung(route, stage, index)),
      ...assuranceFindings(route, stage, channels),
      ...(stage.duties.exclude.length > 0 && stage.fallback.length === 0
        ? [
            refuse(
              'fallback_missing',
              inStage(route, stage.key, '/fallback'),
              `Bước “${stage.name.vi}” có quy định tách bạch trách nhiệm nhưng không có người thay. Nêu người thay khi mọi người đều bị loại.`,
              `The stage “${stage.name.en}” excludes people and names nobody to fall back on. Name who decides when all are excluded.`,
            ),
          ]
        : []),
    ]),
  ];
}

/** The place of a rung by its index in `allRungsOf`: reminders, the ladder, then the notice a decider demands. */
export function placeOfRung(route: Route, stage: Stage, index: number, below = ''): Place {
  const inLadder = index - stage.reminders.length;
  const decider = stage.ladder.findIndex(decides);
  const notice = silenceDecides(stage) ? '/silence/preNotice' : `/ladder/${decider}/act/preNotice`;
  const where = inLadder < 0 ? `/reminders/${index}${below}` : inLadder < stage.ladder.length ? `/ladder/${inLadder}${below}` : notice;
  return inStage(route, stage.key, where, allRungsOf(stage)[index]?.key ?? null);
}

function limitFindings(limit: StageLimit, grounds: readonly PauseGround[], place: Place, today: LocalDate): readonly Finding[] {
  const findings: Finding[] = [];
  if ('fixedDate' in limit) {
    if (limit.fixedDate < today)
      findings.push(
        refuse(
          'fixed_date_past',
          place,
          `Ngày cố định ${limit.fixedDate} đã qua. Chọn ngày khác.`,
          `The fixed date ${limit.fixedDate} has passed. Choose another.`,
        ),
      );
    if (grounds.length > 0)
      findings.push(
        refuse(
          'pause_on_fixed_date',
          place,
          'Thời hạn là ngày cố định thì không tạm dừng được. Bỏ các lý do tạm dừng hoặc đổi loại thời hạn.',
          'A fixed date cannot be paused. Drop the grounds for a pause, or choose another kind of limit.',
        ),
      );
    if (limit.extend)
      findings.push(
        refuse(
          'pause_on_fixed_date',
          place,
          'Thời hạn là ngày cố định thì không gia hạn được. Bỏ quy định gia hạn hoặc đổi loại thời hạn.',
          'A fixed date cannot be extended. Drop the extension, or choose another kind of limit.',
        ),
      );
  }
  const { extend } = limit;
  if (extend && !(within(extend.maxTimes, 1, MOST_EXTENSIONS) && within(extend.maxTotal, 1, MOST_UNITS))) {
    findings.push(
      refuse(
        'extend_unbounded',
        { ...place, pointer: `${place.pointer}/extend` },
        `Gia hạn phải có số lần từ 1 đến ${MOST_EXTENSIONS} và tổng thời gian tối đa. Sửa “maxTimes”, “maxTotal”.`,
        `An extension needs 1 to ${MOST_EXTENSIONS} times and a greatest total. Correct “maxTimes” and “maxTotal”.`,
      ),
    );
  }
  return findings;
}

/** Longest stretch by which a limit may be lengthened, in its own unit. */
const MOST_UNITS = 366;
const within = (value: number, least: number, most: number): boolean => Number.isSafeInteger(value) && value >= least && value <= most;

function basisFindings(route: Route, stage: Stage): readonly Finding[] {
  const missing = (place: Place, vi: string, en: string): Finding =>
    refuse(
      'silence_without_basis',
      place,
      `Bước “${stage.name.vi}”: ${vi} phải nêu căn cứ pháp lý. Ghi văn bản, điều khoản cho phép.`,
      `The stage “${stage.name.en}”: ${en} needs a legal basis. Name the text and article that allows it.`,
    );
  const silence =
    stage.silence !== undefined && stage.silence !== 'escalate' && isBlank(stage.silence.basis)
      ? [missing(inStage(route, stage.key, '/silence/basis'), 'im lặng được coi là ý kiến', 'taking silence for an answer')]
      : [];
  const rungs = rungsOf(stage).flatMap((rung, index) => {
    const basis = rung.act !== undefined && 'basis' in rung.act ? rung.act.basis : null;
    return basis !== null && isBlank(basis)
      ? [
          missing(
            placeOfRung(route, stage, index, '/act/basis'),
            `nấc “${rung.name.vi}” tự quyết định hoặc gia hạn`,
            `the rung “${rung.name.en}”, which decides or extends by itself,`,
          ),
        ]
      : [];
  });
  return [...silence, ...rungs];
}

const isBlank = (text: string): boolean => text.trim() === '';
export const decides = (rung: Rung): boolean => rung.act !== undefined && 'decide' in rung.act;
export const silenceDecides = (stage: Stage): boolean => stage.silence !== undefined && stage.silence !== 'escalate';

/** Two deciders on one term: whichever comes second never fires. A reminder that decides has no notice before it. */
function deciderFindings(route: Route, stage: Stage): readonly Finding[] {
  const amongReminders = stage.reminders.flatMap((rung, index) =>
    decides(rung)
      ? [
          refuse(
            'rung_not_armable',
            placeOfRung(route, stage, index),
            `Nấc “${rung.name.vi}” quyết định nhưng nằm trong phần nhắc việc nên không có báo trước. Chuyển sang thang đôn đốc.`,
            `The rung “${rung.name.en}” decides among the reminders, where no notice precedes it. Move it to the ladder.`,
          ),
        ]
      : [],
  );
  const deciders = rungsOf(stage).flatMap((rung, index) => (decides(rung) ? [{ rung, index }] : []));
  return [
    ...amongReminders,
    ...deciders
      .slice(silenceDecides(stage) ? 0 : 1)
      .map(({ rung, index }) =>
        refuse(
          'rung_unreachable',
          placeOfRung(route, stage, index),
          `Nấc “${rung.name.vi}” quyết định thay, nhưng bước “${stage.name.vi}” đã có cách quyết định khác khi quá hạn. Giữ lại một cách.`,
          `The rung “${rung.name.en}” decides, and the stage “${stage.name.en}” already has another decider. Keep one.`,
        ),
      ),
  ];
}

/** A rung is claimed once per key: of two with one key the later never fires. */
function repeatedKeys(rungs: readonly Rung[], placeOf: (index: number) => Place): readonly Finding[] {
  return rungs.flatMap((rung, index) =>
    rungs.findIndex((other) => other.key === rung.key) < index
      ? [
          refuse(
            'rung_unreachable',
            placeOf(index),
            `Hai nấc cùng mã “${rung.key}”: nấc sau không bao giờ được báo. Đặt mã khác.`,
            `Two rungs share the key “${rung.key}”: the later one never fires. Give it another key.`,
          ),
        ]
      : [],
  );
}

function assuranceFindings(route: Route, stage: Stage, channels: readonly AnswerChannel[]): readonly Finding[] {
  const place = inStage(route, stage.key, '/minAssurance');
  const closes = stage.kind === 'approval' && route.edges.some((edge) => edge.from === stage.key && typeof edge.to === 'string');
  const low =
    closes && rank(stage.minAssurance) < rank('A2')
      ? [
          refuse(
            'assurance_too_low',
            place,
            `Bước “${stage.name.vi}” khép lại việc rà soát nên cần mức xác nhận A2 trở lên.`,
            `The stage “${stage.name.en}” closes the review, so it needs proof A2 or higher.`,
          ),
        ]
      : [];
  const uncarried = stage.verdicts.filter(
    (verdict) => !channels.some((channel) => rank(channel.level) >= rank(stage.minAssurance) && channel.verdicts.includes(verdict)),
  );
  return [
    ...low,
    ...(uncarried.length === 0
      ? []
      : [
          refuse(
            'assurance_too_low',
            place,
            `Không cách trả lời nào đạt mức ${stage.minAssurance} cho ý kiến ${uncarried.join(', ')} ở bước “${stage.name.vi}”. Hạ mức hoặc bỏ ý kiến đó.`,
            `No way of answering reaches ${stage.minAssurance} for ${uncarried.join(', ')} at the stage “${stage.name.en}”. Lower the level or drop the verdict.`,
          ),
        ]),
  ];
}

const rank = (level: Assurance): number => ASSURANCES.indexOf(level);

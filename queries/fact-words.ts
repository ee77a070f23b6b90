/** Every fact of a review as a sentence for people, in two languages. */
import { LAW, type ReviewEvent } from '../domain/review/review.js';
import { assertNever } from '../domain/shared/assert-never.js';
import type { Text } from '../domain/shared/errors.js';
import { dateWords, momentWords } from '../domain/shared/formats.js';
import { TRACK_LABELS, TRACK_STEP_LABELS, VERDICT_LABELS } from '../domain/shared/labels.js';
import type { PersonName } from './people.js';

/** What a sentence names beside the fact itself. */
export type Named = {
  /** Stage of the fact, or the review as a whole. */
  readonly stage: Text;
  readonly round: number | null;
  readonly rung: Text | null;
  readonly told: readonly PersonName[];
  readonly unit: string;
  readonly person: (id: string) => PersonName;
};

const say = (vi: string, en: string): Text => ({ vi, en });

const OUTCOMES: Readonly<Record<string, Text>> = {
  approved: say('đồng ý', 'approved'),
  rejected: say('không đồng ý', 'not approved'),
  returned: say('trả lại', 'returned'),
  opinion: say('đã có ý kiến', 'opinion given'),
  withdrawn: say('đã hủy', 'withdrawn'),
  executed: say('đã thực thi', 'executed'),
  refused: say('không được chấp nhận', 'refused'),
  lapsed: say('hết hiệu lực', 'lapsed'),
  dropped: say('không thực hiện', 'dropped'),
};
const outcome = (code: string | null): Text => (code === null ? say('không còn căn cứ', 'nothing came of it') : (OUTCOMES[code] ?? say(code, code)));

const WITHDRAWN: Readonly<Record<string, Text>> = {
  stageClosed: say('bước đã khép', 'the stage has closed'),
  reviewWithdrawn: say('việc rà soát đã hủy', 'the review was withdrawn'),
  contentChanged: say('nội dung đã thay đổi', 'the content changed'),
  reopened: say('bước được mở lại', 'the stage was reopened'),
};

const RELEASED: Readonly<Record<string, Text>> = {
  released: say('tự trả lại', 'given back'),
  lapsed: say('quá lâu không làm', 'left idle too long'),
  takenOver: say('có người nhận thay', 'taken over'),
  roleEnded: say('vai trò đã kết thúc', 'the post has ended'),
};

const OPENED_FOR: Readonly<Record<string, Text>> = {
  contentChanged: say(', vì nội dung đã thay đổi', ', because the content changed'),
  reopened: say(', theo quyết định mở lại', ', by a decision to reopen'),
};

/** `bà Nguyễn Thị Hạnh`; the law itself where silence decided. */
const nameOf = ({ id, honorific, name }: PersonName, law: string): string => (id === LAW ? law : `${honorific} ${name}`.trim());

export function factWords(event: ReviewEvent, { stage, round, rung, told, unit, person }: Named): Text {
  const again = round !== null && round > 1 ? say(` (vòng ${round})`, ` (round ${round})`) : say('', '');
  const at = say(`bước “${stage.vi}”${again.vi}`, `“${stage.en}”${again.en}`);
  const because = (reason: string | null): string => (reason === null || reason === '' ? '' : `: “${reason}”`);
  switch (event.type) {
    case 'ReviewOpened':
      return say('Mở việc rà soát', 'Review opened');
    case 'StageOpened': {
      const why = OPENED_FOR[event.reason ?? ''] ?? say('', '');
      return say(`Mở ${at.vi}${why.vi}`, `Stage ${at.en} opened${why.en}`);
    }
    case 'ProposalRevised':
      return say(
        `Sửa phương án, lần ${event.revision} (${event.changed.length} mục)`,
        `Proposal revised, revision ${event.revision} (${event.changed.length} parts)`,
      );
    case 'DecisionRecorded': {
      const { verdict, comment, late, actor } = event.decision;
      const byLaw =
        actor === LAW
          ? say(' theo luật, do quá hạn không có ý kiến', ' by law, on silence')
          : event.decision.inOwnRight
            ? say(' theo thẩm quyền của cấp trên', ' in the right of a superior')
            : say('', '');
      return say(
        `${VERDICT_LABELS[verdict].vi} ở ${at.vi}${byLaw.vi}${late ? ', quá hạn' : ''}${because(comment)}`,
        `${VERDICT_LABELS[verdict].en} at ${at.en}${byLaw.en}${late ? ', late' : ''}${because(comment)}`,
      );
    }
    case 'DecisionRecalled':
      return say(`Thu hồi ý kiến ở ${at.vi}`, `Answer at ${at.en} recalled`);
    case 'DecisionSuperseded':
      return say(`Ý kiến không còn hiệu lực với ${event.fields.length} mục đã sửa`, `An answer no longer stands on ${event.fields.length} changed parts`);
    case 'DecisionRevived':
      return say('Ý kiến có hiệu lực trở lại: nội dung đã về như cũ', 'An answer stands again: the content is as it was');
    case 'DecisionDisputed':
      return say('Khiếu nại một ý kiến; việc rà soát tạm giữ đến khi giải quyết', 'An answer is disputed; the review is held until that is settled');
    case 'DisputeResolved':
      return event.outcome === 'upheld'
        ? say(`Giải quyết khiếu nại: giữ nguyên ý kiến${because(event.reason)}`, `Dispute settled: the answer stands${because(event.reason)}`)
        : say(`Giải quyết khiếu nại: hủy ý kiến${because(event.reason)}`, `Dispute settled: the answer is annulled${because(event.reason)}`);
    case 'StageClosed': {
      const carried = event.carriedOver ? say(', giữ kết quả vòng trước', ', carried over from the round before') : say('', '');
      if (event.outcome === null) return say(`Khép ${at.vi} vì bước trước phải làm lại`, `Stage ${at.en} ended: a stage before it must be run again`);
      return say(`Khép ${at.vi}: ${outcome(event.outcome).vi}${carried.vi}`, `Stage ${at.en} closed: ${outcome(event.outcome).en}${carried.en}`);
    }
    case 'TaskWithdrawn': {
      const why = WITHDRAWN[event.reason] ?? say(event.reason, event.reason);
      return say(`Rút việc ở ${at.vi}: ${why.vi}`, `Task at ${at.en} withdrawn: ${why.en}`);
    }
    case 'TaskClaimed':
      return say(`Nhận việc ở ${at.vi}`, `Task at ${at.en} claimed`);
    case 'TaskReleased': {
      const why = RELEASED[event.reason] ?? say(event.reason, event.reason);
      return say(`Trả việc ở ${at.vi}: ${why.vi}`, `Task at ${at.en} released: ${why.en}`);
    }
    case 'TaskReassigned':
      return say(`Giao lại việc ở ${at.vi}${because(event.reason)}`, `Task at ${at.en} reassigned${because(event.reason)}`);
    case 'CandidatesChanged':
      return say(
        `Người được giao ở ${at.vi} thay đổi: thêm ${event.added.length}, bớt ${event.removed.length}`,
        `Who holds ${at.en} changed: ${event.added.length} added, ${event.removed.length} removed`,
      );
    case 'ReviewerAdded':
      return say(`Thêm người cho ý kiến ở ${at.vi}${because(event.reason)}`, `One more person is asked at ${at.en}${because(event.reason)}`);
    case 'QuorumJudged': {
      const { need, approvals, unanswered } = event;
      return event.reachable
        ? say(`${at.vi} lại có thể đủ ${need} ý kiến đồng ý`, `${at.en} can reach its ${need} approvals again`)
        : say(
            `${at.vi} không thể đủ ${need} ý kiến đồng ý: mới có ${approvals}, còn ${unanswered} người có thể trả lời; đã báo đầu mối`,
            `${at.en} cannot reach its ${need} approvals: ${approvals} given, ${unanswered} can still answer; the coordinator is told`,
          );
    }
    case 'TermSuspended':
      return event.until === null
        ? say(`Tạm dừng thời hạn ở ${at.vi} (${event.basis})`, `Term at ${at.en} paused (${event.basis})`)
        : say(
            `Tạm dừng thời hạn ở ${at.vi} đến ${momentWords(event.until)} (${event.basis})`,
            `Term at ${at.en} paused until ${momentWords(event.until)} (${event.basis})`,
          );
    case 'TermResumed':
      return say(`Tính tiếp thời hạn ở ${at.vi}`, `Term at ${at.en} resumed`);
    case 'ExtensionRequested':
      return say(
        `Đề nghị gia hạn ${event.amount} ở ${at.vi}${because(event.reason)}`,
        `Extension by ${event.amount} asked for at ${at.en}${because(event.reason)}`,
      );
    case 'ExtensionRefused':
      return say(`Không chấp nhận gia hạn ở ${at.vi}${because(event.reason)}`, `Extension at ${at.en} refused${because(event.reason)}`);
    case 'TermExtended':
      return say(`Gia hạn ${event.amount} ở ${at.vi} (${event.basis})`, `Term at ${at.en} extended by ${event.amount} (${event.basis})`);
    case 'AdjustmentProposed':
      return say(
        `Đề nghị chỉnh thời hạn ${event.amount} ở ${at.vi}${because(event.reason)}`,
        `Correction of the term by ${event.amount} proposed at ${at.en}${because(event.reason)}`,
      );
    case 'TermAdjusted':
      return say(`Chỉnh thời hạn ${event.amount} ở ${at.vi}${because(event.reason)}`, `Term at ${at.en} corrected by ${event.amount}${because(event.reason)}`);
    case 'TermRecounted':
      return say(
        `Tính lại hạn theo lịch làm việc bản ${event.calendarVersion}: ${stage.vi}`,
        `Term counted anew on version ${event.calendarVersion} of the working calendar: ${stage.en}`,
      );
    case 'CommentAdded':
      return say(`Góp ý: “${event.comment.text}”`, `Comment: “${event.comment.text}”`);
    case 'CommentAnswered':
      return event.kind === 'accepted'
        ? say(`Tiếp thu góp ý: “${event.text}”`, `Comment taken on: “${event.text}”`)
        : say(`Giải trình góp ý: “${event.text}”`, `Comment answered: “${event.text}”`);
    case 'OverrideRequested':
      return say(
        `Đề nghị cho ${nameOf(person(event.person), 'luật')} được quyết định${because(event.reason)}`,
        `Asked to let ${nameOf(person(event.person), 'the law')} decide${because(event.reason)}`,
      );
    case 'OverrideGranted':
      return say(
        `Cho phép ${nameOf(person(event.person), 'luật')} quyết định đến ${momentWords(event.until)}${because(event.reason)}`,
        `${nameOf(person(event.person), 'The law')} may decide until ${momentWords(event.until)}${because(event.reason)}`,
      );
    case 'ReopenConfirmed':
      return say(`Mở lại ${at.vi}${because(event.reason)}`, `${at.en} is opened again${because(event.reason)}`);
    case 'ReopenRequested':
      return say(`Đề nghị mở lại ${at.vi}${because(event.reason)}`, `Asked to reopen ${at.en}${because(event.reason)}`);
    case 'RungFired':
      return rungWords(rung ?? stage, event.rung.result, told);
    case 'TermBreached':
      return say(`Hết hạn mà chưa xong: ${stage.vi}`, `Term over and not done: ${stage.en}`);
    case 'SilenceRefused':
      return say(`Không coi im lặng là đồng ý ở ${at.vi}${because(event.reason)}`, `Silence at ${at.en} does not decide${because(event.reason)}`);
    case 'ReviewClosed':
      return say(
        `Kết thúc việc rà soát, ${outcome(event.outcome).vi}${because(event.reason)}`,
        `Review closed, ${outcome(event.outcome).en}${because(event.reason)}`,
      );
    case 'TracksOpened':
      return say(
        `Tổ chức thực thi: ${event.tracks.map((track) => TRACK_LABELS[track.key].vi).join(', ')}`,
        `To be carried out: ${event.tracks.map((track) => TRACK_LABELS[track.key].en).join(', ')}`,
      );
    case 'TrackAdvanced': {
      const step = TRACK_STEP_LABELS[event.step.step];
      return say(
        `${TRACK_LABELS[event.key].vi}: ${step.vi}, ${event.step.document} ngày ${dateWords(event.step.on)}`,
        `${TRACK_LABELS[event.key].en}: ${step.en}, ${event.step.document} of ${dateWords(event.step.on)}`,
      );
    }
    case 'TrackClosed':
      return say(`${TRACK_LABELS[event.key].vi}: ${outcome(event.outcome).vi}`, `${TRACK_LABELS[event.key].en}: ${outcome(event.outcome).en}`);
    case 'PublicationOpened':
      return say(`Chuẩn bị công bố${unit === '' ? '' : `, ${unit}`}`, `To be published${unit === '' ? '' : `, ${unit}`}`);
    case 'Published':
      return say(
        `Công bố theo ${event.decisionNumber} ngày ${dateWords(event.publishedOn)}`,
        `Published by ${event.decisionNumber} on ${dateWords(event.publishedOn)}`,
      );
    case 'DatabaseEntered':
      return say(
        `Nhập Cơ sở dữ liệu quốc gia ngày ${dateWords(event.databaseEnteredOn)}`,
        `Entered in the national database on ${dateWords(event.databaseEnteredOn)}`,
      );
    default:
      return assertNever(event);
  }
}

function rungWords(name: Text, result: string, told: readonly PersonName[]): Text {
  if (result === 'pastAtOpen') return say(`${name.vi}: không nhắc, mốc đã qua khi mở bước`, `${name.en}: not told, it lay before the opening`);
  if (result === 'overtaken') return say(`${name.vi}: không nhắc, đã có nấc sau`, `${name.en}: not told, a later rung came`);
  const names = told.map((person) => nameOf(person, '')).join(', ');
  return names === ''
    ? say(`${name.vi}: không có ai giữ vai trò để báo`, `${name.en}: nobody holds the post to be told`)
    : say(`${name.vi}: đã báo ${names}`, `${name.en}: told ${names}`);
}

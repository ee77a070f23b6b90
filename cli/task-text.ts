/** One task as a page of text. */
import type { TaskDetail } from '../api/schemas/types.js';
import { LATENESS_LABELS, VERDICT_LABELS } from '../domain/shared/labels.js';
import type { Context } from './context.js';
import { dong, dueWords, moment } from './formats.js';
import { factsText } from './table.js';

type Shown = Pick<Context, 'say' | 'words' | 'lang'>;

const named = (person: { readonly honorific: string; readonly name: string; readonly post: string }): string =>
  `${person.honorific} ${person.name}${person.post === '' ? '' : `, ${person.post}`}`.trim();

/** What a person must know before deciding: the term, the change, the cost, who said what, who may decide. */
export function taskText({ say, words, lang }: Shown, task: TaskDetail): string {
  const { proposal } = task;
  const cost = proposal.cost;
  const paragraphs = [
    factsText([
      [say('Việc', 'Task'), task.id],
      [say('Thủ tục', 'Procedure'), `${task.procedure.code} ${task.procedure.name}`],
      [say('Bước', 'Stage'), `${words(task.stage.name)}${task.round > 1 ? say(`, vòng ${task.round}`, `, round ${task.round}`) : ''}`],
      [say('Đơn vị', 'Unit'), `${task.unit.name} (${task.unit.code})`],
      [say('Đợt', 'Campaign'), task.campaign?.name],
      [say('Hạn', 'Due'), `${dueWords(task, say)}${task.lateness === null ? '' : ` · ${words(LATENESS_LABELS[task.lateness])}`}`],
      [say('Người giữ việc', 'Held by'), task.holders.map(named).join('\n')],
      [
        say('Nấc đã đôn đốc', 'Rungs climbed'),
        task.ladder
          .filter((rung) => rung.result === 'fired')
          .map((rung) => `${words(rung.name)}${rung.firedAt === null ? '' : ` (${moment(rung.firedAt)})`}`)
          .join('\n'),
      ],
    ]),
    say('Thay đổi đề nghị:', 'Proposed changes:'),
    proposal.diff.changes.length === 0
      ? say('  (chưa có)', '  (none yet)')
      : proposal.diff.changes
          .map(
            (change) =>
              `  ${words(change.label)}\n    - ${change.beforeText === null ? '–' : words(change.beforeText)}\n    + ${change.afterText === null ? '–' : words(change.afterText)}`,
          )
          .join('\n'),
    factsText([
      [say('Chi phí trước', 'Cost before'), cost?.before ? `${dong(cost.before.totalDong, lang)}${say('/năm', ' a year')}` : null],
      [say('Chi phí sau', 'Cost after'), cost?.after ? `${dong(cost.after.totalDong, lang)}${say('/năm', ' a year')}` : null],
      [
        say('Tiết kiệm', 'Saving'),
        cost && cost.savingDong !== null
          ? `${dong(cost.savingDong, lang)}${say('/năm', ' a year')}${cost.percent === null ? '' : ` (${lang === 'vi' ? cost.percent.replace('.', ',') : cost.percent} %)`}`
          : null,
      ],
    ]),
    task.decisions
      .map(
        (decision) =>
          `${words(decision.stage.name)}: ${words(VERDICT_LABELS[decision.verdict])} – ${named(decision.by)}, ${moment(decision.recordedAt)}${decision.comment === '' ? '' : `\n  “${decision.comment}”`}`,
      )
      .join('\n'),
    task.eligible
      ? `${say('Bạn quyết định được:', 'You may decide:')} ${task.verdicts.map((choice) => `${words(choice.label)} (--${choice.verdict === 'noOpinion' ? 'no-opinion' : choice.verdict})`).join(' · ')}`
      : [
          task.whyAt === null
            ? say('Bạn không quyết định được việc này:', 'You may not decide this task:')
            : say(`Bạn đã quyết định việc này ngày ${moment(task.whyAt)}; khi đó:`, `You decided this task on ${moment(task.whyAt)}; at that time:`),
          ...task.why.filter((rule) => !rule.pass || task.whyAt !== null).map((rule) => `  ${words(rule.sentence)}`),
        ].join('\n'),
    say(`Đã xem: --seen v${task.version}:${task.contentDigest}`, `Seen: --seen v${task.version}:${task.contentDigest}`),
  ];
  return paragraphs
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
    .replaceAll(/(đề nghị:|changes:)\n\n/gu, '$1\n');
}

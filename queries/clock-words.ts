/** The clock of a task with its grounds named: the calendar knows them by code only. */
import type { ClockView } from '../domain/calendar/clock-view.js';
import type { PauseGround } from '../domain/route/route.js';
import type { Text } from '../domain/shared/errors.js';

/** Words for grounds that stand in no route. */
const OTHER_GROUNDS: Readonly<Record<string, Text>> = {
  dispute: { vi: 'Tạm giữ để xác minh một ý kiến', en: 'Held while a disputed verdict is settled' },
};

/** The name of a ground; its code where no list knows it. */
export const groundName = (code: string, grounds: readonly PauseGround[]): Text =>
  grounds.find((ground) => ground.code === code)?.name ?? OTHER_GROUNDS[code] ?? { vi: code, en: code };

const lowerFirst = (text: string): string => text.slice(0, 1).toLowerCase() + text.slice(1);

/** The same view in which reasons and sentences say the ground's name; `ground` of a stretch stays its code. */
export function nameGrounds(view: ClockView, grounds: readonly PauseGround[]): ClockView {
  const codes = [...new Set(view.segments.flatMap((segment) => segment.ground ?? []))];
  const named = (text: Text): Text =>
    codes.reduce((said, code) => {
      const name = groundName(code, grounds);
      const place = new RegExp(`(?<=\\(|: )${code}(?=[;)]|$)`, 'gu');
      return { vi: said.vi.replace(place, () => lowerFirst(name.vi)), en: said.en.replace(place, () => lowerFirst(name.en)) };
    }, text);
  return {
    ...view,
    segments: view.segments.map((segment) => ({
      ...segment,
      reason: segment.reason === null ? (segment.ground === undefined ? null : groundName(segment.ground, grounds)) : named(segment.reason),
    })),
    sentences: view.sentences.map(named),
  };
}

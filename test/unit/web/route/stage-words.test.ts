import i18next from 'i18next';
import { PROVINCIAL_REVIEW, SHIPPED_ROUTES } from '../../../../domain/route/shipped-routes.js';
import type { Rung, StageLimit } from '../../../../domain/route/route.js';
import type { Text } from '../../../../domain/shared/errors.js';
import en from '../../../../web/src/i18n/en.json';
import vi from '../../../../web/src/i18n/vi.json';
import { wordsOf, type RouteWords, type Speech } from '../../../../web/src/route/stage-words.js';

type Language = 'vi' | 'en';

async function speechIn(language: Language): Promise<Speech> {
  const texts = i18next.createInstance();
  await texts.init({ lng: language, resources: { vi: { translation: vi }, en: { translation: en } }, interpolation: { escapeValue: false } });
  return {
    t: texts.t,
    say: (word) => (typeof word === 'string' ? word : ((word as Text | null | undefined)?.[language] ?? '')),
    unitName: (id) => `Sở ${id}`,
  };
}
const words = async (language: Language): Promise<RouteWords> => wordsOf(PROVINCIAL_REVIEW, await speechIn(language));

const rung = (at: Rung['at'], rest: Partial<Rung> = {}): Rung => ({ key: 'r', name: { vi: 'Nấc', en: 'Rung' }, at, notify: [], ...rest });

describe('the words of a route', () => {
  it('say a limit with its unit, how far it is extended and from when it runs', async () => {
    const limit: StageLimit = { workingDays: 10, extend: { maxTimes: 2, maxTotal: 5 }, anchor: 'prevClosed', resumeDay: 'notCounted' };
    expect((await words('vi')).limit(limit)).toBe(
      '10 ngày làm việc; tính từ lúc bước trước khép lại; gia hạn tối đa 2 lần, tổng 5 ngày làm việc; ngày tiếp tục sau tạm dừng không tính',
    );
    expect((await words('en')).limit({ workingHours: 1 })).toBe('1 working hour');
    expect((await words('vi')).limit({ fixedDate: '2027-02-28' } as StageLimit)).toBe('đến hết ngày 28/02/2027');
  });

  it('say when a rung fires, before, on or after the due instant, or after opening', async () => {
    const { rungTime } = await words('vi');
    expect([
      rungTime(rung({ ref: 'due', offset: -2, unit: 'workingDays' })),
      rungTime(rung({ ref: 'due', offset: 0, unit: 'workingDays', clock: '16:00' })),
      rungTime(rung({ ref: 'due', offset: 3, unit: 'days' })),
      rungTime(rung({ ref: 'start', offset: 4, unit: 'workingHours' })),
    ]).toEqual(['trước hạn 2 ngày làm việc, 08:30', 'đúng hạn, 16:00', 'quá hạn 3 ngày, 08:30', '4 giờ làm việc sau khi mở']);
  });

  it('say what a rung does beside telling, with its legal basis, and which remedies it offers', async () => {
    const { rungActs } = await words('vi');
    const decide = rungActs(
      rung(
        { ref: 'due', offset: 5, unit: 'workingDays' },
        { act: { decide: 'approve', basis: 'Điều 9', preNotice: { workingDaysBefore: 2, alsoTo: [] } }, remedies: ['reassign', 'decideInOwnRight'] },
      ),
    );
    expect(decide).toBe('tự quyết “Đồng ý”; căn cứ: Điều 9; báo trước 2 ngày làm việc; cho phép: giao lại, tự quyết định');
  });

  it('say who sits where, by the place a unit comes from', async () => {
    const { who } = await words('vi');
    expect(
      who([
        { unit: 'owner', role: 'unitHead' },
        { unit: { holderOf: 'finance' }, role: 'unitHead' },
        { unit: { parentOf: 'owner' }, role: 'leader' },
        { unit: { sameAs: 'assess' }, role: 'officer' },
        { unit: { each: ['unt_a', 'unt_b'] as never }, role: 'consultee' },
      ]),
    ).toBe(
      'Thủ trưởng đơn vị (đơn vị chủ trì); Thủ trưởng đơn vị (đơn vị có vai trò Phụ trách kinh phí); Lãnh đạo UBND (cấp trên của đơn vị chủ trì); ' +
        'Chuyên viên (đơn vị của bước Đánh giá, đề xuất); Người được lấy ý kiến (Sở unt_a, Sở unt_b)',
    );
  });

  it('say how people decide together', async () => {
    const { mode } = await words('vi');
    expect([
      mode({ t: 'one' }),
      mode({ t: 'all' }),
      mode({ t: 'quorum', need: 3, veto: true, members: 'snapshot' }),
      mode({ t: 'perUnit', inner: { t: 'one' }, needUnits: 'all' }),
      mode({ t: 'perUnit', inner: { t: 'one' }, needUnits: 2 }),
    ]).toEqual([
      'một người quyết định',
      'mọi người được giao đều phải đồng ý',
      'cần 3 người đồng ý; danh sách chốt lúc mở; một ý kiến không đồng ý là dừng',
      'mọi đơn vị được hỏi đều trả lời',
      'cần 2 đơn vị trả lời',
    ]);
  });

  it.each(['vi', 'en'] as const)('leave nothing of the shipped routes unsaid in %s', async (language) => {
    const speech = await speechIn(language);
    const said = SHIPPED_ROUTES.flatMap((route) => {
      const own = wordsOf(route, speech);
      return route.stages.flatMap((stage) => [
        own.who(stage.who),
        own.mode(stage.mode),
        own.limit(stage.limit),
        ...stage.duties.exclude.map(own.exclusion),
        ...[...stage.reminders, ...stage.ladder].flatMap((one) => [own.rungTime(one), own.audiences(one.notify), own.rungActs(one)]),
      ]);
    });
    expect(said.length).toBeGreaterThan(200);
    expect(said.filter((text) => /route\.|undefined|\{\{/u.test(text))).toEqual([]);
  });
});

/**
 * The data-quality gate: what is wrong or doubtful in a published text, found by fixed tests.
 * It flags; it never corrects. A blocking flag holds back the cost sheet until an officer clears or waives it by name.
 */
import { fold } from '../shared/fold.js';
import { isPaper, PROCEDURE_CODE, type Channel, type Duration, type ProcedureContent } from './procedure.js';

export const FLAG_SEVERITIES = ['block', 'warn', 'info'] as const;
export type FlagSeverity = (typeof FLAG_SEVERITIES)[number];

/** `label` is the number in the gate's published list; `paths` name the parts concerned. */
export type Flag = {
  readonly label: number;
  readonly code: FlagCode;
  readonly severity: FlagSeverity;
  readonly vi: string;
  readonly en: string;
  readonly paths: readonly string[];
};

type Test = {
  readonly label: number;
  readonly severity: FlagSeverity;
  readonly vi: string;
  readonly en: string;
  /** The parts that fail, or null when the text passes. */
  readonly find: (content: ProcedureContent, duplicates: ReadonlySet<string>) => readonly string[] | null;
};

const some = (paths: readonly string[]): readonly string[] | null => (paths.length > 0 ? paths : null);
const channelsWhere = (content: ProcedureContent, test: (channel: Channel) => boolean, part = ''): readonly string[] | null =>
  some(content.channels.filter(test).map((channel) => `channels/${channel.id}${part}`));
const distinct = (values: readonly string[]): number => new Set(values).size;

/** Days of a stated limit, in its own unit; comparisons are made only inside one unit. */
const sameUnitSum = (content: ProcedureContent, unit: Duration['unit']): number =>
  content.steps.reduce((sum, step) => sum + (step.duration?.unit === unit ? Number(step.duration.value) : 0), 0);

const OTHER_TEXT = /hoi dong nhan dan|(?:^|[^a-z])luat(?:[^a-z]|$)|nghi dinh|nghi quyet|thong tu/u;
const COPY_COUNT = /\.(?:docx?|xlsx?|pdf|rtf)\s*\d+\s*ban (?:chinh|sao)|ban (?:chinh|sao)\s*:\s*\d/u;
const WORKING_DAYS = /ngay lam viec/u;
const DISTRICT = /(?:^|[^a-z])huyen(?:[^a-z]|$)/u;

/** Texts that lapse by themselves on 2027-02-28. @legal NQ 66.7/2025, 66.16–66.19/2026, 24/2026/NQ-CP */
const TEMPORARY = /(?:^|[^\d])(?:66\.\d{1,2}\/202\d\/nq-cp|24\/2026\/nq-cp)/u;

const ISSUERS: readonly (readonly [RegExp, RegExp])[] = [
  [/[-/]nd-cp$|[-/]nq-cp$/u, /chinh phu/u],
  [/[-/]qd-ttg$|[-/]ct-ttg$/u, /thu tuong/u],
  [/[-/]qh\d+$/u, /quoc hoi/u],
  [/-btc$/u, /tai chinh/u],
  [/-btp$/u, /tu phap/u],
  [/-bca(?:-\w+)?$/u, /cong an/u],
  [/-bxd$/u, /xay dung/u],
  [/-byt$/u, /y te/u],
  [/-bgddt$/u, /giao duc/u],
  [/-bct$/u, /cong thuong/u],
  [/-bnv$/u, /noi vu/u],
  [/-bnnmt$/u, /nong nghiep va moi truong/u],
  [/-bnnptnt$/u, /nong nghiep va phat trien nong thon/u],
  [/-bldtbxh$/u, /lao dong/u],
  [/-svhttdl$/u, /van hoa/u],
  [/-stp$/u, /so tu phap/u],
  [/-stc$/u, /so tai chinh/u],
];

/** Symbol and issuer speak of different bodies; unknown suffixes pass. */
function issuerMismatch(symbol: string, issuer: string): boolean {
  const rule = ISSUERS.find(([suffix]) => suffix.test(fold(symbol)));
  return rule !== undefined && !rule[1].test(fold(issuer));
}

const TESTS = {
  duration_without_unit: {
    label: 1,
    severity: 'block',
    vi: 'Thời hạn không có đơn vị (ngày, ngày làm việc hay giờ)',
    en: 'Time limit without a unit',
    find: (content) => channelsWhere(content, ({ duration }) => duration !== null && duration.unit === null, '/duration'),
  },
  duration_missing: {
    label: 2,
    severity: 'block',
    vi: 'Thiếu thời hạn ở ít nhất một kênh',
    en: 'Time limit missing for at least one channel',
    find: (content) => channelsWhere(content, ({ duration }) => duration === null, '/duration'),
  },
  duration_differs: {
    label: 3,
    severity: 'warn',
    vi: 'Thời hạn khác nhau giữa các kênh',
    en: 'Time limits differ between channels',
    find: (content) => {
      const stated = content.channels.filter(({ duration }) => duration !== null);
      const kinds = stated.map(({ duration }) => `${duration?.value} ${duration?.unit}`);
      return distinct(kinds) > 1 ? stated.map(({ id }) => `channels/${id}/duration`) : null;
    },
  },
  fee_differs: {
    label: 4,
    severity: 'info',
    vi: 'Mức phí khác nhau giữa các kênh',
    en: 'Fees differ between channels',
    find: (content) => {
      const stated = content.channels.filter(({ fee }) => fee !== null && fee.amount !== null);
      const kinds = stated.map(({ fee }) => `${fee?.amount} ${fee?.currency}`);
      return distinct(kinds) > 1 ? stated.map(({ id }) => `channels/${id}/fee`) : null;
    },
  },
  free_by_other_text: {
    label: 5,
    severity: 'block',
    vi: 'Ghi “Miễn phí” nhưng chú thích là theo văn bản khác',
    en: 'Posted as free while the note refers to another text',
    find: (content) => channelsWhere(content, ({ fee, note }) => fee !== null && Number(fee.amount ?? NaN) === 0 && OTHER_TEXT.test(fold(note ?? '')), '/fee'),
  },
  fee_under_thousand: {
    label: 6,
    severity: 'block',
    vi: 'Mức phí đăng dưới 1.000 đồng: nghi thiếu nghìn',
    en: 'Fee under 1,000 đồng: a thousand may be missing',
    find: (content) => channelsWhere(content, ({ fee }) => fee !== null && fee.amountDong !== null && fee.amountDong > 0 && fee.amountDong < 1000, '/fee'),
  },
  implementing_agency_missing: {
    label: 7,
    severity: 'block',
    vi: 'Thiếu cơ quan thực hiện',
    en: 'Implementing agency missing',
    find: (content) => (content.implementingAgency === null ? ['implementingAgency'] : null),
  },
  conditions_unstated: {
    label: 8,
    severity: 'info',
    vi: 'Yêu cầu, điều kiện: không có thông tin (không có hay chưa nhập?)',
    en: 'Conditions: nothing stated (none, or not entered?)',
    find: (content) => (content.conditions.length === 0 ? ['conditions'] : null),
  },
  copies_glued_to_form: {
    label: 9,
    severity: 'warn',
    vi: 'Số lượng bản giấy dính vào tên mẫu khi đăng',
    en: 'Copy counts glued to the form’s name',
    find: (content) => papersWhere(content, ({ name, form }) => COPY_COUNT.test(fold(`${name} ${form ?? ''}`))),
  },
  competent_agency_missing: {
    label: 10,
    severity: 'info',
    vi: 'Thiếu cơ quan có thẩm quyền quyết định',
    en: 'Competent agency missing',
    find: (content) => (content.competentAgency === null ? ['competentAgency'] : null),
  },
  result_missing: {
    label: 11,
    severity: 'warn',
    vi: 'Thiếu kết quả giải quyết',
    en: 'Result missing',
    find: (content) => (content.results.length === 0 ? ['results'] : null),
  },
  legal_basis_missing: {
    label: 12,
    severity: 'warn',
    vi: 'Thiếu căn cứ pháp lý',
    en: 'Legal basis missing',
    find: (content) => (content.legalBasis.length === 0 ? ['legalBasis'] : null),
  },
  fee_missing: {
    label: 13,
    severity: 'warn',
    vi: 'Thiếu thông tin phí, lệ phí ở ít nhất một kênh (thiếu khác với miễn phí)',
    en: 'Fee not stated for at least one channel (absent is not free)',
    find: (content) => channelsWhere(content, ({ fee }) => fee === null, '/fee'),
  },
  foreign_currency: {
    label: 14,
    severity: 'warn',
    vi: 'Mức thu bằng ngoại tệ',
    en: 'Fee in a foreign currency',
    find: (content) => channelsWhere(content, ({ fee }) => fee !== null && fee.currency !== 'VND', '/fee'),
  },
  days_or_working_days: {
    label: 15,
    severity: 'block',
    vi: 'Thời hạn ghi “ngày” nhưng chú thích là “ngày làm việc”',
    en: 'Limit in days while the note says working days',
    find: (content) => channelsWhere(content, ({ duration, note }) => duration?.unit === 'days' && WORKING_DAYS.test(fold(note ?? '')), '/duration'),
  },
  channel_repeated: {
    label: 16,
    severity: 'info',
    vi: 'Một kênh có nhiều dòng',
    en: 'One channel has several rows',
    find: (content) => channelsWhere(content, ({ channel }) => content.channels.filter((other) => other.channel === channel).length > 1),
  },
  row_is_remark: {
    label: 17,
    severity: 'info',
    vi: 'Dòng hồ sơ 0 bản chính, 0 bản sao: là chú thích, không phải giấy tờ',
    en: 'Dossier row with 0 originals and 0 copies: a remark, not a paper',
    find: (content) => papersWhere(content, (item) => !isPaper(item)),
  },
  code_wrong: {
    label: 18,
    severity: 'block',
    vi: 'Mã TTHC không đúng mẫu hoặc trùng',
    en: 'Procedure code malformed or repeated',
    find: (content, duplicates) => (!PROCEDURE_CODE.test(content.code) || duplicates.has(content.code) ? ['code'] : null),
  },
  district_level: {
    label: 19,
    severity: 'block',
    vi: 'Cấp thực hiện không còn (cấp huyện)',
    en: 'Tier that no longer exists (district)',
    find: (content) => (content.levelsPublished.some((level) => DISTRICT.test(fold(level))) ? ['levelsPublished'] : null),
  },
  temporary_resolution: {
    label: 20,
    severity: 'warn',
    vi: 'Dựa trên nghị quyết tạm thời (hết hiệu lực 28/02/2027)',
    en: 'Rests on a temporary resolution (lapses on 28 February 2027)',
    find: (content) =>
      some([
        ...content.legalBasis.filter(({ symbol }) => TEMPORARY.test(fold(symbol))).map(({ id }) => `legalBasis/${id}`),
        ...content.dataReplacements.filter(({ basis }) => TEMPORARY.test(fold(basis ?? ''))).map(({ id }) => `dataReplacements/${id}`),
      ]),
  },
  steps_exceed_limit: {
    label: 21,
    severity: 'warn',
    vi: 'Tổng thời gian các bước vượt thời hạn giải quyết',
    en: 'The steps together take longer than the limit',
    find: (content) =>
      channelsWhere(
        content,
        ({ duration }) => duration !== null && duration.unit !== null && sameUnitSum(content, duration.unit) > Number(duration.value),
        '/duration',
      ),
  },
  issuer_mismatch: {
    label: 22,
    severity: 'warn',
    vi: 'Ký hiệu văn bản không khớp cơ quan ban hành',
    en: 'Symbol does not match the issuing body',
    find: (content) =>
      some(content.legalBasis.filter(({ symbol, issuer }) => issuer !== null && issuerMismatch(symbol, issuer)).map(({ id }) => `legalBasis/${id}`)),
  },
} as const satisfies Record<string, Test>;

export type FlagCode = keyof typeof TESTS;

function papersWhere(content: ProcedureContent, test: (item: ProcedureContent['dossier'][number]['items'][number]) => boolean): readonly string[] | null {
  return some(content.dossier.flatMap((group) => group.items.filter(test).map((item) => `dossier/${group.id}/items/${item.id}`)));
}

/** Flags of a content in the order of their labels. `duplicates` holds codes that stand more than once in the import. */
export function qualityFlags(content: ProcedureContent, duplicates: ReadonlySet<string> = new Set()): readonly Flag[] {
  return (Object.entries(TESTS) as readonly (readonly [FlagCode, Test])[]).flatMap(([code, { label, severity, vi, en, find }]) => {
    const paths = find(content, duplicates);
    return paths === null ? [] : [{ label, code, severity, vi, en, paths }];
  });
}

/** No cost sheet may be opened while this is true. */
export const isBlocked = (flags: readonly Flag[]): boolean => flags.some((flag) => flag.severity === 'block');

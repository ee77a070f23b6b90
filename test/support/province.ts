/** An invented small province: the posts the shipped route needs, two owning departments, and procedures to review. */
import { newId } from '../../commands/frame/new-id.js';
import type { Actor } from '../../commands/frame/actor.js';
import type { Commands } from '../../commands/index.js';
import { insertOrganisation } from '../../db/repositories/person.repository.js';
import type { Transact } from '../../db/transaction.js';
import { emptyContent, type ProcedureContent } from '../../domain/procedure/procedure.js';
import type { Assurance, Role } from '../../domain/route/route.js';
import { EMPTY_PROPOSAL, type ProposalBody } from '../../domain/review/proposal.js';
import type { ActChannel } from '../../domain/review/review.js';
import type { Instant, LocalDate } from '../../domain/shared/instant.js';
import type { PersonId, UnitId } from '../../domain/shared/ids.js';

const SEATS = [
  ['coordinator', 'control', 'coordinator'],
  ['controlHead', 'control', 'unitHead'],
  ['appraiser', 'control', 'appraiser'],
  ['leader', 'committee', 'leader'],
  ['financeHead', 'finance', 'unitHead'],
  ['finance', 'finance', 'finance'],
  ['lawyer', 'justice', 'consultee'],
  ['justiceHead', 'justice', 'unitHead'],
  ['head', 'civil', 'unitHead'],
  ['officer', 'civil', 'officer'],
  ['tradeHead', 'trade', 'unitHead'],
  ['tradeOfficer', 'trade', 'officer'],
] as const satisfies readonly (readonly [string, string, Role])[];

export type Seat = (typeof SEATS)[number][0];
export type Province = {
  readonly people: Readonly<Record<Seat, PersonId>>;
  readonly units: Readonly<Record<string, UnitId>>;
  readonly actor: (seat: Seat, channel?: ActChannel, assurance?: Assurance) => Actor;
};

const AT = '2026-01-01T00:00:00.000Z' as Instant;
const FROM = '2025-01-01' as LocalDate;

export async function buildProvince(transact: Transact): Promise<Province> {
  const codes = ['committee', ...new Set(SEATS.map(([, unit]) => unit).filter((unit) => unit !== 'committee'))];
  const units = Object.fromEntries(codes.map((code) => [code, newId('unit', AT)])) as Record<string, UnitId>;
  const people = Object.fromEntries(SEATS.map(([seat]) => [seat, newId('person', AT)])) as Record<Seat, PersonId>;
  await transact((tx) =>
    insertOrganisation(tx, {
      units: codes.map((code) => ({
        id: units[code] as string,
        code,
        name: `Đơn vị ${code}`,
        kind: code === 'committee' ? 'committee' : 'department',
        parentId: code === 'committee' ? null : (units['committee'] as string),
        path: code === 'committee' ? 'committee/' : `committee/${code}/`,
        calendarId: 'VN-CO-QUAN',
        validFrom: FROM,
        validTo: null,
        successorId: null,
      })),
      people: SEATS.map(([seat]) => ({
        id: people[seat],
        login: `${seat.toLowerCase()}@test`,
        honorific: 'bà',
        name: `Người ${seat}`,
        post: seat,
        email: `${seat.toLowerCase()}@tinh.example`,
        locale: 'vi',
        active: true,
        passwordHash: null,
      })),
      holdings: SEATS.map(([seat, unit, role]) => ({
        personId: people[seat],
        unitId: units[unit] as string,
        role,
        validFrom: FROM,
        validTo: null,
        source: 'test',
      })),
    }),
  );
  return {
    people,
    units,
    actor: (seat, channel = 'web', assurance = 'A3') => ({ personId: people[seat], onBehalfOf: null, channel, assurance, receivedMono: performance.now() }),
  };
}

/** A complete little procedure with two papers and a limit of five working days. */
export const aProcedure = (code: string): ProcedureContent => ({
  ...emptyContent(code, `Thủ tục ${code}`),
  field: 'Hộ tịch',
  levels: ['province'],
  applicants: ['Công dân Việt Nam'],
  implementingAgency: 'Sở Nội vụ',
  steps: [{ id: 's1', text: 'Nộp hồ sơ', duration: null }],
  channels: [
    {
      id: 'c1',
      channel: 'inPerson',
      duration: { value: '5', unit: 'workingDays', published: '5 Ngày làm việc' },
      fee: { amountDong: 50_000, currency: 'VND', amount: '50000', published: '50.000 đồng' },
      note: null,
    },
  ],
  dossier: [
    {
      id: 'd1',
      case: 'chung',
      items: [
        { id: 'p1', name: 'Tờ khai', originals: 1, copies: 0, kind: 'submit', form: null },
        { id: 'p2', name: 'Bản sao có chứng thực căn cước', originals: 0, copies: 1, kind: 'submit', form: null },
      ],
    },
  ],
  legalBasis: [{ id: 'l1', symbol: '123/2015/NĐ-CP', title: null, issuer: null }],
});

/** A proposal that drops the certified copy. */
export const aProposal = (note = ''): ProposalBody => ({
  ...EMPTY_PROPOSAL,
  note,
  items: [
    {
      id: 'i1',
      type: 'dropPaper',
      track: 'province',
      reason: { criterion: 'reasonableness', text: 'Dữ liệu dân cư đã có' },
      targetProvision: null,
      ops: [{ path: 'dossier/d1/items/p2', op: 'remove' }],
      costLines: [],
    },
  ],
});

/** Imports procedures for the department `civil` and launches a campaign over them; the reviews in the order of the codes. */
export async function launchReviews(
  commands: Commands,
  province: Province,
  codes: readonly string[],
  draft: ProposalBody | null = aProposal(),
  routeKey = 'provincialReview',
): Promise<{ readonly campaignId: string; readonly problems: readonly { readonly code: string; readonly problem: string }[]; readonly opened: number }> {
  const coordinator = province.actor('coordinator');
  await commands.importProcedures(coordinator, `import-${codes[0]}-${codes.length}`, {
    fileName: 'test.json',
    fileHash: 'f'.repeat(64),
    mode: 'addOnly',
    drafts: codes.map((code) => ({ content: aProcedure(code), ownerUnitCode: 'civil' })),
  });
  return commands.launchCampaign(coordinator, `launch-${codes[0]}-${codes.length}`, {
    name: 'Đợt thử',
    planYear: 2026,
    basis: 'b',
    basisDocument: 'KH 01',
    routeKey,
    procedures: codes.map((code) => (draft ? { code, draft } : { code })),
  });
}

/**
 * The one list of words for statuses and other codes, in Vietnamese and English, with their colours.
 * Screens, API, mail and exports read it, so that a code is called the same everywhere.
 */
import type { Text } from './errors.js';

/** Text and background as `#rrggbb`; `struck` where the word is also struck through. Never shown without the word. */
export type Colours = { readonly text: string; readonly background: string; readonly struck: boolean };
export type StatusLabel = Text & { readonly colours: Colours };

const colours = (text: string, background: string, struck = false): Colours => ({ text, background, struck });

/** Pairs measured against WCAG: each at least 6.15 : 1. */
export const PALETTE = {
  neutral: colours('#595959', '#f0f0f0'),
  active: colours('#0b5394', '#e6f0fa'),
  attention: colours('#7a3e00', '#fdecc8'),
  soon: colours('#5c3b00', '#fdecc8'),
  good: colours('#14532d', '#e3f4e8'),
  bad: colours('#7a1a12', '#fde7e4'),
  alarm: colours('#ffffff', '#b42318'),
  gone: colours('#595959', '#ffffff', true),
} as const satisfies Record<string, Colours>;

const status = (vi: string, en: string, tone: keyof typeof PALETTE): StatusLabel => ({ vi, en, colours: PALETTE[tone] });

export const TASK_STATUS_LABELS = {
  unclaimed: status('Chưa nhận', 'Unclaimed', 'neutral'),
  inProgress: status('Đang làm', 'In progress', 'active'),
  awaitingOpinion: status('Chờ ý kiến', 'Awaiting opinion', 'active'),
  suspended: status('Tạm dừng', 'Suspended', 'neutral'),
  returned: status('Trả lại', 'Returned', 'attention'),
  done: status('Hoàn thành', 'Done', 'good'),
  withdrawn: status('Hủy', 'Withdrawn', 'gone'),
} as const satisfies Record<string, StatusLabel>;

/** Lateness is computed beside a status, never stored. */
export const LATENESS_LABELS = {
  onTime: status('Trong hạn', 'On time', 'good'),
  dueSoon: status('Sắp đến hạn', 'Due soon', 'soon'),
  overdue: status('Quá hạn', 'Overdue', 'alarm'),
} as const satisfies Record<string, StatusLabel>;

export const PROPOSAL_STATUS_LABELS = {
  draft: status('Dự thảo', 'Draft', 'neutral'),
  submitted: status('Đã trình', 'Submitted', 'active'),
  inAppraisal: status('Đang thẩm tra', 'In appraisal', 'active'),
  returned: status('Trả lại', 'Returned', 'attention'),
  awaitingApproval: status('Chờ phê duyệt', 'Awaiting approval', 'active'),
  approved: status('Đã phê duyệt', 'Approved', 'good'),
  rejected: status('Không phê duyệt', 'Rejected', 'bad'),
  withdrawn: status('Hủy', 'Withdrawn', 'gone'),
} as const satisfies Record<string, StatusLabel>;

export const CHANGE_ITEM_STATUS_LABELS = {
  proposed: status('Đề xuất', 'Proposed', 'neutral'),
  approved: status('Đã phê duyệt', 'Approved', 'good'),
  executing: status('Đang thực thi', 'Executing', 'active'),
  executed: status('Đã thực thi', 'Executed', 'good'),
  published: status('Đã công bố', 'Published', 'good'),
  dropped: status('Không thực hiện', 'Dropped', 'gone'),
  lapsed: status('Hết hiệu lực', 'Lapsed', 'attention'),
} as const satisfies Record<string, StatusLabel>;

export const RECOMMENDATION_STATUS_LABELS = {
  unsent: status('Chưa gửi', 'Not sent', 'neutral'),
  sent: status('Đã gửi', 'Sent', 'active'),
  accepted: status('Được chấp nhận', 'Accepted', 'good'),
  refused: status('Không được chấp nhận', 'Refused', 'bad'),
  unanswered: status('Quá lâu không trả lời', 'Unanswered for too long', 'attention'),
  enacted: status('Đã có văn bản', 'Enacted', 'good'),
} as const satisfies Record<string, StatusLabel>;

/** How far a version of a route has come. */
export const ROUTE_VERSION_LABELS = {
  draft: status('Dự thảo', 'Draft', 'neutral'),
  returned: status('Trả lại', 'Returned', 'attention'),
  submitted: status('Đã trình', 'Submitted', 'active'),
  approved: status('Đã phê duyệt', 'Approved', 'good'),
  published: status('Đã công bố', 'Published', 'good'),
  retired: status('Thôi áp dụng', 'Retired', 'gone'),
} as const satisfies Record<string, StatusLabel>;

export const VERDICT_LABELS = {
  approve: status('Đồng ý', 'Approve', 'good'),
  reject: status('Không đồng ý', 'Reject', 'bad'),
  return: status('Trả lại', 'Return', 'attention'),
  noOpinion: status('Không có ý kiến', 'No opinion', 'neutral'),
} as const satisfies Record<string, StatusLabel>;

const word = (vi: string, en: string): Text => ({ vi, en });

export const ROLE_LABELS = {
  coordinator: word('Đầu mối kiểm soát TTHC', 'Coordinator'),
  officer: word('Chuyên viên', 'Officer'),
  unitHead: word('Thủ trưởng đơn vị', 'Head of unit'),
  appraiser: word('Người thẩm tra', 'Appraiser'),
  leader: word('Lãnh đạo UBND', 'Leader'),
  consultee: word('Người được lấy ý kiến', 'Consultee'),
  auditor: word('Người kiểm tra, thanh tra', 'Auditor'),
  admin: word('Quản trị hệ thống', 'Administrator'),
  finance: word('Phụ trách kinh phí', 'Finance'),
} as const satisfies Record<string, Text>;

export const TRACK_LABELS = {
  province: word('Tỉnh quyết', 'Province decides'),
  council: word('HĐND tỉnh', 'Provincial council'),
  ministry: word('Kiến nghị bộ, Chính phủ', 'Recommended to the ministry or Government'),
} as const satisfies Record<string, Text>;

/** What may be recorded on a track. */
export const TRACK_STEP_LABELS = {
  drafted: word('đã soạn', 'drafted'),
  sent: word('đã gửi', 'sent'),
  accepted: word('được chấp nhận', 'accepted'),
  refused: word('không được chấp nhận', 'refused'),
  unanswered: word('chưa có trả lời', 'unanswered'),
  enacted: word('đã ban hành', 'enacted'),
  dropped: word('không thực hiện', 'dropped'),
} as const satisfies Record<string, Text>;

/** Steps of carrying an approval out that have a clock. */
export const EXECUTION_STEP_LABELS = {
  province: word('Tỉnh ban hành văn bản', 'The province issues its text'),
  council: word('Trình HĐND tỉnh', 'Before the provincial council'),
  ministry: word('Chờ bộ, Chính phủ trả lời', 'Waiting for the ministry or Government'),
  'publication-province': word(
    'Công bố theo văn bản của tỉnh, nhập Cơ sở dữ liệu quốc gia',
    'Publish what the province’s text changes, and enter it in the national database',
  ),
  'publication-council': word(
    'Công bố theo nghị quyết của HĐND tỉnh, nhập Cơ sở dữ liệu quốc gia',
    'Publish what the council’s resolution changes, and enter it in the national database',
  ),
  'publication-ministry': word(
    'Công bố theo văn bản của bộ, Chính phủ, nhập Cơ sở dữ liệu quốc gia',
    'Publish what the ministry’s text changes, and enter it in the national database',
  ),
} as const satisfies Record<string, Text>;

export const CHANGE_TYPE_LABELS = {
  abolish: word('Bãi bỏ TTHC', 'Abolish the procedure'),
  dropPaper: word('Bỏ thành phần hồ sơ', 'Drop a paper'),
  replacePaperByData: word('Thay giấy tờ bằng dữ liệu', 'Replace a paper by data'),
  simplifyForm: word('Bỏ, rút gọn nội dung mẫu đơn, tờ khai', 'Shorten a form'),
  cutTime: word('Rút ngắn thời hạn giải quyết', 'Shorten the time limit'),
  cutStep: word('Bỏ bước trong trình tự', 'Drop a step'),
  merge: word('Gộp, liên thông TTHC', 'Merge or chain procedures'),
  decentralise: word('Phân cấp, phân quyền', 'Decentralise'),
  cutFee: word('Giảm, bỏ phí, lệ phí', 'Cut a fee'),
  cutCondition: word('Cắt, giảm yêu cầu, điều kiện', 'Cut a condition'),
  extendValidity: word('Kéo dài hiệu lực kết quả', 'Extend the validity of the result'),
  reduceFrequency: word('Giảm tần suất', 'Reduce the frequency'),
  moveOnline: word('Chuyển trực tuyến', 'Move online'),
  exToPost: word('Chuyển tiền kiểm sang hậu kiểm', 'From control before to control after'),
} as const satisfies Record<string, Text>;

export const CRITERION_LABELS = {
  necessity: word('Sự cần thiết', 'Necessity'),
  reasonableness: word('Tính hợp lý', 'Reasonableness'),
  lawfulness: word('Tính hợp pháp', 'Lawfulness'),
  cost: word('Chi phí tuân thủ', 'Compliance cost'),
} as const satisfies Record<string, Text>;

export const KIND_LABELS = {
  external: word('TTHC đối ngoại', 'External'),
  internal: word('TTHC nội bộ', 'Internal'),
} as const satisfies Record<string, Text>;

export const LEVEL_LABELS = {
  ministry: word('Cấp bộ', 'Ministry'),
  province: word('Cấp tỉnh', 'Province'),
  commune: word('Cấp xã', 'Commune'),
  other: word('Cơ quan khác', 'Other agency'),
} as const satisfies Record<string, Text>;

export const CHANNEL_LABELS = {
  inPerson: word('Trực tiếp', 'In person'),
  online: word('Trực tuyến', 'Online'),
  post: word('Dịch vụ bưu chính', 'By post'),
} as const satisfies Record<string, Text>;

export const DURATION_UNIT_LABELS = {
  days: word('ngày', 'days'),
  workingDays: word('ngày làm việc', 'working days'),
  workingHours: word('giờ làm việc', 'working hours'),
} as const satisfies Record<string, Text>;

export const PAPER_KIND_LABELS = {
  submit: word('Phải nộp', 'To submit'),
  present: word('Phải xuất trình', 'To present'),
} as const satisfies Record<string, Text>;

export const CONDITION_SUBJECT_LABELS = {
  procedure: word('Yêu cầu, điều kiện của thủ tục', 'Condition of the procedure'),
  business: word('Điều kiện đầu tư kinh doanh', 'Business condition'),
  practice: word('Điều kiện hành nghề', 'Practice condition'),
} as const satisfies Record<string, Text>;

export const CONTROL_LABELS = {
  exAnte: word('Tiền kiểm', 'Control before'),
  exPost: word('Hậu kiểm', 'Control after'),
} as const satisfies Record<string, Text>;

export const SEVERITY_LABELS = {
  block: word('Chặn', 'Blocking'),
  warn: word('Cảnh báo', 'Warning'),
  info: word('Lưu ý', 'Note'),
} as const satisfies Record<string, Text>;

export const MANDATORY_PART_LABELS = {
  name: word('tên', 'name'),
  steps: word('trình tự thực hiện', 'steps'),
  channels: word('cách thức thực hiện', 'ways to apply'),
  dossier: word('thành phần hồ sơ', 'dossier'),
  duration: word('thời hạn giải quyết', 'time limit'),
  applicants: word('đối tượng thực hiện', 'applicants'),
  implementingAgency: word('cơ quan giải quyết', 'implementing agency'),
} as const satisfies Record<string, Text>;

/** Every group that carries colours, by name. */
export const STATUS_LABELS = {
  task: TASK_STATUS_LABELS,
  lateness: LATENESS_LABELS,
  proposal: PROPOSAL_STATUS_LABELS,
  changeItem: CHANGE_ITEM_STATUS_LABELS,
  recommendation: RECOMMENDATION_STATUS_LABELS,
  verdict: VERDICT_LABELS,
  routeVersion: ROUTE_VERSION_LABELS,
} as const satisfies Record<string, Record<string, StatusLabel>>;

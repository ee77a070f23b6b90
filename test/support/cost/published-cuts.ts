/** Published Vietnamese figures of cuts, restated with their sources; whole đồng unless a unit is named. */
import type { PublishedCheck } from '../../../domain/cost/published.js';

export type PublishedCut = { readonly id: string; readonly source: string; readonly checks: readonly PublishedCheck[]; readonly shows: readonly string[] };

/** `shows` = the English sentence of every finding, in order. */
export const publishedCuts: readonly PublishedCut[] = [
  {
    id: 'HN-2025-293',
    source: 'https://www.vietnamplus.vn/ha-noi-tai-cau-truc-293-thu-tuc-hanh-chinh-tiet-kiem-hon-1650-ty-dong-moi-nam-post1086802.vnp',
    checks: [
      { path: 'saving', kind: 'difference', before: '2306000000000', after: '654000000000', printed: { value: '1652000000000' }, roundingUnit: '1000000000' },
      { path: 'percent', kind: 'percent', part: '1652000000000', whole: '2306000000000', printed: { value: '71.64' } },
      { path: 'percentInWords', kind: 'percent', part: '1652000000000', whole: '2306000000000', printed: { value: '71', word: 'trên' } },
      { path: 'percentLooser', kind: 'percent', part: '1652000000000', whole: '2306000000000', printed: { value: '70', word: 'trên' } },
      {
        path: 'savingInWords',
        kind: 'difference',
        before: '2306000000000',
        after: '654000000000',
        printed: { value: '1650000000000', word: 'hơn' },
        roundingUnit: '1000000000',
      },
    ],
    shows: [
      '1,652,000,000,000, printed 1,652,000,000,000: exact.',
      '71.6392 %, printed 71.64: rounded.',
      '71.64 %, printed “trên 71”: true as worded.',
      '71.64 %, printed “trên 70”: true as worded.',
      '1,652,000,000,000, printed “hơn 1,650,000,000,000”: true as worded.',
    ],
  },
  {
    id: 'TAX-2010-12TO4',
    source: 'https://plo.vn/thoi-su/chinh-tri/chi-phi-de-tuan-thu-cac-thu-tuc-hanh-chinh-la-rat-lon-224427.html',
    checks: [
      { path: 'before', kind: 'product', factors: ['250000', '325000', '12'], printed: { value: '975000000000' } },
      { path: 'after', kind: 'product', factors: ['250000', '325000', '4'], printed: { value: '325000000000' } },
      { path: 'saving', kind: 'difference', before: '975000000000', after: '325000000000', printed: { value: '650000000000' } },
    ],
    shows: [
      '975,000,000,000, printed 975,000,000,000: exact.',
      '325,000,000,000, printed 325,000,000,000: exact.',
      '650,000,000,000, printed 650,000,000,000: exact.',
    ],
  },
  {
    id: 'CO-NEW-2026',
    source: 'https://vanban.chinhphu.vn/?pageid=27160&docid=217646',
    checks: [
      { path: 'saving', kind: 'difference', before: '60000', after: '30000', printed: { value: '30000' } },
      { path: 'percent', kind: 'percent', part: '30000', whole: '60000', printed: { value: '50' } },
    ],
    shows: ['30,000, printed 30,000: exact.', '50 %, printed 50: exact.'],
  },
  {
    id: 'TNCN-2026 (working days 5 to 3; percent computed)',
    source: 'https://vanban.chinhphu.vn/?pageid=27160&docid=217646',
    checks: [{ path: 'time', kind: 'percent', part: '2', whole: '5', printed: { value: '40' } }],
    shows: ['40 %, printed 40: exact.'],
  },
  {
    id: 'CD242-2025',
    source: 'https://thoibaotaichinhvietnam.vn/cat-giam-thuc-chat-hieu-qua-thu-tuc-hanh-chinh-dieu-kien-kinh-doanh-189190.html',
    checks: [
      { path: 'procedures', kind: 'percent', part: '3085', whole: '4888', printed: { value: '63.1' } },
      { path: 'conditions', kind: 'percent', part: '2371', whole: '6974', printed: { value: '33.9' } },
      { path: 'executed', kind: 'sum', parts: ['282', '953'], printed: { value: '1235' } },
    ],
    shows: ['63.114 %, printed 63.1: rounded.', '33.998 %, printed 33.9: cut, not rounded.', '1,235, printed 1,235: exact.'],
  },
  {
    id: 'CD144-2025',
    source: 'https://www.vietnamplus.vn/bao-dam-cat-giam-don-gian-hoa-thu-tuc-hanh-chinh-dieu-kien-kinh-doanh-post1057537.vnp',
    checks: [
      { path: 'conditions', kind: 'percent', part: '2028', whole: '7806', printed: { value: '26' } },
      { path: 'procedures', kind: 'denominator', part: '3163', printedPercent: '74.86', stated: '4377' },
    ],
    shows: [
      '25.98 %, printed 26: rounded.',
      'The percent 74.86 implies a denominator of about 4,225.',
      'The implied denominator 4,225 differs from the stated base 4,377.',
    ],
  },
  {
    id: 'VN-2025-BASE',
    source: 'https://www.vietnam.vn/en/phi-tuan-thu-hanh-chinh-hon-120-000-ty-dong-nam-thu-tuong-yeu-cau-cat-giam',
    checks: [
      { path: 'all', kind: 'sum', parts: ['5801', '557'], printed: { value: '6358' } },
      { path: 'business', kind: 'percent', part: '4377', whole: '6358', printed: { value: '68.8' } },
    ],
    shows: ['6,358, printed 6,358: exact.', '68.842 %, printed 68.8: rounded.'],
  },
  {
    id: 'BTH-2024-44',
    source: 'https://baobinhthuan.com.vn/van-phong-ubnd-tinh-cai-cach-thu-tuc-hanh-chinh-de-nang-cao-hieu-qua-phuc-vu-nhan-dan-127773.html',
    checks: [{ path: 'average', kind: 'quotient', dividend: '980000000', divisor: '44', printed: { value: '20000000', word: 'khoảng' } }],
    shows: ['22,272,727.27, printed 20,000,000: rounded to 10,000,000.'],
  },
  {
    id: 'NNMT-2025-BASE (days of 518 procedures)',
    source: 'https://doanhnghiephoinhap.vn/bo-nong-nghiep-va-moi-truong-de-xuat-cat-giam-hon-91-thu-tuc-san-xuat-kinh-doanh-111624.html',
    checks: [{ path: 'averageDays', kind: 'quotient', dividend: '16667', divisor: '518', printed: { value: '16667' } }],
    shows: ['Recomputed 32.18, published 16,667, off by 16,634.82.'],
  },
  {
    id: 'BYT-2018, NNPTNT-2018, 8BO-2018, CP-2016-2020: value of a working day',
    source: 'https://vietnamhoinhap.vn/vi/tiet-kiem-tien-ti-tu-cat-giam-thu-tuc-hanh-chinh-10097.htm; https://baohaiduong.vn/print/205979.html',
    checks: [
      { path: 'BYT', kind: 'rate', amount: '3107500000000', quantity: '7754650', unit: { vi: 'ngày công', en: 'working day' } },
      { path: 'NNPTNT', kind: 'rate', amount: '1291100000000', quantity: '1800403', unit: { vi: 'ngày công', en: 'working day' } },
      { path: 'NNPTNT.period', kind: 'periods', quantityPeriod: { vi: '5 năm', en: '5 years' }, moneyPeriod: { vi: 'năm', en: 'year' } },
      { path: '8BO', kind: 'rate', amount: '5407000000000', quantity: '11642068', unit: { vi: 'ngày công', en: 'working day' } },
      { path: 'CP', kind: 'rate', amount: '6300000000000', quantity: '18000000', unit: { vi: 'ngày công', en: 'working day' } },
    ],
    shows: [
      'The published figures imply 400,727 per working day.',
      'The published figures imply 717,117 per working day.',
      'The quantity counts per 5 years, the money per year.',
      'The published figures imply 464,436 per working day.',
      'The published figures imply 350,000 per working day.',
    ],
  },
  {
    id: 'APCI18-XD',
    source: 'https://dttc.sggp.org.vn/ganh-nang-chi-phi-thu-tuc-hanh-chinh-post56956.html',
    checks: [{ path: 'hour', kind: 'rate', amount: '4487000', quantity: '110', unit: { vi: 'giờ', en: 'hour' } }],
    shows: ['The published figures imply 40,791 per hour.'],
  },
];

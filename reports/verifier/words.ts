/** What a verification found, in Vietnamese beside English. */
import type { Fault, Verification } from './verify.js';

export type VerdictWords = { readonly vi: string; readonly en: string };

/** One sentence: sound, or the first bad entry with where it is. */
export function verificationWords(result: Verification): VerdictWords {
  if (result.fault) return faultWords(result.fault);
  return {
    vi: `Nguyên vẹn: ${result.entries} mục của ${result.streams} chuỗi nối nhau đúng${result.receipts > 0 ? `, khớp ${result.receipts} biên nhận` : ''}.`,
    en: `Intact: ${result.entries} entries of ${result.streams} streams are properly chained${result.receipts > 0 ? `, ${result.receipts} receipts match` : ''}.`,
  };
}

function faultWords(fault: Fault): VerdictWords {
  if (fault.streamId === null || fault.seq === null) {
    return { vi: `Dòng ${fault.line} không phải một mục hợp lệ: bị sửa hoặc bị cắt.`, en: `Line ${fault.line} is no valid entry: altered or cut off.` };
  }
  const range = fault.throughSeq !== null && fault.throughSeq !== fault.seq;
  const vi = `${range ? `mục ${fault.seq}–${fault.throughSeq}` : `mục ${fault.seq}`} của ${fault.streamId}`;
  const en = `${range ? `entries ${fault.seq}–${fault.throughSeq}` : `entry ${fault.seq}`} of ${fault.streamId}`;
  const at = fault.line === null ? { vi: '', en: '' } : { vi: ` (dòng ${fault.line})`, en: ` (line ${fault.line})` };
  switch (fault.kind) {
    case 'unreadable':
    case 'altered':
      return range
        ? { vi: `Có chỗ bị sửa trong ${vi}${at.vi}: hai mục không nối với nhau.`, en: `Something was altered in ${en}${at.en}: the two do not link.` }
        : { vi: `Bị sửa: ${vi}${at.vi} không khớp mã băm.`, en: `Altered: ${en}${at.en} does not match its hash.` };
    case 'deleted':
      return { vi: `Bị xóa: thiếu ${vi}, thấy ở dòng ${fault.line}.`, en: `Deleted: ${en} ${range ? 'are' : 'is'} absent, seen at line ${fault.line}.` };
    case 'reordered':
      return {
        vi: `Bị đổi thứ tự: ${vi}${at.vi} đứng trước mục lẽ ra phải đứng trước nó.`,
        en: `Reordered: ${en}${at.en} stands before one that must precede it.`,
      };
    case 'repeated':
      return { vi: `Bị lặp hoặc chèn thêm: ${vi} có hai lần${at.vi}.`, en: `Repeated or inserted: ${en} comes twice${at.en}.` };
    case 'rewritten':
      return { vi: `Bị viết lại: ${vi}${at.vi} trái với biên nhận đã cấp.`, en: `Rewritten: ${en}${at.en} contradicts a receipt.` };
    case 'cutTail':
      return {
        vi: `Bị cắt đuôi: thiếu ${vi} mà biên nhận chứng minh là đã có.`,
        en: `Tail cut off: ${en} proven by a receipt ${range ? 'are' : 'is'} absent.`,
      };
  }
}

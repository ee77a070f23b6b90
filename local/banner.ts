/** The short block that ends a start: where everything is and what to try first. */
import type { StackState } from './state.js';

/** Seconds with one decimal, as Vietnamese writes them. */
const seconds = (ms: number): string => (ms / 1000).toFixed(1).replace('.', ',');

/**
 * @param tookMs time of the start; absent when the stack was already running
 * @param stopBy how this stack is stopped: by the terminal it runs in, or by a command
 */
export function renderBanner(state: Pick<StackState, 'urls'>, stopBy: 'Ctrl-C' | 'npx tinhgon local down', tookMs?: number): string {
  const { urls } = state;
  const head = '  TinhGọn  (bản demo, dữ liệu mẫu; không dùng cho vận hành thật)';
  const rows: readonly (readonly [string, string | undefined])[] = [
    ['Web', urls.web],
    ['API', `${urls.apiDocs}     OpenAPI: ${urls.openapi.replace(urls.web, '')}`],
    ['Hộp thư thử', urls.mail],
    ['Temporal', urls.temporalUi],
    ['Đăng nhập', 'kstthc@demo · dauMoi@demo · truongDonVi@demo · quanLy@demo · admin@demo   mật khẩu: demo'],
    ['Thử ngay', '1) mở Hộp thư thử và bấm "Xem và quyết định"   2) npx tinhgon demo advance --working-days 3'],
    ['Dừng', `${stopBy} (dữ liệu được giữ; xóa: npx tinhgon local wipe)`],
  ];
  return [
    tookMs === undefined ? head : `${head}      khởi động trong ${seconds(tookMs)} s`,
    ...rows.flatMap(([label, text]) => (text === undefined ? [] : [`  ${label.padEnd(12)}  ${text}`])),
  ].join('\n');
}

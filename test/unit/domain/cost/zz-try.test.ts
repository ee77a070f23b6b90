import { compareVnSheets } from '../../../../domain/cost/vn/compare-sheets.js';
import type { VnSheet } from '../../../../domain/cost/vn/sheet.js';
it('x', () => {
  const r = (id: string, group: any, task: string, hours: string, service: string, fees: string, times: string, subjects: string) => ({ id, group, task, hours, service, fees, timesPerYear: times, subjectsPerYear: subjects });
  const before: VnSheet = { schema: 'tinhgon.vn-sheet/1', hourlyIncome: { value: '43750', year: 2026 }, rows: [
    r('1a','prepare','đơn','2','0','0','1','3200'), r('1b','prepare','bản sao','3','0','12000','1','3200'), r('2','submit','nộp','4','30000','0','1','3200'), r('3','fees','lệ phí','0','0','150000','1','3200'), r('4','inspection','kt','8','0','0','1','640'), r('5','other','bc','16','0','0','1/5','3200'), r('6','receive','nhận','3','0','0','1','3200')] };
  const after: VnSheet = { ...before, rows: [ r('1a','prepare','đơn','1','0','0','1','3200'), r('2','submit','nộp','0.5','0','0','1','3200'), r('3','fees','lệ phí','0','0','75000','1','3200'), r('4','inspection','kt','8','0','0','1','320'), r('6','receive','nhận','0.25','25000','0','1','3200')] };
  const t = performance.now();
  const c = compareVnSheets(before, after);
  console.log(performance.now() - t, JSON.stringify(c, null, 1));
});

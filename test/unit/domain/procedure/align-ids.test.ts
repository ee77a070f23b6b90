import { alignIds } from '../../../../domain/procedure/align-ids.js';
import { compareContents } from '../../../../domain/procedure/compare.js';
import { readContent } from '../../../../domain/procedure/content-shape.js';
import { aProcedure } from '../../../support/procedures.js';

const paper = (id: string, name: string) => ({ id, name, originals: 1, copies: 0, kind: 'submit' as const, form: null });
const procedureWith = (...papers: readonly ReturnType<typeof paper>[]) => aProcedure({ dossier: [{ id: 'th1', case: 'chung', items: papers }] });

test('the same text imported again under fresh ids is the same version', () => {
  const previous = procedureWith(paper('gt4', 'Giấy chứng sinh'), paper('gt9', 'Tờ khai đăng ký khai sinh'));
  const incoming = procedureWith(paper('gt1', 'Giấy chứng sinh'), paper('gt2', 'Tờ khai đăng ký khai sinh'));
  expect(compareContents(previous, alignIds(previous, incoming)).changes).toEqual([]);
});

test('a paper that moved up keeps its id, so it shows as moved', () => {
  const previous = procedureWith(paper('gt1', 'Giấy chứng sinh'), paper('gt2', 'Tờ khai'));
  const incoming = procedureWith(paper('gt1', 'Tờ khai'), paper('gt2', 'Giấy chứng sinh'));
  expect(compareContents(previous, alignIds(previous, incoming)).changes.map(({ change }) => change)).toEqual(['moved']);
});

test('a reworded paper keeps its id, a new one gets an id never used before', () => {
  const previous = procedureWith(paper('gt1', 'Tờ khai đăng ký khai sinh theo mẫu'), paper('gt2', 'Giấy chứng sinh'));
  const incoming = procedureWith(paper('gt1', 'Văn bản ủy quyền'), paper('gt2', 'Tờ khai đăng ký khai sinh theo mẫu mới'));
  const aligned = alignIds(previous, incoming);
  expect(aligned.dossier[0]?.items.map(({ id, name }) => `${id} ${name}`)).toEqual(['gt3 Văn bản ủy quyền', 'gt1 Tờ khai đăng ký khai sinh theo mẫu mới']);
});

test('two rows of one channel keep their two ids', () => {
  const previous = aProcedure();
  const twice = { ...previous, channels: [...previous.channels, { ...(previous.channels[0] as (typeof previous.channels)[number]), id: 'online-2' }] };
  const aligned = alignIds(twice, { ...twice, channels: twice.channels.map((row, index) => ({ ...row, id: `ct${index + 1}` })) });
  expect(aligned.channels.map(({ id }) => id)).toEqual(['online', 'inPerson', 'online-2']);
});

test('an aligned content is well formed', () => {
  const aligned = alignIds(aProcedure(), procedureWith(paper('gt1', 'Giấy hoàn toàn khác'), paper('gt2', 'Một giấy nữa')));
  expect(readContent(aligned)).toEqual({ content: aligned });
});

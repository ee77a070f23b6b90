import { readLogInSearch, readOverdueSearch, readProcedureSearch, readProcedureTab, readWorkSearch } from '../../../web/src/search-params.js';

describe('the parameters of an address', () => {
  it('keep what the screens understand and drop the rest', () => {
    expect(readWorkSearch({ box: 'done', lateness: 'overdue', q: 'khai sinh', other: '1' })).toEqual({ box: 'done', lateness: 'overdue', q: 'khai sinh' });
    expect(readWorkSearch({ box: 'everything', q: '' })).toEqual({});
    expect(readOverdueSearch({ age: '3-5', unit: 'stp' })).toEqual({ age: '3-5', unit: 'stp' });
    expect(readOverdueSearch({ age: 'ancient' })).toEqual({});
    expect(readProcedureTab({ tab: 'diff' })).toEqual({ tab: 'diff' });
  });

  it('read a code that the address carries as a number', () => {
    expect(readProcedureSearch({ q: 1.004194 })).toEqual({ q: '1.004194' });
  });

  it('write text in composed characters', () => {
    expect(readWorkSearch({ q: 'khai tử'.normalize('NFD') }).q).toBe('khai tử'.normalize('NFC'));
  });

  it('never lead to another site after signing in', () => {
    expect(readLogInSearch({ tiep: '/viec/tsk_1?x=1' })).toEqual({ tiep: '/viec/tsk_1?x=1' });
    for (const tiep of ['//evil.example', 'https://evil.example', '/\\evil.example', 'viec']) expect(readLogInSearch({ tiep })).toEqual({});
  });
});

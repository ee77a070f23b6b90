import { smtpFailure } from '../../../mail/failures.js';

const error = (fields: object): Error => Object.assign(new Error('x'), fields);

test.each([
  ['an unknown recipient bounces', { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 550 }, false, { to: 'bounced', reason: 'smtp550' }],
  [
    'a full mailbox for now is put off',
    { code: 'EENVELOPE', command: 'RCPT TO', responseCode: 452 },
    false,
    { to: 'deferred', reason: 'smtp452', ambiguous: false },
  ],
  ['a refused message bounces', { code: 'EMESSAGE', command: 'DATA', responseCode: 554 }, true, { to: 'bounced', reason: 'smtp554' }],
  [
    'a message refused for now is put off, without doubt',
    { code: 'EMESSAGE', command: 'DATA', responseCode: 451 },
    true,
    { to: 'deferred', reason: 'smtp451', ambiguous: false },
  ],
  [
    'a refused sender is our own matter',
    { code: 'EENVELOPE', command: 'MAIL FROM', responseCode: 550 },
    false,
    { to: 'deferred', reason: 'smtp550', ambiguous: false },
  ],
  [
    'a refused sign-in is our own matter',
    { code: 'EAUTH', command: 'AUTH PLAIN', responseCode: 535 },
    false,
    { to: 'deferred', reason: 'smtp535', ambiguous: false },
  ],
  ['nobody at the other end is put off', { code: 'ECONNECTION', command: 'CONN' }, false, { to: 'deferred', reason: 'ECONNECTION', ambiguous: false }],
  [
    'a connection lost inside the message is doubtful',
    { code: 'ECONNECTION', command: 'CONN' },
    true,
    { to: 'deferred', reason: 'lostAfterData-ECONNECTION', ambiguous: true },
  ],
  ['silence after the message is doubtful', { code: 'ETIMEDOUT' }, true, { to: 'deferred', reason: 'lostAfterData-ETIMEDOUT', ambiguous: true }],
  ['an address nobody can write to bounces', { code: 'EENVELOPE', command: 'API' }, false, { to: 'bounced', reason: 'addressInvalid' }],
] as const)('%s', (_what, fields, dataBegun, expected) => {
  expect(smtpFailure(error(fields), dataBegun)).toEqual(expected);
});

test('something unknown is put off', () => {
  expect(smtpFailure('odd', false)).toEqual({ to: 'deferred', reason: 'smtpLost', ambiguous: false });
});

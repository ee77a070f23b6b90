/**
 * Who may import whom. Every rule is an error; exceptions, if ever, stand in one list here that may only shrink.
 * A pattern that matches nothing is green for ever: the architecture test plants one violation per rule.
 */
const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });
const only = (...open) => ({ pathNot: open });

module.exports = {
  forbidden: [
    rule(
      'domain-is-pure',
      'The law knows exact numbers; no other library, no clock, no node.',
      { path: '^domain/' },
      only('^domain/', 'node_modules/fraction[.]js/'),
    ),
    rule(
      'commands-stand-on-domain-and-db',
      'A use case needs the law and a transaction, nothing else.',
      { path: '^commands/' },
      only('^(domain|commands)/', '^db/(repositories/|transaction)', '^config/failpoint', '^(node:)?crypto$'),
    ),
    rule(
      'queries-only-read',
      'A read model sees the law and the read-only door of the database.',
      { path: '^queries/' },
      only('^(domain|queries)/', '^db/reader'),
    ),
    rule(
      'db-serves-it-does-not-call',
      'Facts know the shapes of the law and no caller.',
      { path: '^db/' },
      { path: '^(commands|queries|api|mail|activities|relay|workflows|web|reports|local|bench)/' },
    ),
    rule('orm-stays-in-db', 'One room speaks SQL.', { pathNot: '^(db|local|bench|test)/' }, { path: 'node_modules/(typeorm|mysql2)/' }),
    rule('entities-stay-in-db', 'Repositories hand out shapes of the law, not rows.', { pathNot: '^(db|test)/' }, { path: '^db/entities/' }),
    rule(
      'api-is-an-edge',
      'HTTP calls commands and queries; it reaches no store and no engine.',
      { path: '^api/' },
      { path: '^(db|mail|activities|relay|workflows|local|web|bench)/' },
    ),
    rule(
      'mail-is-an-edge',
      'Letters call commands and queries, as HTTP does.',
      { path: '^mail/' },
      { path: '^(db|api|activities|relay|workflows|local|web|bench)/' },
    ),
    rule(
      'activities-only-forward',
      'An activity names a command or a query; it has no store of its own.',
      { path: '^activities/' },
      only('^(domain|activities|commands|queries)/', '^config/failpoint', '@temporalio/(activity|common)/'),
    ),
    rule(
      'workflows-see-domain-only',
      'Anything else is not deterministic, or belongs to an activity.',
      { path: '^workflows/' },
      only('^(domain|workflows|activities)/', '@temporalio/(workflow|common)/'),
    ),
    rule(
      'workflows-take-activity-types-only',
      'A value import would pull the world into the bundle.',
      { path: '^workflows/' },
      { path: '^activities/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'only-messages-leave-workflows',
      'messages.ts is the contract; the rest may be replaced.',
      { pathNot: '^(workflows|bin|test)/' },
      { path: '^workflows/', pathNot: '^workflows/messages' },
    ),
    rule(
      'relay-carries-it-does-not-judge',
      'It sees the outbox, the read models and two contracts.',
      { path: '^relay/' },
      { path: '^(commands|api|activities|reports|web|local|bench)/|^db/(?!repositories/outbox)|^mail/(?!jobs)' },
    ),
    rule(
      'temporal-client-stays-in-relay',
      'Nobody else can start, signal or describe a run.',
      { pathNot: '^(relay|bin|bench|test)/' },
      { path: '@temporalio/client/' },
    ),
    rule(
      'reports-do-no-io-with-the-world',
      'Rows in, bytes out; bytes in, drafts out.',
      { path: '^reports/' },
      { path: '^(db|commands|api|mail|activities|relay|workflows|web|local|bench)/' },
    ),
    rule(
      'reports-know-read-shapes-only',
      'Types of the read models, never their SQL.',
      { path: '^reports/' },
      { path: '^queries/', dependencyTypesNot: ['type-only'] },
    ),
    rule(
      'verifier-stands-alone',
      'A witness that shares our code is no witness.',
      { path: '^reports/verifier/' },
      only('^reports/verifier/', '^(node:)?(crypto|fs|path|readline|util)$'),
    ),
    rule(
      'web-speaks-http',
      'The browser takes pure tables, and types of the contract.',
      { path: '^web/' },
      { path: '^(commands|queries|db|mail|activities|relay|workflows|reports|local|config|bench)/' },
    ),
    rule('web-takes-api-types-only', 'A value import would ship the server.', { path: '^(web|cli)/' }, { path: '^api/', dependencyTypesNot: ['type-only'] }),
    rule(
      'cli-speaks-http',
      'A command line is one more client.',
      { path: '^cli/' },
      { path: '^(commands|queries|db|mail|activities|relay|workflows|web|reports|local|bench)/' },
    ),
    rule(
      'settings-come-from-bin',
      'Rooms receive values; three files of config are open to all.',
      { pathNot: '^(bin|local|config|bench|test)/' },
      { path: '^config/', pathNot: '^config/(failpoint|log|telemetry)' },
    ),
    rule('nobody-imports-bin', 'Wiring is the top of the tree.', { pathNot: '^bin/' }, { path: '^bin/' }),
    rule('nothing-rests-on-tests', 'Tests, benches and examples are leaves.', { pathNot: '^(test|bench|examples)/' }, { path: '^(test|bench|examples)/' }),
    rule('no-cycles', 'Two files that need each other are one file or three.', {}, { circular: true }),
  ],
  options: {
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
  },
};

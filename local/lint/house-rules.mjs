/** Lint rules of the house that no shipped rule covers. */

const nameOf = (node) => (node.type === 'Identifier' ? node.name : undefined);
const methodOf = (call) => (call.callee.type === 'MemberExpression' && !call.callee.computed ? nameOf(call.callee.property) : undefined);

/** Query-builder methods whose first argument is SQL. */
const SQL_METHODS = new Set(['where', 'andWhere', 'orWhere', 'having', 'andHaving', 'orHaving', 'query']);

/** A value spliced into SQL text is an injection or a plan-cache miss; constants in capitals and lists of placeholders are text. */
function isPlainText(expression) {
  switch (expression.type) {
    case 'Identifier':
      return /^[A-Z][A-Z0-9_]*$/u.test(expression.name);
    case 'MemberExpression':
      return isPlainText(expression.object);
    case 'Literal':
      return true;
    case 'TemplateLiteral':
      return expression.expressions.every(isPlainText);
    case 'BinaryExpression':
      return expression.operator === '+' && isPlainText(expression.left) && isPlainText(expression.right);
    case 'CallExpression':
      return nameOf(expression.callee) === 'placeholders' || nameOf(expression.callee)?.endsWith('Sql') === true;
    default:
      return false;
  }
}

const noBuiltSql = {
  meta: { type: 'problem', docs: { description: 'SQL is text with parameters' } },
  create: (context) => ({
    CallExpression(call) {
      if (!SQL_METHODS.has(methodOf(call) ?? '')) return;
      const [sql] = call.arguments;
      if ((sql?.type === 'TemplateLiteral' || sql?.type === 'BinaryExpression') && !isPlainText(sql)) {
        context.report({ node: sql, message: 'Bind values as parameters; only constants in CAPITALS, placeholders(…) and …Sql(…) may be part of SQL text.' });
      }
    },
  }),
};

const noSaveOfVersionedRows = {
  meta: { type: 'problem', docs: { description: 'save() writes an old version over a new one' } },
  create: (context) => {
    if (!/[\\/]db[\\/]/u.test(context.filename)) return {};
    return {
      CallExpression(call) {
        if (methodOf(call) === 'save')
          context.report({
            node: call,
            message: 'save() on a stale row rewinds its version and drops the other change: write one UPDATE … WHERE id AND version.',
          });
      },
    };
  },
};

/** Values of `Date` that read the clock; arithmetic on given instants is plain numbers and needs none. */
const noTimelessClock = {
  meta: { type: 'problem', docs: { description: 'time arrives as an argument' } },
  create: (context) => {
    const clockFile = /[\\/]workflows[\\/]clock\.ts$/u.test(context.filename);
    if (clockFile) return {};
    return {
      Identifier(node) {
        if (node.name !== 'Date') return;
        const parent = node.parent;
        if (parent?.type === 'MemberExpression' && parent.property === node && !parent.computed) return;
        if (parent?.type === 'Property' && parent.key === node) return;
        if (parent?.type?.startsWith('TS')) return;
        context.report({ node, message: 'The law and the workflows read no clock: take the instant as an argument (domain/shared/instant.ts).' });
      },
    };
  },
};

export default {
  meta: { name: 'house' },
  rules: { 'no-built-sql': noBuiltSql, 'no-save-of-versioned-rows': noSaveOfVersionedRows, 'no-timeless-clock': noTimelessClock },
};

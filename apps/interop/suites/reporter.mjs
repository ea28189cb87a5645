// A reporter of node:test: a line of JSON for each test, with the file and the names that lead to it, and the error's
// message where it failed.

export default async function* (events) {
  const path = [];
  for await (const { type, data } of events) {
    if (type === 'test:start') path.splice(data.nesting, path.length, data.name);
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const { file, name, nesting, details } = data;
    const error = type === 'test:fail' ? String(details.error.cause?.message ?? details.error.message) : undefined;
    yield `${JSON.stringify({ path: [file, ...path.slice(0, nesting), name], error })}\n`;
  }
}

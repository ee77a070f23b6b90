/** The export of recorded facts over a connection of its own, for a machine that runs no server. */
import { openDatabase } from '../db/database.js';
import { factLines } from '../queries/fact-export.query.js';

/** The lines of one stream, or of all of them; the connection is closed when the reader stops. */
export async function* exportFacts(databaseUrl: string, streamId: string | null): AsyncGenerator<string> {
  const database = await openDatabase({ url: databaseUrl, poolSize: 1 });
  try {
    yield* factLines(database.reader, streamId);
  } finally {
    await database.close();
  }
}

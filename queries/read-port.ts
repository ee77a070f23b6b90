/** The read-only door as edges name it: they hand it on to queries and never look behind it. */
export type { Reader as ReadPort } from '../db/reader.js';

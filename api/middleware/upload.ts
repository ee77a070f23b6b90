/** One file of a form, in memory and within limits. */
import multer from 'multer';
import type { RequestHandler } from 'express';
import { IMPORT_LIMITS } from '../../reports/procedures.import.js';
import { EdgeError } from '../problems.js';

/** @throws body_too_large, malformed_request; media_type_unsupported unless it is a form */
export function oneFile(): readonly RequestHandler[] {
  const parse = multer({
    storage: multer.memoryStorage(),
    limits: { fileSize: IMPORT_LIMITS.bytes, files: 1, fields: 10, fieldSize: 4_096, parts: 12, headerPairs: 50 },
  }).single('file');
  return [
    (request, _response, next) =>
      next(request.is('multipart/form-data') ? undefined : new EdgeError('media_type_unsupported', { expected: 'multipart/form-data' })),
    // The form parser reports broken forms as plain errors: they are the sender's, not ours.
    (request, response, next) =>
      parse(request, response, (error: unknown) => next(error instanceof Error && error.name !== 'MulterError' ? new EdgeError('malformed_request') : error)),
  ];
}

/** A form's file name arrives as Latin-1 bytes; Vietnamese names are UTF-8. */
export const fileNameOf = (name: string): string => {
  const read = Buffer.from(name, 'latin1').toString('utf8');
  return (
    (read.includes('\uFFFD') ? name : read)
      .normalize('NFC')
      .replace(/^.*[\\/]/u, '')
      .slice(0, 255) || 'file'
  );
};

/** Turns a credential into a person with posts: an API token, or the session of the browser. */
import { createHash } from 'node:crypto';
import type { RequestHandler } from 'express';
import { findActor, findActorByToken } from '../../queries/actor.query.js';
import type { ReadPort } from '../../queries/read-port.js';
import { EdgeError } from '../problems.js';
import { setCaller } from './request-facts.js';

const TOKEN = /^Bearer (tinhgon_pat_[A-Za-z0-9_-]{20,100})$/u;

/** A wrong token is refused at once; no credential at all leaves the caller unknown. @throws token_invalid */
export function authenticate(reader: ReadPort): RequestHandler {
  return async (request, _response, next) => {
    const header = request.get('authorization');
    if (header !== undefined) {
      const token = TOKEN.exec(header)?.[1];
      const acting = token === undefined ? null : await findActorByToken(reader, createHash('sha256').update(token, 'utf8').digest('hex'));
      if (!acting) throw new EdgeError('token_invalid');
      setCaller(request, { acting, by: 'token' });
      return next();
    }
    const personId = request.session?.personId;
    const acting = personId === undefined ? null : await findActor(reader, personId);
    if (acting) setCaller(request, { acting, by: 'session' });
    next();
  };
}

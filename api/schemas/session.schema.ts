/** Signing in, who I am, tokens for tools. */
import { z } from 'zod';
import { ROLES } from '../../domain/route/route.js';
import { OPERATIONS } from '../../domain/shared/access.js';
import { instant, personName, text, unitName } from './shared.schema.js';

export const signInBody = z
  .strictObject({
    login: text(120, 1),
    password: z.string().min(1).max(256),
  })
  .meta({ id: 'SignInRequest' });

export const me = z
  .strictObject({
    person: z.strictObject({ ...personName.shape, login: z.string(), locale: z.string() }),
    posts: z.array(z.strictObject({ unit: unitName, role: z.enum(ROLES) })),
    roles: z.array(z.enum(ROLES)),
    can: z.array(z.enum(OPERATIONS as [string, ...string[]])).meta({ description: 'Operations allowed somewhere; each answer still judges the place' }),
  })
  .meta({ id: 'Me' });

export const tokenBody = z.strictObject({ label: text(120, 1) }).meta({ id: 'TokenRequest' });
export const issuedToken = z
  .strictObject({ token: z.string().meta({ description: 'Shown once; only its hash is kept' }), expiresAt: instant })
  .meta({ id: 'IssuedToken' });

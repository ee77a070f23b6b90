/** The routes a new installation starts with. Every number in them is tenant data, changed by publishing a new version. */
import type { Route } from './route.js';
import { COMMUNE_PROPOSAL } from './shipped/commune-proposal.js';
import { EX_POST_MEASUREMENT } from './shipped/ex-post-measurement.js';
import { IMPLEMENTATION } from './shipped/implementation.js';
import { MINISTRY_CONSULTATION } from './shipped/ministry-consultation.js';
import { PROVINCIAL_REVIEW } from './shipped/provincial-review.js';

export { PROVINCIAL_REVIEW };

export const SHIPPED_ROUTES: readonly Route[] = [PROVINCIAL_REVIEW, COMMUNE_PROPOSAL, MINISTRY_CONSULTATION, IMPLEMENTATION, EX_POST_MEASUREMENT];

/** The one place that builds the link by which a letter leads to deciding. */

/** @param publicUrl `PUBLIC_URL` without a slash at its end; used for building only, never for checking */
export const decisionLink = (publicUrl: string, token: string): string => `${publicUrl}/q/${token}`;

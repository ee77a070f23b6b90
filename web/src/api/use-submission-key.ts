/** The idempotency key of a form, kept as long as the form is. */
import { useState } from 'react';
import { createSubmissionKey, type SubmissionKey } from './submission-key.js';

export function useSubmissionKey(): SubmissionKey {
  const [key] = useState(() => createSubmissionKey((bytes) => crypto.getRandomValues(bytes)));
  return key;
}

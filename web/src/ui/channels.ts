/** The ways an act can reach the house. */
export const CHANNELS = ['web', 'api', 'mailLink', 'mailReply', 'cli', 'system'] as const;
export type Channel = (typeof CHANNELS)[number];

/** An act without a channel was the system's own. */
export const channelOf = (code: string | null): Channel => CHANNELS.find((channel) => channel === code) ?? 'system';

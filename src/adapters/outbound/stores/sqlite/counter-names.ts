/** Of the counters, the one that gives conversations their numbers. */
export const CONVERSATION_COUNTER = 'conversation';

/** The one that gives the tickets of a year their places. */
export const ticketCounter = (year: number): string => `ticket ${year}`;

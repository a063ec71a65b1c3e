/** What `cairn campaign standings` makes in a campaign's folder. */
export const leagueFiles = {
  folder: 'league',
  /** Matches that have been played. */
  book: 'matches.jsonl',
  page: 'standings.html',
} as const

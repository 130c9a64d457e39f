/** Texts of people are compared trimmed and in any case. */
export const folded = (text: string): string => text.trim().toLowerCase()

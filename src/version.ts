/** As in package.json; a test compares them. */
export const version = "0.1.0";

/** The day of this version, for the manual. */
export const versionDate = "2026-11-26";

/** Milliseconds between two looks of a panel at its back end, while the page is visible. */
export const panelRefreshMs = 5_000;

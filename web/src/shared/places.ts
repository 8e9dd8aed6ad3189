/** Where screens are, for features that lead to each other without importing each other. */
export const DATA = "/explore";

/** The search params that show one item, or the items of a set, in the explorer. */
export const itemSearch = (item: string) => ({ item });
export const setSearch = (hash: string) => ({ filter: [{ set: hash }] });

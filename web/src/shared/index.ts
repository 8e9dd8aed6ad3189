/** What features take from here. */
export { Confirm } from "./parts/Confirm";
export { ImportOutcome } from "./parts/ImportOutcome";
export { JobProgress } from "./parts/JobProgress";
export { FailedRows } from "./parts/FailedRows";
export { KeyHint, Keys } from "./parts/KeyHint";
export { notify, notifyError } from "./parts/Notices";
export { EmptyState, ErrorState, Fetched, FetchedPage, Loading, Page } from "./parts/Page";
export { collectionsQuery, groupsQuery, newest, ontologiesQuery, predictionSetsQuery, projectsQuery, usePredictionSets, useProjects } from "./hooks/lists";
export { asNumber, asOneOf, asText, kept, useView } from "./hooks/useView";
export { isOpen, useCancelJob, useFollowed, useJob, useJobStarted, useRecentJobs, type Job } from "./hooks/useJobs";
export { useKeys } from "./keys/useKeys";
export type { Binding } from "./keys/registry";
export { setAside, takeAside } from "./session/aside";
export { useSession } from "./session/session";
export { Columns, Figure, Figures, FormRow, Panel, Quiet, Stack } from "./parts/Panel";
export { SetItems, Thumbs } from "./parts/SetItems";
export { useMembers, useNames } from "./hooks/usePeople";
export { DATA, itemSearch, setSearch, taskOf, taskPath } from "./places";
